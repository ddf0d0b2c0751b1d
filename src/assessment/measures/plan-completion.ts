import type { MetricValue } from '../../../workflows/scorecard/card.js';
import type { Tx } from '../../platform/database/database.js';
import { type Assessed, type MeasuredPeriod, memberships } from './assessed.js';
import { type Fraction, fractionsOf } from './fractions.js';
import { countsOn, isAllocated, isMoney } from './ledger-items.js';
import { rates } from './ledger-sums.js';

/**
 * What came in by the last day on instalments of payment schedules that fell due in the period. Receipts on a contract's receivables fill its
 * instalments in the order of their dates. A schedule is the salesperson's who has the contract's receivables, before there are any the
 * signer's; it counts as it stood on the last day.
 */
export async function planCompletion(
  tx: Tx,
  { company, days, policy }: MeasuredPeriod,
  assessed: readonly Assessed[],
): Promise<Map<string, MetricValue>> {
  const values = [company, days.from, days.to, memberships(assessed), policy.countAcceptanceBills];
  return fractionsOf(await tx.query<Fraction>(statement, values));
}

const standing = `${countsOn} <= $3::date and (p.reversed_on is null or p.reversed_on > $3::date)`;

export const plans = `
  plan as (
    select v.*, coalesce(sum(amount) over (partition by contract order by due_on, instalment rows between unbounded preceding and 1 preceding), 0) as before
    from (
      select distinct on (contract, instalment) contract, instalment, due_on, currency, amount from schedule_versions
      where company_id = $1
      order by contract, instalment, recorded_on <= $3::date desc, case when recorded_on <= $3::date then version else -version end desc) v
    where amount > 0),
  due as (select * from plan where due_on between $2::date and $3::date),
  paid as (
    select r.contract, r.currency, sum(a.amount) as amount
    from receivables r
    join allocations a on a.company_id = r.company_id and a.receivable_id = r.id
    join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
    where r.company_id = $1 and r.contract in (select contract from due) and ${isAllocated} and ${isMoney} and ${standing}
    group by r.contract, r.currency),
  owned as (
    select c.id, c.contract, c.customer, coalesce((
      select coalesce((
          select o.owner from receivable_owners o where o.company_id = $1 and o.receivable_id = r.id and o.changed_on > $3::date
          order by o.changed_on, o.id limit 1), r.owner)
      from receivables r where r.company_id = $1 and r.contract = c.contract and r.issued_on <= $3::date order by r.issued_on desc, r.id desc limit 1),
      c.signed_by) as owner
    from contracts c where c.company_id = $1 and c.contract in (select contract from due)),
  part as (
    select o.id * 1000000 + d.instalment as id, o.contract, o.customer, d.instalment, d.due_on, o.owner, d.currency, d.amount, least(d.amount, greatest(coalesce(p.amount, 0) - d.before, 0)) as paid
    from due d join owned o using (contract) left join paid p on p.contract = d.contract and p.currency = d.currency)`;

const statement = `
  with ${rates},
  member as (select * from jsonb_to_recordset($4::jsonb) as m (key text, login text, weighs boolean)),
  ${plans}
  select m.key, bool_or(x.owner is not null and t.rate is null) as unrated,
    trim_scale(coalesce(sum(x.paid * t.rate), 0))::text as numerator, trim_scale(coalesce(sum(x.amount * t.rate), 0))::text as denominator
  from member m left join part x on m.login is null or x.owner = m.login left join rates t on t.currency = x.currency
  group by m.key`;
