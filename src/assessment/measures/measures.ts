import { Injectable } from '@nestjs/common';
import type { WorkingCalendar } from '../../../workflows/calendar/working-days.js';
import type { MetricValue } from '../../../workflows/scorecard/card.js';
import type { MetricKey } from '../../../workflows/scorecard/metrics.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { paidAfterDisputes } from './after-disputes.js';
import { agingDuty } from './aging-duty.js';
import type { Assessed, MeasuredPeriod } from './assessed.js';
import { badDebtsPosted } from './bad-debts-posted.js';
import { type LedgerSums, ledgerSums } from './ledger-sums.js';
import { ledgerValues } from './ledger-values.js';
import { type ExplainedLine, type LineRow, lineRows, type RowsPage } from './line-rows.js';
import { listAccuracy } from './list-accuracy.js';
import { planCompletion } from './plan-completion.js';

/** What the record says of one of the assessed, before targets and surveys. */
export interface Measured {
  readonly values: Readonly<Partial<Record<MetricKey, MetricValue>>>;
  readonly sums: LedgerSums;
}

/** Measures as many as are asked for at once: a company of thousands takes as many statements as one person. */
@Injectable()
export class Measures {
  constructor(private readonly database: Database) {}

  /**
   * @param keys the metrics that anybody is asked about: the others are left out where they cost a statement of their own
   * @returns an entry for each of the assessed
   */
  of(
    period: MeasuredPeriod,
    calendar: WorkingCalendar,
    assessed: readonly Assessed[],
    keys: ReadonlySet<MetricKey>,
  ): Promise<Map<string, Measured>> {
    return this.database.transaction(async (tx) => {
      await roomToSum(tx);
      return this.within(tx, period, calendar, assessed, keys);
    });
  }

  /** What a line of one of them is made of, in pages. */
  rows(line: ExplainedLine, period: MeasuredPeriod, calendar: WorkingCalendar, assessed: Assessed, page: RowsPage): Promise<LineRow[]> {
    return this.database.transaction(async (tx) => {
      await roomToSum(tx);
      return lineRows(tx, line, period, calendar, assessed, page);
    });
  }

  /** As `of`, in a transaction that is there already. */
  async within(
    tx: Tx,
    period: MeasuredPeriod,
    calendar: WorkingCalendar,
    assessed: readonly Assessed[],
    keys: ReadonlySet<MetricKey>,
  ): Promise<Map<string, Measured>> {
    const sums = await ledgerSums(tx, period, assessed);
    const apart = new Map<MetricKey, Map<string, MetricValue>>();
    for (const [key, measure] of measuredApart) if (keys.has(key)) apart.set(key, await measure(tx, period, assessed));
    const aging = keys.has('aging_duty') ? await agingDuty(tx, period, calendar) : undefined;
    return new Map(
      [...sums].map(([key, one]) => {
        const more = [...apart].flatMap(([metric, values]) => {
          const value = values.get(key);
          return value ? [[metric, value] as const] : [];
        });
        return [
          key,
          { values: { ...ledgerValues(one, period), ...Object.fromEntries(more), ...(aging && { aging_duty: aging }) }, sums: one },
        ];
      }),
    );
  }
}

const measuredApart = [
  ['plan_completion', planCompletion],
  ['complaint_collection_timeliness', paidAfterDisputes],
  ['write_off_completion', badDebtsPosted],
  ['list_accuracy', listAccuracy],
] as const satisfies [MetricKey, (tx: Tx, period: MeasuredPeriod, assessed: readonly Assessed[]) => Promise<Map<string, MetricValue>>][];

/** Sums by receivable want memory for a hash; with less they are sorted on disk. Compiling the statement would take longer than running it. */
export async function roomToSum(tx: Tx): Promise<void> {
  await tx.query(`select set_config('work_mem', '96MB', true), set_config('jit', 'off', true)`);
}
