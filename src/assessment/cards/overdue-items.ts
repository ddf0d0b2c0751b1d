import type { OverdueItem } from '../../../workflows/scorecard/lifts.js';
import type { MetricKey } from '../../../workflows/scorecard/metrics.js';
import type { Tx } from '../../platform/database/database.js';
import { disputed, inTimeDays } from '../measures/after-disputes.js';
import { type Assessed, type MeasuredPeriod, ownersOf } from '../measures/assessed.js';
import { itemsValues, ledgerItems } from '../measures/ledger-items.js';
import { itemsQueryOf, rates, weight } from '../measures/ledger-sums.js';

/** An overdue receivable as people know it. */
export interface NamedItem extends OverdueItem {
  readonly case: string;
  readonly customer: string;
  readonly customerName: string;
  readonly document: string;
  /** The day on which its open promise is due. */
  readonly promisedOn: string | null;
}

export interface OverdueItems {
  readonly items: readonly NamedItem[];
  /** Of all receivables, overdue or not. */
  readonly openBalance: string;
}

/** The largest ones: a smaller one lifts a card less. */
const most = 200;

/**
 * What those assessed have overdue on the last day, with an open case. Amounts without a rate are left out: no sum says anything then.
 * @param keys of the card's lines: after disputes nobody looks in vain
 */
export async function overdueItems(
  tx: Tx,
  period: MeasuredPeriod,
  assessed: Assessed,
  keys: ReadonlySet<MetricKey>,
): Promise<OverdueItems> {
  const owners = ownersOf([assessed]);
  const asksDisputes = keys.has('complaint_collection_timeliness');
  const values = [...itemsValues(itemsQueryOf(period, owners)), assessed.weighs, most, ...(asksDisputes ? [inTimeDays] : [])];
  const rows = await tx.query<NamedItem & { openBalance: string }>(statement(owners !== null, asksDisputes), values);
  return { items: rows.map(({ openBalance: _, ...row }) => row), openBalance: rows[0]?.openBalance ?? '0' };
}

/** Of the days that are left, none lies after the period. */
const afterDispute = `exists (
      select from disputed d
      where d.receivable_id = r.id and not d.in_time and d.resolved_on + $11::integer >= least(business_date($1), $3::date))`;

function statement(some: boolean, asksDisputes: boolean): string {
  return `
  with ${ledgerItems(some)}, ${rates}${asksDisputes ? `, ${disputed('$11')}` : ''},
  rated as (
    select i.*, i.open * t.rate as worth, sum(i.open * t.rate) over () as balance from items i join rates t on t.currency = i.currency where i.open > 0)
  select c.id as case, r.id, r.customer, k.name as "customerName", r.document, trim_scale(r.worth)::text as open,
    trim_scale(${weight('$9::boolean', 'r.coefficient')})::text as weight, r.due_on >= $2::date as "dueInPeriod", r.good, r.is_new as "isNew", r.renewal,
    ${asksDisputes ? afterDispute : 'false'} as "afterDispute",
    trim_scale(r.balance)::text as "openBalance",
    (select min(p ->> 'dueOn') from jsonb_array_elements(coalesce(c.snapshot -> 'context' -> 'promises', '[]')) p where p ->> 'state' = 'live') as "promisedOn"
  from rated r
  join cases c on c.company_id = $1 and c.receivable_id = r.id and c.collection not in ('settled', 'cancelled', 'writtenOff')
  join customers k on k.company_id = $1 and k.customer = r.customer
  where r.overdue is not null order by r.worth desc, r.id limit $10`;
}
