import { addDays, type BusinessDate, daysBetween } from '../calendar/dates.js';
import { addWorkingDays, type WorkingCalendar } from '../calendar/working-days.js';
import type { Policy } from '../policy.js';
import { firstOpenDay, type Pausing } from './pauses.js';

/** A letter whose day has come. */
export interface DueLetter {
  /** 1–4. */
  readonly level: number;
  /** Its day: the overdue day of its level, or later where letters were paused or the case was opened later. */
  readonly on: BusinessDate;
}

export interface Lettered extends Pausing {
  readonly dueOn: BusinessDate;
  readonly letters: readonly { readonly level: number; readonly sentOn: BusinessDate }[];
  /** Not sent yet. */
  readonly letterDue?: DueLetter;
}

/**
 * The next letter after a date: level 1 on overdue day 3, 2 on 15, 3 on 30, 4 on 60 (domain.md, Reminders and letters), each once.
 * Where several levels have come at once, after a pause or in an opening, only the highest.
 */
export function nextLetter(subject: Lettered, after: BusinessDate, policy: Policy, calendar: WorkingCalendar): DueLetter | undefined {
  const known = Math.max(0, subject.letterDue?.level ?? 0, ...subject.letters.map(({ level }) => level));
  const overdueDay = policy.letterOverdueDays[known];
  if (overdueDay === undefined) return undefined;
  const itsDay = addDays(subject.dueOn, overdueDay);
  const on = firstOpenDay(subject, itsDay > after ? itsDay : addDays(after, 1), policy, calendar);
  const overdue = daysBetween(subject.dueOn, on);
  return { level: policy.letterOverdueDays.filter((day) => day <= overdue).length, on };
}

/** The night that finds a due letter late: not sent within 2 working days of its day, pauses since left out (domain.md, Reminders and letters). */
export function lateLetterNight(subject: Lettered, policy: Policy, calendar: WorkingCalendar): BusinessDate | undefined {
  const { letterDue } = subject;
  if (!letterDue) return undefined;
  let day = firstOpenDay(subject, letterDue.on, policy, calendar);
  for (let left = policy.letterLateWorkingDays; left > 0; ) {
    day = addWorkingDays(calendar, day, 1);
    if (firstOpenDay(subject, day, policy, calendar) === day) left -= 1;
  }
  return addDays(day, 1);
}
