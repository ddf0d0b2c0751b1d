import { addMonths, type BusinessDate, earliest } from '../calendar/dates.js';
import { addWorkingDays, nightAfterWorkingDays, type WorkingCalendar } from '../calendar/working-days.js';
import type { Cents } from '../money.js';
import type { Inflow, Instalment } from './plan.js';

/** A running (or just broken) grace period. */
export interface Grace {
  readonly from: BusinessDate;
  readonly endsOn: BusinessDate;
  readonly months: number;
  /** The accepted plan, less what came in before the grace began. */
  readonly instalments: readonly Instalment[];
  readonly inflows: readonly Inflow[];
  /** Set when the night found it broken; a receipt that was in time restores it until voting opens. */
  readonly brokenOn?: BusinessDate;
  /** Nights up to here have been judged. */
  readonly judgedOn: BusinessDate;
}

/** What the night found missing. */
export interface Shortfall {
  /** The instalment's date, or the end of grace. */
  readonly dueOn: BusinessDate;
  /** Last value date that still counts. */
  readonly countedUntil: BusinessDate;
  readonly expectedCents: Cents;
  readonly receivedCents: Cents;
}

/** Grace runs from the day of closing; 31 January + 1 month = last day of February (grace.too_long). */
export function graceEnd(from: BusinessDate, months: number): BusinessDate {
  return addMonths(from, months);
}

/** The next night that has a verdict on the plan or on the end of grace. */
export function nextGraceNight(grace: Grace, leewayWorkingDays: number, calendar: WorkingCalendar): BusinessDate | undefined {
  const dates = [...grace.instalments.map(({ dueOn }) => dueOn), grace.endsOn];
  return earliest(dates.map((date) => nightAfterWorkingDays(calendar, date, leewayWorkingDays)).filter((night) => night > grace.judgedOn));
}

/**
 * Whether what had to be there by the night of `on` is not: cumulative receipts by value date short of the plan on the day
 * after the third working day after an instalment's date, or any balance on the day after the third working day after the
 * end (domain.md, gracePeriod).
 * @param after only verdicts of nights after this date
 */
export function graceShortfall(
  grace: Grace,
  balanceCents: Cents,
  on: BusinessDate,
  leewayWorkingDays: number,
  calendar: WorkingCalendar,
  after: BusinessDate,
): Shortfall | undefined {
  const fallsDue = (date: BusinessDate) => {
    const night = nightAfterWorkingDays(calendar, date, leewayWorkingDays);
    return night <= on && night > after;
  };
  let expectedCents = 0;
  for (const instalment of grace.instalments) {
    expectedCents += instalment.amountCents;
    const countedUntil = addWorkingDays(calendar, instalment.dueOn, leewayWorkingDays);
    const receivedCents = receivedBy(grace.inflows, countedUntil);
    if (fallsDue(instalment.dueOn) && receivedCents < expectedCents)
      return { dueOn: instalment.dueOn, countedUntil, expectedCents, receivedCents };
  }
  if (balanceCents > 0 && fallsDue(grace.endsOn)) {
    const countedUntil = addWorkingDays(calendar, grace.endsOn, leewayWorkingDays);
    const receivedCents = receivedBy(grace.inflows, countedUntil);
    return { dueOn: grace.endsOn, countedUntil, expectedCents: receivedCents + balanceCents, receivedCents };
  }
  return undefined;
}

function receivedBy(inflows: readonly Inflow[], date: BusinessDate): Cents {
  return inflows.reduce((sum, { valueDate, amountCents }) => (valueDate <= date ? sum + amountCents : sum), 0);
}
