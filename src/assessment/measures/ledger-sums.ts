import type { Tx } from '../../platform/database/database.js';
import { type Assessed, type MeasuredPeriod, memberships, ownersOf } from './assessed.js';
import { itemsValues, ledgerItems } from './ledger-items.js';

/** Sums over the receivables of those assessed, in the company's currency: plain decimals, exact. */
export interface LedgerSums {
  readonly key: string;
  /** Some amount is in a currency that had no rate by the last day: no sum says anything then. */
  readonly unrated: string | null;
  readonly receipts: string;
  readonly receiptsOfGood: string;
  /** Of the receipts, on what fell due in the period, and on what fell due before it. */
  readonly receiptsCurrent: string;
  readonly receiptsCycle: string;
  readonly billsInHand: string;
  readonly opened: string;
  readonly open: string;
  readonly overdue: string;
  readonly lost: string;
  readonly openAndLost: string;
  readonly sales: string;
  readonly salesBefore: string;
  /** Weighed by the coefficients, where those assessed are: */
  readonly weighedReceipts: string;
  readonly weighedBase: string;
  readonly weighedReceivedDue: string;
  readonly weighedDue: string;
  readonly weighedReceivedBrought: string;
  readonly weighedBrought: string;
  readonly newReceipts: string;
  readonly newBase: string;
  readonly renewalReceipts: string;
  readonly renewalBase: string;
}

/**
 * All ledger sums of everybody assessed, in one pass over the ledger: first by owner, currency and what weighs, which leaves few rows.
 * @returns a row for each of the assessed, with zeros for who owns nothing
 */
export async function ledgerSums(tx: Tx, period: MeasuredPeriod, assessed: readonly Assessed[]): Promise<Map<string, LedgerSums>> {
  const owners = ownersOf(assessed);
  const some = owners !== null && owners.length <= fewOwners;
  const rows = await tx.query<LedgerSums>(statement(some), [
    ...itemsValues(itemsQueryOf(period, some ? owners : null)),
    memberships(assessed),
  ]);
  return new Map(rows.map((row) => [row.key, row]));
}

export function itemsQueryOf({ company, days, before, policy }: MeasuredPeriod, owners: readonly string[] | null) {
  return {
    company,
    from: days.from,
    to: days.to,
    previousFrom: before.from,
    bills: policy.countAcceptanceBills,
    overdueFromDay: policy.overdueMetricFromDay,
    coefficients: policy.gradeCoefficientPercents,
    owners,
  };
}

/** Above it reading the whole ledger once is faster than looking receivables up. */
const fewOwners = 200;

const base = '(coalesce(brought, 0) + coalesce(due, 0))';

/** What of one of `items` goes into each sum, in its own currency. */
export const sumExpressions: Readonly<Record<Exclude<keyof LedgerSums, 'key' | 'unrated'>, string>> = {
  receipts: 'received',
  receiptsOfGood: 'case when good then received end',
  receiptsCurrent: 'current',
  receiptsCycle: 'cycle',
  billsInHand: 'bills',
  opened: 'opened',
  open: 'open',
  overdue: 'overdue',
  lost: 'lost',
  openAndLost: 'coalesce(open, 0) + coalesce(lost, 0)',
  sales: 'sales',
  salesBefore: 'sales_before',
  weighedReceipts: 'received * weight',
  weighedBase: `${base} * weight`,
  weighedReceivedDue: 'received_due * weight',
  weighedDue: 'due * weight',
  weighedReceivedBrought: 'received_brought * weight',
  weighedBrought: 'brought * weight',
  newReceipts: 'case when is_new then received * weight end',
  newBase: `case when is_new then ${base} * weight end`,
  renewalReceipts: 'case when renewal then received * weight end',
  renewalBase: `case when renewal then ${base} * weight end`,
};

const cubed = [
  'received',
  'received_due',
  'received_brought',
  'current',
  'cycle',
  'bills',
  'opened',
  'brought',
  'due',
  'open',
  'overdue',
  'lost',
  'sales',
  'sales_before',
];

/** Rates of the last day: the last that was set by then, as it was corrected last. */
export const rates = `
  own as (select currency from companies where id = $1),
  rates as (
    select currency, 1::numeric as rate from own
    union all
    (select distinct on (currency) currency, rate from rate_versions
     where company_id = $1 and rate_on <= $3::date and currency <> (select currency from own) order by currency, rate_on desc, version desc))`;

/** @param weighs and `coefficient` are SQL expressions */
export const weight = (weighs: string, coefficient: string) => `case when ${weighs} then ${coefficient} / 100.0 else 1 end`;

function statement(some: boolean): string {
  return `
  with ${ledgerItems(some)},
  cube as materialized (
    select owner, currency, coefficient, good, is_new, renewal, ${cubed.map((column) => `sum(${column}) as ${column}`).join(', ')}
    from items group by 1, 2, 3, 4, 5, 6),
  ${rates},
  member as (select * from jsonb_to_recordset($9::jsonb) as m (key text, login text, weighs boolean)),
  owned as (
    select m.key, m.weighs, c.* from member m join cube c on c.owner = m.login
    union all
    select m.key, m.weighs, c.* from member m cross join cube c where m.login is null),
  summed as (
    select o.key, o.currency, count(coalesce(${cubed.map((column) => `o.${column}`).join(', ')})) > 0 as any,
      ${Object.entries(sumExpressions)
        .map(([name, sum]) => `sum(${sum}) as "${name}"`)
        .join(',\n      ')}
    from owned o cross join lateral (select ${weight('o.weighs', 'o.coefficient')} as weight) w
    group by o.key, o.currency)
  select k.key, min(s.currency) filter (where t.rate is null and s.any) as unrated,
    ${Object.keys(sumExpressions)
      .map((name) => `trim_scale(coalesce(sum(s."${name}" * t.rate), 0))::text as "${name}"`)
      .join(',\n    ')}
  from (select distinct key from member) k
  left join summed s on s.key = k.key
  left join rates t on t.currency = s.currency
  group by k.key`;
}
