import { addDays, type BusinessDate, dayOfWeek } from './dates.js';

/** The public calendar as published and overridden: only days that differ from Monday–Friday are listed. */
export interface WorkingCalendar {
  /** Names the state of the calendar; a journal entry keeps it. */
  readonly version: number;
  /** day → is it a working day */
  readonly exceptions: ReadonlyMap<BusinessDate, boolean>;
  /** Years whose calendar is published; any other falls back to Monday–Friday. */
  readonly publishedYears: ReadonlySet<number>;
}

export function isWorkingDay(calendar: WorkingCalendar, date: BusinessDate): boolean {
  const exception = calendar.exceptions.get(date);
  if (exception !== undefined) return exception;
  const day = dayOfWeek(date);
  return day !== 0 && day !== 6;
}

/** False where the answer for that day is the Monday–Friday fallback. */
export function isPublished(calendar: WorkingCalendar, date: BusinessDate): boolean {
  return calendar.publishedYears.has(Number(date.slice(0, 4)));
}

/** The last day of a term of `days` working days: the first day does not count (domain.md, Words). */
export function addWorkingDays(calendar: WorkingCalendar, from: BusinessDate, days: number): BusinessDate {
  let date = from;
  for (let left = days; left > 0; ) {
    date = addDays(date, 1);
    if (isWorkingDay(calendar, date)) left -= 1;
  }
  return date;
}

/** What follows from a term's end happens in the night after it (domain.md, Words). */
export function nightAfterWorkingDays(calendar: WorkingCalendar, from: BusinessDate, days: number): BusinessDate {
  return addDays(addWorkingDays(calendar, from, days), 1);
}
