import { addDays, addMonths, type BusinessDate, daysBetween } from '../calendar/dates.js';
import type { PeriodKind } from './scheme.js';

/** First and last day. */
export interface Days {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

const pattern = /^((?:19|20|21)\d{2})(?:-(0[1-9]|1[0-2])|Q([1-4]))?$/;
const monthsOf: Readonly<Record<PeriodKind, number>> = { month: 1, quarter: 3, year: 12 };

/** '2026-07', '2026Q3' or '2026'. @returns undefined for anything else */
export function assessmentPeriod(text: string): (Days & { readonly kind: PeriodKind }) | undefined {
  const [, year, month, quarter] = pattern.exec(text) ?? [];
  if (year === undefined) return undefined;
  if (month !== undefined) return daysFrom('month', `${year}-${month}-01`);
  if (quarter !== undefined) return daysFrom('quarter', `${year}-${String(Number(quarter) * 3 - 2).padStart(2, '0')}-01`);
  return daysFrom('year', `${year}-01-01`);
}

/** As `assessmentPeriod`, of a text that has been looked at already. */
export function daysOfPeriod(text: string): Days & { readonly kind: PeriodKind } {
  const days = assessmentPeriod(text);
  if (!days) throw new Error(`not a period: ${text}`);
  return days;
}

/** The period of this length in which the day lies. */
export function periodContaining(kind: PeriodKind, date: BusinessDate): Days & { readonly kind: PeriodKind } {
  const month = Number(date.slice(5, 7));
  const first = month - ((month - 1) % monthsOf[kind]);
  return daysFrom(kind, `${date.slice(0, 4)}-${String(first).padStart(2, '0')}-01`);
}

/** The one before it, of the same length. */
export function periodBefore({ kind, from }: Days & { readonly kind: PeriodKind }): Days & { readonly kind: PeriodKind } {
  return daysFrom(kind, addMonths(from, -monthsOf[kind]));
}

/** How many days it has. */
export function lengthOf({ from, to }: Days): number {
  return daysBetween(from, to) + 1;
}

function daysFrom(kind: PeriodKind, from: BusinessDate): Days & { readonly kind: PeriodKind } {
  return { kind, from, to: addDays(addMonths(from, monthsOf[kind]), -1) };
}

/** As it is asked for: '2026-07', '2026Q3' or '2026'. */
export function nameOfPeriod({ kind, from }: Pick<Days, 'from'> & { readonly kind: PeriodKind }): string {
  const year = from.slice(0, 4);
  if (kind === 'year') return year;
  return kind === 'month' ? from.slice(0, 7) : `${year}Q${Math.ceil(Number(from.slice(5, 7)) / 3)}`;
}

/** The one after it, of the same length. */
export function periodAfter({ kind, from }: Pick<Days, 'from'> & { readonly kind: PeriodKind }): Days & { readonly kind: PeriodKind } {
  return daysFrom(kind, addMonths(from, monthsOf[kind]));
}

/** The earlier ones of the same length within so many years, the latest first. */
export function periodsOfYearsBefore(
  period: Days & { readonly kind: PeriodKind },
  years: number,
): (Days & { readonly kind: PeriodKind })[] {
  const many = (years * 12) / monthsOf[period.kind];
  return Array.from({ length: many }, (_, i) => daysFrom(period.kind, addMonths(period.from, -monthsOf[period.kind] * (i + 1))));
}
