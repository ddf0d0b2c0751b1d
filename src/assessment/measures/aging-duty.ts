import { addWorkingDays, type WorkingCalendar } from '../../../workflows/calendar/working-days.js';
import type { MetricValue } from '../../../workflows/scorecard/card.js';
import type { Tx } from '../../platform/database/database.js';
import type { MeasuredPeriod } from './assessed.js';

/**
 * The company's lists published by their day, and its letters sent within their working days, of those due in the period. What still has time
 * is not due yet; a letter that must not go, because it was withdrawn or is paused, is none.
 */
export async function agingDuty(tx: Tx, period: MeasuredPeriod, calendar: WorkingCalendar): Promise<MetricValue> {
  const { company, days } = period;
  const values = [company, days.from, days.to, await deadlinesOf(tx, period, calendar)];
  const [value] = await tx.query<{ numerator: string; denominator: string }>(statement, values);
  return value ?? { none: 'no_denominator' };
}

/** Until when the letters of each night of the period are in time, as JSON. */
export async function deadlinesOf(tx: Tx, { company, days, policy }: MeasuredPeriod, calendar: WorkingCalendar): Promise<string> {
  const nights = await tx.query<{ on: string }>(
    `select distinct business_date as "on" from letters where company_id = $1 and business_date between $2::date and $3::date`,
    [company, days.from, days.to],
  );
  return JSON.stringify(nights.map(({ on }) => ({ on, by: addWorkingDays(calendar, on, policy.letterLateWorkingDays) })));
}

export const duties = `
  duties as (
    select 'overdue_list' as kind, id, id * 2 as row, month::text as name, null::text as customer, publish_by as by, published_on as done_on from overdue_lists
    where company_id = $1 and publish_by between $2::date and $3::date
    union all
    select 'letter', l.id, l.id * 2 + 1, l.level::text, l.customer, d.by, l.sent_on from letters l
    join jsonb_to_recordset($4::jsonb) as d ("on" date, by date) on d."on" = l.business_date
    where l.company_id = $1 and l.status <> 'withdrawn' and not (l.status = 'proposed' and l.paused)),
  due as (select * from duties where done_on is not null or by < business_date($1))`;

const statement = `with ${duties} select count(*) filter (where done_on <= by)::text as numerator, count(*)::text as denominator from due`;
