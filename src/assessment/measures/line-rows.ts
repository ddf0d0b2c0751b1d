import type { WorkingCalendar } from '../../../workflows/calendar/working-days.js';
import type { Tx } from '../../platform/database/database.js';
import { disputed, inTimeDays } from './after-disputes.js';
import { deadlinesOf, duties } from './aging-duty.js';
import { type Assessed, type MeasuredPeriod, memberships, ownersOf } from './assessed.js';
import { determined } from './bad-debts-posted.js';
import { countsOn, isAllocated, isMoney, itemsValues, ledgerItems } from './ledger-items.js';
import { itemsQueryOf, type LedgerSums, rates, sumExpressions, weight } from './ledger-sums.js';
import { plans } from './plan-completion.js';

/** Lines that can be followed down to what they are made of; `quality_adjustment` is the receipts of good customers, of all. */
export const explainedLines = [
  'collection_achievement',
  'actual_recovery_rate',
  'term_recovery_rate',
  'overdue_share',
  'bad_debt_rate',
  'new_quality_recovery_rate',
  'renewal_recovery_rate',
  'overdue_recovery_rate',
  'quality_adjustment',
  'plan_completion',
  'complaint_collection_timeliness',
  'write_off_completion',
  'list_accuracy',
  'aging_duty',
] as const;

export type ExplainedLine = (typeof explainedLines)[number];

/** What one thing adds to a line. The numerators of all rows are the line's, and the denominators. */
export interface LineRow {
  readonly id: string;
  readonly kind: 'receivable' | 'receipt' | 'instalment' | 'dispute' | 'resolution' | 'overdue_list' | 'letter';
  readonly name: string;
  readonly customer: string | null;
  readonly on: string | null;
  readonly numerator: string;
  /** Null where the line is held against a target. */
  readonly denominator: string | null;
  /** Where it can be read, under /api/v1. */
  readonly source: string;
}

export interface RowsPage {
  readonly after: string;
  readonly limit: number;
}

/** In the order of their ids. */
export function lineRows(
  tx: Tx,
  line: ExplainedLine,
  period: MeasuredPeriod,
  calendar: WorkingCalendar,
  assessed: Assessed,
  { after, limit }: RowsPage,
): Promise<LineRow[]> {
  const { company, days, policy } = period;
  const shared = [company, days.from, days.to, memberships([assessed])];
  const page = [after, limit];
  const asked = (statement: string, more: unknown[] = []) => tx.query<LineRow>(statement, [...shared, ...more, ...page]);
  switch (line) {
    case 'collection_achievement':
      return asked(receiptRows, [policy.countAcceptanceBills]);
    case 'plan_completion':
      return asked(instalmentRows, [policy.countAcceptanceBills]);
    case 'complaint_collection_timeliness':
      return asked(disputeRows, [policy.countAcceptanceBills, inTimeDays]);
    case 'write_off_completion':
      return asked(resolutionRows);
    case 'list_accuracy':
      return asked(listRows);
    case 'aging_duty':
      return deadlinesOf(tx, period, calendar).then((deadlines) =>
        tx.query<LineRow>(dutyRows, [company, days.from, days.to, deadlines, ...page]),
      );
    default: {
      const owners = ownersOf([assessed]);
      const values = [...itemsValues(itemsQueryOf(period, owners)), assessed.weighs, ...page];
      return tx.query<LineRow>(receivableRows(ofReceivables[line], owners !== null), values);
    }
  }
}

type Sum = keyof typeof sumExpressions;

const ofReceivables: Readonly<Record<string, readonly [numerator: Sum, denominator: Sum]>> = {
  actual_recovery_rate: ['weighedReceipts', 'weighedBase'],
  term_recovery_rate: ['weighedReceivedDue', 'weighedDue'],
  overdue_share: ['overdue', 'open'],
  bad_debt_rate: ['lost', 'openAndLost'],
  new_quality_recovery_rate: ['newReceipts', 'newBase'],
  renewal_recovery_rate: ['renewalReceipts', 'renewalBase'],
  overdue_recovery_rate: ['weighedReceivedBrought', 'weighedBrought'],
  quality_adjustment: ['receiptsOfGood', 'receipts'],
} satisfies Partial<Record<ExplainedLine, readonly [keyof LedgerSums, keyof LedgerSums]>>;

const decimal = (expression: string) => `trim_scale(${expression})::text`;
/** What has a case is read there; the rest in the ledger. */
const receivableSource = `coalesce((select 'cases/' || c.id from cases c where c.company_id = $1 and c.receivable_id = r.id), 'receivables?q=' || r.document)`;
const member = `member as (select * from jsonb_to_recordset($4::jsonb) as m (key text, login text, weighs boolean))`;
const isAssessed = (owner: string) => `exists (select from member m where m.login is null or m.login = ${owner})`;

function receivableRows([numerator, denominator]: readonly [Sum, Sum] | undefined = ['receipts', 'receipts'], some: boolean): string {
  return `
  with ${ledgerItems(some)}, ${rates}
  select r.id, 'receivable' as kind, r.document || '/' || r.instalment as name, r.customer, r.due_on as "on",
    ${decimal('v.numerator')} as numerator, ${decimal('v.denominator')} as denominator, ${receivableSource} as source
  from items r
  left join rates t on t.currency = r.currency
  cross join lateral (select ${weight('$9::boolean', 'coefficient')} as weight) w
  cross join lateral (
    select coalesce(${sumExpressions[numerator]}, 0) * t.rate as numerator, coalesce(${sumExpressions[denominator]}, 0) * t.rate as denominator) v
  where (v.numerator <> 0 or v.denominator <> 0) and r.id > $10::bigint order by r.id limit $11`;
}

const ownerOnLastDay = `coalesce((
      select o.owner from receivable_owners o where o.company_id = $1 and o.receivable_id = r.id and o.changed_on > $3::date
      order by o.changed_on, o.id limit 1), r.owner)`;

/** What an allocation adds by the last day, less what it had added by the day before the first. */
const receiptRows = `
  with ${rates}, ${member}
  select a.id, 'receipt' as kind, p.receipt as name, p.customer,
    case when v.amount < 0 then p.reversed_on else c.counted end as "on",
    ${decimal('v.amount * t.rate')} as numerator, null as denominator, 'receipts?q=' || p.receipt as source
  from allocations a
  join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
  join receivables r on r.company_id = a.company_id and r.id = a.receivable_id
  cross join lateral (select ${countsOn} as counted) c
  cross join lateral (select a.amount * (
      (c.counted <= $3::date and (p.reversed_on is null or p.reversed_on > $3::date))::integer
      - (c.counted < $2::date and (p.reversed_on is null or p.reversed_on >= $2::date))::integer) as amount) v
  left join rates t on t.currency = r.currency
  where a.company_id = $1 and ${isAllocated} and ${isMoney} and v.amount <> 0 and a.id > $6::bigint and ${isAssessed(ownerOnLastDay)}
    and (not r.has_case or r.balance = 0 or not exists (
        select from cases c where c.company_id = $1 and c.receivable_id = r.id and c.collection = 'cancelled'))
  order by a.id limit $7`;

const instalmentRows = `
  with ${rates}, ${member}, ${plans}
  select x.id, 'instalment' as kind, x.contract || '/' || x.instalment as name, x.customer, x.due_on as "on",
    ${decimal('x.paid * t.rate')} as numerator, ${decimal('x.amount * t.rate')} as denominator, 'contracts?q=' || x.contract as source
  from part x left join rates t on t.currency = x.currency
  where ${isAssessed('x.owner')} and x.id > $6::bigint order by x.id limit $7`;

const disputeRows = `
  with ${member}, ${disputed('$6')}
  select r.case_id as id, 'dispute' as kind, r.document || '/' || r.instalment as name, r.customer, r.resolved_on as "on",
    r.in_time::integer::text as numerator, '1' as denominator, 'cases/' || r.case_id || '/journal' as source
  from disputed r where ${isAssessed('r.owner')} and r.case_id > $7::bigint order by r.case_id limit $8`;

const resolutionRows = `
  with ${rates}, ${member}, ${determined}
  select d.case_id as id, 'resolution' as kind, d.document || '/' || d.instalment as name, d.customer, d.decided_on as "on",
    ${decimal('greatest(coalesce(p.amount, 0), 0) * t.rate')} as numerator, ${decimal('d.balance * t.rate')} as denominator,
    'meetings/' || d.meeting_id as source
  from determined d left join posted p on p.case_id = d.case_id left join rates t on t.currency = d.currency
  where ${isAssessed('d.owner')} and d.case_id > $5::bigint order by d.case_id limit $6`;

const listRows = `
  with ${member}
  select l.id, 'overdue_list' as kind, l.month as name, null as customer, l.snapshot_on as "on",
    count(*) filter (where not r.corrected)::text as numerator, count(*)::text as denominator, 'overdue-lists/' || l.id || '/rows' as source
  from overdue_lists l join overdue_list_rows r on r.company_id = l.company_id and r.list_id = l.id
  where l.company_id = $1 and l.snapshot_on between $2::date and $3::date and l.status <> 'draft' and ${isAssessed('r.owner')}
    and l.id > $5::bigint
  group by l.id, l.month, l.snapshot_on order by l.id limit $6`;

/** Lists and letters have ids of their own: even ones are lists. */
const dutyRows = `
  with ${duties}
  select d.row as id, d.kind, d.name, d.customer, d.by as "on", (d.done_on is not null and d.done_on <= d.by)::integer::text as numerator,
    '1' as denominator, case d.kind when 'letter' then 'letters/' else 'overdue-lists/' end || d.id as source
  from due d where d.row > $5::bigint order by d.row limit $6`;
