import { Injectable } from '@nestjs/common';
import { type Aging, type AgingBucket, agingBuckets } from '../../../workflows/scorecard/aging.js';
import { Database } from '../../platform/database/database.js';
import type { MeasuredPeriod } from './assessed.js';
import { itemsValues, ledgerItems } from './ledger-items.js';
import { itemsQueryOf, rates } from './ledger-sums.js';
import { roomToSum } from './measures.js';

/** What was sold and what is owed, in the company's currency. */
export interface Turnover {
  readonly currency: string;
  /** A currency with amounts and without a rate: no sum says anything then. */
  readonly unrated: string | null;
  readonly opened: string;
  readonly open: string;
  readonly overdue: string;
  readonly sales: string;
  /** At the end of the day before the period, and of its last day. */
  readonly agingBefore: Aging;
  readonly agingAfter: Aging;
}

type Found = Omit<Turnover, 'agingBefore' | 'agingAfter'> & Record<string, string>;

/** Reads what analysis needs of the ledger, by the same rules as scores. */
@Injectable()
export class TurnoverReader {
  constructor(private readonly database: Database) {}

  /** @param owners null = everybody's receivables */
  of(period: MeasuredPeriod, owners: readonly string[] | null): Promise<Turnover> {
    return this.database.transaction(async (tx) => {
      await roomToSum(tx);
      const [row] = await tx.query<Found>(statement(owners !== null), itemsValues(itemsQueryOf(period, owners)));
      if (!row) throw new Error('a sum has one row');
      const { currency, unrated, opened, open, overdue, sales } = row;
      return { currency, unrated, opened, open, overdue, sales, agingBefore: agingIn(row, 'before'), agingAfter: agingIn(row, 'after') };
    });
  }
}

export function agingIn(row: Readonly<Record<string, string | null>>, when: string): Aging {
  return Object.fromEntries(agingBuckets.map((bucket) => [bucket, row[`${bucket}_${when}`] ?? '0'])) as Record<AgingBucket, string>;
}

/** The bucket of so many overdue days, as its place among all. */
export const bucketOf = (day: string) => `least(greatest((${day} - due_on + 29) / 30, 0), ${agingBuckets.length - 1})`;

function statement(some: boolean): string {
  const aging = agingBuckets.flatMap((bucket, place) => [
    `sum(opened * rate) filter (where bucket_before = ${place}) as ${bucket}_before`,
    `sum(open * rate) filter (where bucket_after = ${place}) as ${bucket}_after`,
  ]);
  const sums = ['opened', 'open', 'overdue', 'sales'].map((column) => `sum(${column} * rate) as ${column}`);
  return `
  with ${ledgerItems(some)}, ${rates},
  aged as (
    select i.*, t.rate, ${bucketOf('($2::date - 1)')} as bucket_before, ${bucketOf('$3::date')} as bucket_after
    from items i left join rates t on t.currency = i.currency),
  summed as (
    select min(currency) filter (where rate is null and (opened <> 0 or open <> 0 or sales <> 0)) as unrated, ${[...sums, ...aging].join(', ')} from aged)
  select (select currency from own) as currency, unrated,
    ${['opened', 'open', 'overdue', 'sales', ...agingBuckets.flatMap((bucket) => [`${bucket}_before`, `${bucket}_after`])]
      .map((column) => `coalesce(${column}, 0)::numeric(30, 2)::text as ${column}`)
      .join(', ')}
  from summed`;
}
