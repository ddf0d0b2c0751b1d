import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { BillCount } from '../../../workflows/policy.js';
import { type Aging, agingBuckets } from '../../../workflows/scorecard/aging.js';
import { Database } from '../../platform/database/database.js';
import { countsOn, isAllocated, postings, standing } from './ledger-items.js';
import { roomToSum } from './measures.js';
import { agingIn, bucketOf } from './turnover.reader.js';

/** Balances at the ends of two months in a row, both at the rates of the later day. */
export interface AgingPair {
  /** A currency with a balance and without a rate by the later day: no sum says anything then. */
  readonly unrated: string | null;
  readonly before: Aging;
  readonly after: Aging;
}

type Found = { unrated: string | null } & Record<string, string>;

/** Reads the balances of many days in one pass over the ledger, by the same rules as `TurnoverReader`. */
@Injectable()
export class AgingsReader {
  constructor(private readonly database: Database) {}

  /** @param days ascending. @returns a pair for each of them but the first */
  of(company: string, days: readonly BusinessDate[], bills: BillCount): Promise<AgingPair[]> {
    if (days.length < 2) return Promise.resolve([]);
    return this.database.transaction(async (tx) => {
      await roomToSum(tx);
      const rows = await tx.query<Found>(statement(days.length), [company, days, days.at(-1), days.length - 1, bills]);
      return rows.map((row) => ({ unrated: row.unrated, before: agingIn(row, 'before'), after: agingIn(row, 'after') }));
    });
  }
}

const day = (place: number) => `($2::date[])[${place}]`;

/** Parameters as the parts of `ledgerItems` have them: $1 company, $3 the last day, $5 how bills count; $2 all days, $4 how many pairs. */
function statement(days: number): string {
  const places = Array.from({ length: days }, (_, index) => index + 1);
  const sums = agingBuckets.flatMap((bucket, place) =>
    [
      ['before', 'p.pair'],
      ['after', 'p.pair + 1'],
    ].map(
      ([when, at]) =>
        `coalesce(sum(s.amount * t.rate) filter (where s.place = ${at} and s.bucket = ${place}), 0)::numeric(30, 2)::text as ${bucket}_${when}`,
    ),
  );
  return `
  with mine as (
    select r.id, r.issued_on, r.due_on, r.currency, r.amount from receivables r
    where r.company_id = $1 and r.issued_on <= $3::date
      and (not r.has_case or r.balance = 0 or not exists (
        select from cases c where c.company_id = $1 and c.receivable_id = r.id and c.collection = 'cancelled'))),
  ${postings},
  moves as (
    select a.receivable_id, a.amount, c.counted as since, p.reversed_on as back
    from allocations a join receipts p on p.company_id = a.company_id and p.id = a.receipt_id cross join lateral (select ${countsOn} as counted) c
    where a.company_id = $1 and ${isAllocated} and c.counted <= $3::date
    union all
    select a.receivable_id, a.amount, k.credited_on, k.reversed_on
    from credit_allocations a join credits k on k.company_id = a.company_id and k.id = a.credit_id
    where a.company_id = $1 and a.reversed_on is not distinct from k.reversed_on and k.credited_on <= $3::date
    union all
    select receivable_id, amount, posted_on, back from postings),
  settled as (
    select receivable_id, ${places.map((place) => `sum(amount) filter (where ${standing(day(place), 'since', 'back')}) as by_${place}`).join(', ')}
    from moves group by receivable_id),
  standing as (
    select e.place, m.currency, ${bucketOf('e.day')} as bucket, sum(m.amount - coalesce(e.settled, 0)) as amount
    from mine m left join settled s on s.receivable_id = m.id
    cross join lateral (values ${places.map((place) => `(${place}, ${day(place)}, s.by_${place})`).join(', ')}) e (place, day, settled)
    where m.issued_on <= e.day and m.amount > coalesce(e.settled, 0) group by 1, 2, 3)
  select min(s.currency) filter (where t.rate is null and s.amount <> 0) as unrated, ${sums.join(', ')}
  from generate_series(1, $4::integer) p (pair)
  join companies k on k.id = $1
  left join standing s on s.place in (p.pair, p.pair + 1)
  left join lateral (
    select 1::numeric as rate where s.currency = k.currency
    union all
    (select rate from rate_versions v where s.currency <> k.currency and v.company_id = $1 and v.currency = s.currency
       and v.rate_on <= ($2::date[])[p.pair + 1] order by v.rate_on desc, v.version desc limit 1)) t on true
  group by p.pair order by p.pair`;
}
