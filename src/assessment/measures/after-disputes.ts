import type { MetricValue } from '../../../workflows/scorecard/card.js';
import type { Tx } from '../../platform/database/database.js';
import { type Assessed, type MeasuredPeriod, memberships } from './assessed.js';
import { type Fraction, fractionsOf } from './fractions.js';
import { countsOn, isAllocated } from './ledger-items.js';

/** Calendar days after a dispute's resolution within which its receivable is paid in time. */
export const inTimeDays = 15;

/** Of the receivables with a dispute resolved in the period, by the last of several: how many were paid in time. */
export async function paidAfterDisputes(
  tx: Tx,
  { company, days, policy }: MeasuredPeriod,
  assessed: readonly Assessed[],
): Promise<Map<string, MetricValue>> {
  const values = [company, days.from, days.to, memberships(assessed), policy.countAcceptanceBills, inTimeDays];
  return fractionsOf(await tx.query<Fraction>(statement, values));
}

/** @param withinDays of an SQL parameter, `inTimeDays` */
export const disputed = (withinDays: string) => `
  resolved as (
    select case_id, max(business_date) as resolved_on, max(seq) as seq from case_journal
    where company_id = $1 and business_date between $2::date and $3::date and entries @> '[{"type": "disputeResolved"}]' group by case_id),
  disputed as (
    select c.id as case_id, r.id as receivable_id, r.document, r.instalment, r.customer, v.resolved_on, v.seq,
      coalesce((
        select o.owner from receivable_owners o where o.company_id = $1 and o.receivable_id = r.id and o.changed_on > $3::date
        order by o.changed_on, o.id limit 1), r.owner) as owner,
      r.amount <= coalesce((
          select sum(a.amount) from allocations a join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
          where a.company_id = $1 and a.receivable_id = r.id and ${isAllocated}
            and ${countsOn} <= l.last_day and (p.reversed_on is null or p.reversed_on > l.last_day)), 0)
        + coalesce((
          select sum(a.amount) from credit_allocations a join credits k on k.company_id = a.company_id and k.id = a.credit_id
          where a.company_id = $1 and a.receivable_id = r.id and a.reversed_on is not distinct from k.reversed_on
            and k.credited_on <= l.last_day and (k.reversed_on is null or k.reversed_on > l.last_day)), 0) as in_time
    from resolved v
    join cases c on c.company_id = $1 and c.id = v.case_id
    join receivables r on r.company_id = $1 and r.id = c.receivable_id
    cross join lateral (select v.resolved_on + ${withinDays}::integer as last_day) l)`;

const statement = `
  with ${disputed('$6')},
  member as (select * from jsonb_to_recordset($4::jsonb) as m (key text, login text, weighs boolean))
  select m.key, false as unrated, count(*) filter (where d.in_time)::text as numerator, count(d.case_id)::text as denominator
  from member m left join disputed d on m.login is null or d.owner = m.login
  group by m.key`;
