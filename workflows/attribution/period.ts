import { addDays, type BusinessDate } from '../calendar/dates.js';

/** The quarter of a day, '2026Q3'. */
export function quarterOf(date: BusinessDate): string {
  return `${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
}

/**
 * The period in which something that touches pay counts: its day's, unless that was closed before it was written; then the next one
 * (domain.md, period.closed).
 * @param closedUntil the last day of the last period that was closed by then
 */
export function periodOf(date: BusinessDate, closedUntil: BusinessDate | undefined): string {
  return quarterOf(closedUntil !== undefined && date <= closedUntil ? addDays(closedUntil, 1) : date);
}

/** First and last day of a quarter. @param period as `quarterOf` writes it */
export function daysOfQuarter(period: string): { from: BusinessDate; to: BusinessDate } {
  const year = period.slice(0, 4);
  const ends = { 1: '03-31', 2: '06-30', 3: '09-30', 4: '12-31' } as const;
  const quarter = Number(period.slice(5)) as keyof typeof ends;
  return { from: `${year}-${String(quarter * 3 - 2).padStart(2, '0')}-01`, to: `${year}-${ends[quarter]}` };
}
