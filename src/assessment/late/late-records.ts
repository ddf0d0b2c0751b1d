import { type Days, daysOfPeriod } from '../../../workflows/scorecard/assessment-period.js';
import type { PeriodKind } from '../../../workflows/scorecard/scheme.js';
import type { Tx } from '../../platform/database/database.js';

export const lateKinds = [
  'receipt',
  'receipt_reversed',
  'receipt_cleared',
  'receipt_classified',
  'credit',
  'credit_reversed',
  'receivable',
  'receivable_changed',
  'cancelled',
  'rate',
] as const;

export type LateKind = (typeof lateKinds)[number];

/** One thing that was written after a period had been closed in which its day lies. */
export interface LateRecord {
  readonly id: string;
  readonly kind: LateKind;
  /** Of the receipt, the credit or the document. */
  readonly number: string;
  /** The receivable's; null for a rate. */
  readonly document: string | null;
  readonly on: string;
  readonly recordedOn: string;
  readonly currency: string;
  readonly amount: string | null;
}

/** A closed period which records have reached since one of its length was closed last. */
export interface ReachedPeriod {
  readonly period: string;
  readonly days: Days & { readonly kind: PeriodKind };
  /** When the last one of its length was closed, exactly. */
  readonly since: string;
  /** Its last day. */
  readonly closedUntil: string;
}

/** Nearly always none, and then this is all that is asked. The earliest first. */
export async function reachedPeriods(tx: Pick<Tx, 'query'>, company: string, kind: PeriodKind): Promise<ReachedPeriod[]> {
  const rows = await tx.query<Omit<ReachedPeriod, 'days'>>(reached, [company, kind], 'assessment.reached_periods');
  return rows.map((row) => ({ ...row, days: daysOfPeriod(row.period) }));
}

const reached = `
  with last as (
    select max(closed_at) as closed_at, max(to_on) as to_on from assessment_closings where company_id = $1 and period_kind = $2),
  late as (select min(l.counts_from) as counts_from from late_records l where l.company_id = $1 and l.recorded_at > (select closed_at from last))
  select c.period, last.closed_at::text as since, last.to_on as "closedUntil"
  from late cross join last join assessment_closings c on c.company_id = $1 and c.period_kind = $2 and c.to_on >= late.counts_from
  order by c.to_on`;

/** What came late to one person's receivables, as far as it is listed, and how much it is. */
export interface LateOfOwner {
  readonly records: LateRecord[];
  readonly count: number;
}

/** As many as a line of a card lists; the others are counted. */
export const listedAtMost = 20;

/** By whose receivables they were on the period's last day; under null what is everybody's, as rates are. */
export async function lateByOwner(
  tx: Pick<Tx, 'query'>,
  company: string,
  { days, since }: ReachedPeriod,
): Promise<Map<string | null, LateOfOwner>> {
  const rows = await tx.query<LateRecord & { owner: string | null; count: number }>(
    byOwner,
    [company, days.to, since],
    'assessment.late_by_owner',
  );
  const found = new Map<string | null, LateOfOwner>();
  for (const { owner, count, ...record } of rows) {
    const known = found.get(owner) ?? { records: [], count };
    known.records.push(record);
    found.set(owner, known);
  }
  return found;
}

const lateOwned = `
  select l.*, r.document,
    case when r.id is not null then coalesce((
      select o.owner from receivable_owners o where o.company_id = $1 and o.receivable_id = r.id and o.changed_on > $2::date
      order by o.changed_on, o.id limit 1), r.owner) end as owner
  from late_records l left join receivables r on r.company_id = l.company_id and r.id = l.receivable_id
  where l.company_id = $1 and l.recorded_at > $3::timestamptz and l.counts_from <= $2::date`;

const byOwner = `
  select id::text, kind, number, document, counts_from as "on", recorded_on as "recordedOn", currency, amount::text, owner, count
  from (
    select l.*, row_number() over (partition by owner order by id) as place, count(*) over (partition by owner)::integer as count
    from (${lateOwned}) l) l
  where place <= ${listedAtMost} order by l.id`;

/** How much of a kind came late in a currency. */
export interface LateSum {
  readonly kind: LateKind;
  readonly currency: string;
  readonly count: number;
  readonly amount: string | null;
}

/** What reached one period, by kind. */
export function lateSums(tx: Pick<Tx, 'query'>, company: string, { days, since }: ReachedPeriod): Promise<LateSum[]> {
  return tx.query<LateSum>(
    `select kind, currency, count(*)::integer as count, sum(amount)::text as amount from late_records
     where company_id = $1 and recorded_at > $3::timestamptz and counts_from <= $2::date
     group by kind, currency order by array_position($4::text[], kind), currency`,
    [company, days.to, since, lateKinds],
    'assessment.late_sums',
  );
}
