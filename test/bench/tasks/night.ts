import { NightDuties } from '../../../src/cases/night-duties.js';
import { Night } from '../../../src/dunning/night.js';
import { company, today } from '../ledger.js';
import type { Task } from '../worker-main.js';
import { type OnDatabase, openApplication } from './application.js';

/** One worker's night, without the duties after it: the seal, the meetings. */
export async function night({ url }: OnDatabase): Promise<Task<undefined>> {
  const app = await openApplication(url);
  app.get(NightDuties).do = async () => undefined;
  return {
    info: undefined,
    run: async () => {
      await app.get(Night).run(company, today);
    },
    close: () => app.close(),
  };
}
