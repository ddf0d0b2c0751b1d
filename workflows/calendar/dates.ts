/** A day in the company's time zone, 'YYYY-MM-DD'; such dates compare as strings. */
export type BusinessDate = string;

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const millisecondsPerDay = 86_400_000;

/** False for a day that does not exist: 2027-02-29 is none. */
export function isBusinessDate(text: string): boolean {
  const match = datePattern.exec(text);
  if (!match) return false;
  const month = Number(match[2]);
  const day = Number(match[3]);
  return Number(match[1]) >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(Number(match[1]), month);
}

export function addDays(date: BusinessDate, days: number): BusinessDate {
  const day = Number(date.slice(8, 10)) + days;
  // Terms are counted day by day, a night counts many of them, and every month has that many days.
  if (day >= 1 && day <= 28) return `${date.slice(0, 8)}${day < 10 ? '0' : ''}${day}`;
  return dateOf(epochDay(date) + days);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: BusinessDate, to: BusinessDate): number {
  return epochDay(to) - epochDay(from);
}

/** Same day of the month `months` on, or that month's last day: 31 January + 1 = last of February. */
export function addMonths(date: BusinessDate, months: number): BusinessDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  const day = Math.min(Number(date.slice(8, 10)), daysInMonth(year, month));
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** 0 = Sunday … 6 = Saturday. */
export function dayOfWeek(date: BusinessDate): number {
  return (((epochDay(date) + 4) % 7) + 7) % 7;
}

export function earliest(dates: readonly (BusinessDate | undefined)[]): BusinessDate | undefined {
  let first: BusinessDate | undefined;
  for (const date of dates) if (date !== undefined && (first === undefined || date < first)) first = date;
  return first;
}

function epochDay(date: BusinessDate): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / millisecondsPerDay;
}

function dateOf(epoch: number): BusinessDate {
  return new Date(epoch * millisecondsPerDay).toISOString().slice(0, 10);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
