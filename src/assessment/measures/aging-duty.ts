import { addWorkingDays, type WorkingCalendar } from '../../../workflows/calendar/working-days.js';
import type { MetricValue } from '../../../workflows/scorecard/card.js';
import type { Tx } from '../../platform/database/database.js';
import type { MeasuredPeriod } from './assessed.js';

/**
 * The company's lists published by their day, and its letters sent within their working days, of those due in the period. What still has time
 * is not due yet; a letter that must not go, because it was withdrawn or is paused, is none.
 */
export async function agingDuty(tx: Tx, { company, days, policy }: MeasuredPeriod, calendar: WorkingCalendar): Promise<MetricValue> {
  const nights = await tx.query<{ on: string }>(
    `select distinct business_date as "on" from letters where company_id = $1 and business_date between $2::date and $3::date`,
    [company, days.from, days.to],
  );
  const deadlines = nights.map(({ on }) => ({ on, by: addWorkingDays(calendar, on, policy.letterLateWorkingDays) }));
  const [value] = await tx.query<{ numerator: string; denominator: string }>(statement, [
    company,
    days.from,
    days.to,
    JSON.stringify(deadlines),
  ]);
  return value ?? { none: 'no_denominator' };
}

export const duties = `
  duties as (
    select 'overdue_list' as kind, id, publish_by as by, published_on as done_on from overdue_lists
    where company_id = $1 and publish_by between $2::date and $3::date
    union all
    select 'letter', l.id, d.by, l.sent_on from letters l
    join jsonb_to_recordset($4::jsonb) as d ("on" date, by date) on d."on" = l.business_date
    where l.company_id = $1 and l.status <> 'withdrawn' and not (l.status = 'proposed' and l.paused)),
  due as (select * from duties where done_on is not null or by < business_date($1))`;

const statement = `with ${duties} select count(*) filter (where done_on <= by)::text as numerator, count(*)::text as denominator from due`;
