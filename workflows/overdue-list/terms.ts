import { addDays, addMonths, type BusinessDate } from '../calendar/dates.js';
import { addWorkingDays, type WorkingCalendar } from '../calendar/working-days.js';
import type { Policy } from '../policy.js';

/** A calendar month, 'YYYY-MM'. */
export type Month = string;

/** The list of a month shows what was overdue at the end of its last day. */
export function snapshotDay(month: Month): BusinessDate {
  return addDays(addMonths(`${month}-01`, 1), -1);
}

/** The month whose list is drafted in this night: the one that ended the day before; none on any other day than a first. */
export function monthEndedBefore(night: BusinessDate): Month | undefined {
  return night.endsWith('-01') ? addDays(night, -1).slice(0, 7) : undefined;
}

/** The last month that is over. */
export function lastMonthOver(today: BusinessDate): Month {
  return addMonths(`${today.slice(0, 7)}-01`, -1).slice(0, 7);
}

/** The last day on which publication is in time: a calendar day of the month after. */
export function publishBy(month: Month, policy: Policy): BusinessDate {
  return addDays(snapshotDay(month), policy.listPublishedByDay);
}

/** The last day on which an owner may answer. */
export function answersUntil(publishedOn: BusinessDate, policy: Policy, calendar: WorkingCalendar): BusinessDate {
  return addWorkingDays(calendar, publishedOn, policy.listAnswerWorkingDays);
}

/** The last day on which the directors may settle what finance has rejected. */
export function settlementUntil(rejectedOn: BusinessDate, policy: Policy, calendar: WorkingCalendar): BusinessDate {
  return addWorkingDays(calendar, rejectedOn, policy.listSettlementWorkingDays);
}
