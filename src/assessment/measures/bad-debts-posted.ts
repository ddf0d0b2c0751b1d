import type { MetricValue } from '../../../workflows/scorecard/card.js';
import type { Tx } from '../../platform/database/database.js';
import { type Assessed, type MeasuredPeriod, memberships } from './assessed.js';
import { type Fraction, fractionsOf } from './fractions.js';
import { rates } from './ledger-sums.js';

/** Written off by the last day, of what the board determined as bad debts in the period; a case that was twice before it counts once. */
export async function badDebtsPosted(
  tx: Tx,
  { company, days }: MeasuredPeriod,
  assessed: readonly Assessed[],
): Promise<Map<string, MetricValue>> {
  return fractionsOf(await tx.query<Fraction>(statement, [company, days.from, days.to, memberships(assessed)]));
}

export const determined = `
  determined as (
    select distinct on (b.case_id) b.case_id, b.meeting_id, b.decided_on, b.balance, b.currency, r.id as receivable_id, r.document, r.instalment, r.customer,
      coalesce((
        select o.owner from receivable_owners o where o.company_id = $1 and o.receivable_id = r.id and o.changed_on > $3::date
        order by o.changed_on, o.id limit 1), r.owner) as owner
    from board_decisions b
    join cases c on c.company_id = b.company_id and c.id = b.case_id
    join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
    where b.company_id = $1 and b.outcome = 'bad_debt' and b.decided_on between $2::date and $3::date
    order by b.case_id, b.decided_on desc, b.meeting_id desc),
  posted as (
    select d.case_id, least(d.balance, coalesce(sum(case e.entry ->> 'type' when 'writeOffPosted' then (e.entry ->> 'amountCents')::numeric
        when 'writeOffReversed' then -(e.entry ->> 'writtenOffCents')::numeric end), 0) / 100) as amount
    from determined d
    join case_journal j on j.company_id = $1 and j.case_id = d.case_id and j.business_date between d.decided_on and $3::date
    cross join lateral jsonb_array_elements(j.entries) e (entry)
    group by d.case_id, d.balance)`;

const statement = `
  with ${rates}, ${determined},
  member as (select * from jsonb_to_recordset($4::jsonb) as m (key text, login text, weighs boolean))
  select m.key, bool_or(d.case_id is not null and t.rate is null) as unrated,
    trim_scale(coalesce(sum(greatest(coalesce(p.amount, 0), 0) * t.rate), 0))::text as numerator,
    trim_scale(coalesce(sum(d.balance * t.rate), 0))::text as denominator
  from member m left join determined d on m.login is null or d.owner = m.login
  left join posted p on p.case_id = d.case_id left join rates t on t.currency = d.currency
  group by m.key`;
