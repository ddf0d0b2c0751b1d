import { addDays, type BusinessDate, dayOfWeek } from '../../../workflows/calendar/dates.js';
import type { CalendarAnswer, CalendarDay } from '../../policy/calendar.shapes.js';

export interface DayCell {
  date: BusinessDate;
  day: number;
  /** `work`, `off`; `made` for a working day on a weekend, `holiday` for a weekday off. */
  kind: string;
  isSet: boolean;
  isToday: boolean;
  isChosen: boolean;
}

export interface MonthView {
  month: string;
  /** From Monday; before the first and after the last day there is nothing. */
  weeks: (DayCell | null)[][];
  working: number;
}

/** Twelve small months. */
export function yearView({ year, items }: CalendarAnswer, today: BusinessDate, chosen: BusinessDate | undefined): MonthView[] {
  const listed = new Map(items.map((day) => [day.date, day]));
  return Array.from({ length: 12 }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}`;
    const days = daysOf(month).map((date) => cell(date, listed.get(date), today, chosen));
    const blanks = (dayOfWeek(`${month}-01`) + 6) % 7;
    const cells = [...Array.from({ length: blanks }, () => null), ...days];
    while (cells.length % 7 !== 0) cells.push(null);
    return {
      month,
      weeks: Array.from({ length: cells.length / 7 }, (_week, week) => cells.slice(week * 7, week * 7 + 7)),
      working: days.filter(({ kind }) => kind === 'work' || kind === 'made').length,
    };
  });
}

function daysOf(month: string): BusinessDate[] {
  const days: BusinessDate[] = [];
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) days.push(date);
  return days;
}

function cell(date: BusinessDate, listed: CalendarDay | undefined, today: BusinessDate, chosen: BusinessDate | undefined): DayCell {
  const isWeekday = dayOfWeek(date) % 6 !== 0;
  const works = listed?.working ?? isWeekday;
  const kind = works ? (isWeekday ? 'work' : 'made') : isWeekday ? 'holiday' : 'off';
  return {
    date,
    day: Number(date.slice(8)),
    kind,
    isSet: listed?.source === 'override',
    isToday: date === today,
    isChosen: date === chosen,
  };
}
