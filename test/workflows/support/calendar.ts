import chineseDays from 'chinese-days';
import { addDays, type BusinessDate, dayOfWeek } from '../../../workflows/calendar/dates.js';
import type { WorkingCalendar } from '../../../workflows/calendar/working-days.js';
import type { Rules } from '../../../workflows/collection-case/commands.js';
import { machineVersion } from '../../../workflows/collection-case/machine.js';
import { defaultPolicy, type Policy } from '../../../workflows/policy.js';

/** The public calendars of 2025 and 2026; every later year is unpublished and falls back to Monday–Friday. */
const years = [2025, 2026];

export const calendar: WorkingCalendar = {
  version: 1,
  exceptions: new Map(years.flatMap(daysOf).filter(([date, working]) => working !== isWeekday(date))),
  publishedYears: new Set(years),
};

/** The rules in force: domain.md's numbers, some replaced. */
export function rulesWith(numbers: Partial<Policy> = {}): Rules {
  return { machine: machineVersion, policy: { ...defaultPolicy, ...numbers }, calendar };
}

function daysOf(year: number): [date: BusinessDate, working: boolean][] {
  const days: [BusinessDate, boolean][] = [];
  for (let date = `${year}-01-01`; date.startsWith(String(year)); date = addDays(date, 1)) days.push([date, chineseDays.isWorkday(date)]);
  return days;
}

function isWeekday(date: BusinessDate): boolean {
  return dayOfWeek(date) !== 0 && dayOfWeek(date) !== 6;
}
