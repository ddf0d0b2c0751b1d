import { type BusinessDate, daysBetween } from '../../../workflows/calendar/dates.js';
import { type Days, nameOfPeriod, periodAfter, periodBefore, periodContaining } from '../../../workflows/scorecard/assessment-period.js';

export interface Quarter extends Days {
  readonly kind: 'quarter' | 'month' | 'year';
}

/** The quarter that the demo company has behind it: over, with cards, and not closed yet. */
export function lastQuarter(today: BusinessDate): Quarter {
  return periodBefore(periodContaining('quarter', today));
}

/** Those that the demo company has cards in. */
export function quartersWithCards(today: BusinessDate): string[] {
  const last = lastQuarter(today);
  return [nameOfPeriod(last), nameOfPeriod(periodAfter(last))];
}

/** So many quarters before the last one. */
export function quarterBack(today: BusinessDate, quarters: number): Quarter {
  let one = lastQuarter(today);
  for (let i = 0; i < quarters; i++) one = periodBefore(one);
  return one;
}

/** How long ago the schemes were proposed: ten days before they began. */
export function daysSinceProposed(today: BusinessDate): number {
  return daysBetween(lastQuarter(today).from, today) + 10;
}
