import { CaseDesk } from '../../../src/cases/case-desk.js';
import { company } from '../ledger.js';
import type { Task } from '../worker-main.js';
import { type OnDatabase, openApplication } from './application.js';

/** What the night does first. */
export async function openCases({ url, on }: OnDatabase & { on: string }): Promise<Task<undefined>> {
  const app = await openApplication(url);
  const desk = app.get(CaseDesk);
  return {
    info: undefined,
    run: async () => {
      while ((await desk.openCases(company, { kind: 'clock', on })) > 0);
    },
    close: () => app.close(),
  };
}
