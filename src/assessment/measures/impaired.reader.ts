import { Injectable } from '@nestjs/common';
import { type AgingBucket, agingBuckets } from '../../../workflows/scorecard/aging.js';
import { Database } from '../../platform/database/database.js';
import type { MeasuredPeriod } from './assessed.js';
import { itemsValues, ledgerItems } from './ledger-items.js';
import { itemsQueryOf, rates } from './ledger-sums.js';
import { roomToSum } from './measures.js';
import { bucketOf } from './turnover.reader.js';

/** A case that the board has resolved as a bad debt, and that was not posted by the last day. */
export interface ImpairedCase {
  readonly case: string;
  readonly customer: string;
  readonly customerName: string;
  readonly document: string;
  readonly instalment: number;
  readonly bucket: AgingBucket;
  readonly currency: string;
  /** What stands open in its own currency, and in the company's. */
  readonly balance: string;
  readonly amount: string;
}

type Found = Omit<ImpairedCase, 'bucket' | 'amount'> & { place: number; amount: string | null };

/** Reads what is impaired case by case, by the same rules as agings. */
@Injectable()
export class ImpairedReader {
  constructor(private readonly database: Database) {}

  /** @returns in the order of their cases, and the first currency without a rate */
  of(period: MeasuredPeriod): Promise<{ cases: ImpairedCase[]; unrated: string | null }> {
    return this.database.transaction(async (tx) => {
      await roomToSum(tx);
      const rows = await tx.query<Found>(statement, itemsValues(itemsQueryOf(period, null)));
      const cases = rows.map(({ place, amount, ...one }) => ({
        ...one,
        bucket: agingBuckets[place] ?? ('over_180' as const),
        amount: amount ?? '0.00',
      }));
      return { cases, unrated: rows.find(({ amount }) => amount === null)?.currency ?? null };
    });
  }
}

/** As the journal had each case at the end of the last day: what became of it later was not known then. */
const statement = `
  with ${ledgerItems(false)}, ${rates},
  impaired as (
    select c.id, c.receivable_id
    from (select distinct case_id from board_decisions where company_id = $1 and outcome = 'bad_debt' and decided_on <= $3::date) b
    join cases c on c.company_id = $1 and c.id = b.case_id
    cross join lateral (
      select state from case_journal j where j.company_id = $1 and j.case_id = c.id and j.business_date <= $3::date order by seq desc limit 1) j
    where j.state -> 'collection' ? 'writeOff')
  select m.id as "case", i.customer, k.name as "customerName", i.document, i.instalment, i.currency, ${bucketOf('$3::date')} as place,
    i.open::numeric(30, 2)::text as balance, (i.open * t.rate)::numeric(30, 2)::text as amount
  from impaired m
  join items i on i.id = m.receivable_id
  join customers k on k.company_id = $1 and k.customer = i.customer
  left join rates t on t.currency = i.currency
  where i.open > 0 order by m.id`;
