import type { BusinessDate } from '../calendar/dates.js';
import { addWorkingDays, nightAfterWorkingDays, type WorkingCalendar } from '../calendar/working-days.js';
import type { Policy } from '../policy.js';

export type MeetingKind = 'monthly' | 'circular';

/** A meeting that is open. */
export interface OpenMeeting {
  readonly openedOn: BusinessDate;
  /** Last day of a circular vote. */
  readonly deadline: BusinessDate | null;
}

type Terms = Pick<Policy, 'circularVoteWorkingDays' | 'meetingClosesAfterWorkingDays'>;

/** Whether this night closes it by the votes there are (domain.md, The board). */
export function closesInNight({ openedOn, deadline }: OpenMeeting, on: BusinessDate, calendar: WorkingCalendar, terms: Terms): boolean {
  return deadline === null ? nightAfterWorkingDays(calendar, openedOn, terms.meetingClosesAfterWorkingDays) <= on : deadline < on;
}

/** Between which days a circular vote called today may end: its members get a working day at least, and it never outlasts a meeting. */
export function deadlinesOf(
  today: BusinessDate,
  calendar: WorkingCalendar,
  { circularVoteWorkingDays, meetingClosesAfterWorkingDays }: Terms,
): { earliest: BusinessDate; latest: BusinessDate } {
  return {
    earliest: addWorkingDays(calendar, today, circularVoteWorkingDays),
    latest: addWorkingDays(calendar, today, Math.max(circularVoteWorkingDays, meetingClosesAfterWorkingDays)),
  };
}
