import type { MetricValue } from '../../../workflows/scorecard/card.js';
import type { Tx } from '../../platform/database/database.js';
import { type Assessed, type MeasuredPeriod, memberships } from './assessed.js';
import { type Fraction, fractionsOf } from './fractions.js';

/** Of the rows on published lists of the period's month-ends: those that did not have to be corrected. */
export async function listAccuracy(
  tx: Tx,
  { company, days }: MeasuredPeriod,
  assessed: readonly Assessed[],
): Promise<Map<string, MetricValue>> {
  return fractionsOf(await tx.query<Fraction>(statement, [company, days.from, days.to, memberships(assessed)]));
}

const statement = `
  with rows as (
    select r.owner, sum(r.rows) as rows, coalesce(sum(r.rows) filter (where not r.corrected), 0) as unchanged
    from overdue_lists l join overdue_list_sums r on r.company_id = l.company_id and r.list_id = l.id
    where l.company_id = $1 and l.snapshot_on between $2::date and $3::date and l.status <> 'draft'
    group by r.owner),
  member as (select * from jsonb_to_recordset($4::jsonb) as m (key text, login text, weighs boolean))
  select m.key, false as unrated, coalesce(sum(r.unchanged), 0)::text as numerator, coalesce(sum(r.rows), 0)::text as denominator
  from member m left join rows r on m.login is null or r.owner = m.login
  group by m.key`;
