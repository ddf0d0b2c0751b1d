import type { BusinessDate } from '../calendar/dates.js';
import { addWorkingDays, isWorkingDay, type WorkingCalendar } from '../calendar/working-days.js';

/** Mail goes out on working days from this hour on, local time (domain.md, Reminders and letters). */
export const mailHour = 9;

/** The day on which mail leaves that is written on a day. */
export function mailDay(on: BusinessDate, calendar: WorkingCalendar): BusinessDate {
  return isWorkingDay(calendar, on) ? on : addWorkingDays(calendar, on, 1);
}
