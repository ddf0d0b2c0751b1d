import type { BusinessDate } from '../calendar/dates.js';
import { addWorkingDays, type WorkingCalendar } from '../calendar/working-days.js';
import type { Policy } from '../policy.js';

/** Between which days a circular vote called today may end: the members get a working day at least, and it never outlasts a meeting. */
export function deadlinesOf(
  today: BusinessDate,
  calendar: WorkingCalendar,
  { circularVoteWorkingDays, meetingClosesAfterWorkingDays }: Policy,
): { earliest: BusinessDate; latest: BusinessDate } {
  return {
    earliest: addWorkingDays(calendar, today, circularVoteWorkingDays),
    latest: addWorkingDays(calendar, today, Math.max(circularVoteWorkingDays, meetingClosesAfterWorkingDays)),
  };
}
