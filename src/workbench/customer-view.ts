import { addMonths, type BusinessDate, daysBetween } from '../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../workflows/money.js';
import type { ListedCase } from '../cases/case-list.js';
import type { StandingAnswer } from '../receivables/credit/credit.shapes.js';
import type { CustomerHead, Exposure, MonthPaid, OpenItem } from '../receivables/customers/customer-reader.js';

interface Known {
  head: CustomerHead;
  standing: Pick<StandingAnswer, 'limit' | 'exposure'>;
  exposure: readonly Exposure[];
  items: readonly OpenItem[];
  months: readonly MonthPaid[];
  cases: readonly ListedCase[];
  today: BusinessDate;
  /** The company's, in which the limit is. */
  currency: string;
}

const monthsShown = 24;
/** The chart is at least this high, in days late. */
const leastScaleDays = 30;

/** What the customer's page says, worked out. */
export function customerView({ head, standing, exposure, items, months, cases, today, currency }: Known): object {
  return {
    head,
    limit: standing.exposure ? limitOf(standing.limit, standing.exposure.total) : undefined,
    exposure,
    currency,
    items: items.map((item) => ({ ...item, overdueDays: Math.max(0, daysBetween(item.dueOn, today)) })),
    open: cases.filter(({ state }) => !closed.includes(String(state.collection))).map(shownCase),
    closed: cases.filter(({ state }) => closed.includes(String(state.collection))).map(shownCase),
    payments: paymentsOf(months, today),
  };
}

const closed: readonly string[] = ['settled', 'cancelled', 'writtenOff'];

function shownCase(one: ListedCase): object {
  return { ...one, stored: undefined };
}

/** How much of the limit what is open and ordered takes up; the bar ends at the limit. */
function limitOf(limit: string | null, used: string): object | undefined {
  if (limit === null) return undefined;
  const [limitCents, usedCents] = [cents(limit), cents(used)];
  const percent = limitCents === 0 ? 100 : Math.round((usedCents / limitCents) * 1000) / 10;
  const isOver = usedCents > limitCents;
  return {
    limit,
    used,
    percent,
    width: Math.min(100, percent),
    tone: isOver ? 'fr' : percent >= 80 ? 'fa' : 'f0',
    isOver,
    beyond: isOver ? formatAmount(usedCents - limitCents) : undefined,
  };
}

/** A bar for each of the last months; one without a payment is left empty. */
function paymentsOf(months: readonly MonthPaid[], today: BusinessDate): object {
  const scale = Math.max(leastScaleDays, ...months.map(({ daysLate }) => daysLate));
  const first = addMonths(`${today.slice(0, 8)}01`, 1 - monthsShown);
  const byMonth = new Map(months.map((one) => [one.month, one]));
  const bars = Array.from({ length: monthsShown }, (_, i) => {
    const month = addMonths(first, i).slice(0, 7);
    const found = byMonth.get(month);
    const height = found ? Math.max(2, Math.round((Math.max(0, found.daysLate) / scale) * 900) / 10) : 0;
    const tone = !found || found.daysLate <= 0 ? 'f0' : found.daysLate > 60 ? 'fr' : found.daysLate > 30 ? 'fa' : 'f0';
    return {
      month,
      x: (i * 100) / monthsShown + 0.6,
      width: 100 / monthsShown - 1.2,
      y: 95 - height,
      height,
      tone,
      isThere: found !== undefined,
    };
  });
  return { bars, scale, first: first.slice(0, 7), last: today.slice(0, 7), table: months.toReversed(), isEmpty: months.length === 0 };
}
