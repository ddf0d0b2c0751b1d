import { NightDuties } from '../../../src/cases/night-duties.js';
import { Night } from '../../../src/dunning/night.js';
import { company } from '../ledger.js';
import type { Task } from '../worker-main.js';
import { type OnDatabase, openApplication } from './application.js';

/** One worker's night: it opens cases, then advances those that are due. The duties after it are left out: the seal, the meetings. */
export async function night({ url, on }: OnDatabase & { on: string }): Promise<Task<undefined>> {
  const app = await openApplication(url);
  app.get(NightDuties).do = async () => undefined;
  return {
    info: undefined,
    run: async () => {
      await app.get(Night).run(company, on);
    },
    close: () => app.close(),
  };
}
