import { Measures } from '../../../src/assessment/measures/measures.js';
import { Database } from '../../../src/platform/database/database.js';
import { defaultPolicy } from '../../../workflows/policy.js';
import { daysOfPeriod, periodBefore } from '../../../workflows/scorecard/assessment-period.js';
import { metricKeys } from '../../../workflows/scorecard/metrics.js';
import { company } from '../ledger.js';
import { sumStraight } from '../straight-scores.js';
import type { Task } from '../worker-main.js';
import { type OnDatabase, openApplication } from './application.js';

/** All metrics of everybody who owns a receivable, for one quarter; and that they are what the straight statement sums. */
export async function scores({ url }: OnDatabase): Promise<Task<undefined>> {
  const app = await openApplication(url);
  const database = app.get(Database);
  const owners = await database.query<{ login: string }>('select distinct owner as login from receivables where company_id = $1', [
    company,
  ]);
  const days = daysOfPeriod('2026Q3');
  const period = { company, days, before: periodBefore(days), policy: defaultPolicy };
  const calendar = { version: 0, exceptions: new Map(), publishedYears: new Set<number>() };
  const assessed = owners.map(({ login }) => ({ key: login, logins: [login], weighs: true }));
  let measured: Awaited<ReturnType<Measures['of']>> = new Map();
  return {
    info: undefined,
    run: async () => {
      measured = await app.get(Measures).of(period, calendar, assessed, new Set(metricKeys));
    },
    close: async () => {
      const straight = await database.transaction((tx) => sumStraight(tx.client));
      for (const { owner, receipts, open, weighed_base: base } of straight) {
        const sums = measured.get(owner)?.sums;
        const ours = [sums?.receipts, sums?.open, sums?.weighedBase].map(Number);
        if (ours.join() !== [receipts, open, base].map(Number).join())
          throw new Error(`of ${owner} ours is ${ours}, not ${receipts}, ${open}, ${base}`);
      }
      await app.close();
    },
  };
}
