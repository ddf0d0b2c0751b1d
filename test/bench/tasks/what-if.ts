import { WhatIfWork } from '../../../src/analysis/what-if/what-if-work.js';
import { Database } from '../../../src/platform/database/database.js';
import { addDays } from '../../../workflows/calendar/dates.js';
import { company, today } from '../ledger.js';
import type { Task } from '../worker-main.js';
import { type OnDatabase, openApplication } from './application.js';

/** One process tries 60 days instead of 90 on every case of the last months. */
export async function whatIf({ url }: OnDatabase): Promise<Task<undefined>> {
  const app = await openApplication(url);
  const database = app.get(Database);
  const [{ id } = { id: '' }] = await database.query<{ id: string }>(
    `insert into what_if_runs (company_id, from_on, until_on, changes, requested_by) values ($1, $2, $3, '{"reviewAfterOverdueDays": 60}', 'admin')
     returning id`,
    [company, addDays(today, -120), today],
  );
  return {
    info: undefined,
    run: async () => {
      await app.get(WhatIfWork).run(id);
      const [run] = await database.query<{ status: string; summary: { differing: number } }>('select status, summary from what_if_runs');
      if (run?.status !== 'done' || run.summary.differing === 0) throw new Error(`the what-if came to ${JSON.stringify(run)}`);
    },
    close: () => app.close(),
  };
}
