import type { Ending } from '../../../workflows/what-if/course.js';
import type { Compared } from '../../../workflows/what-if/other-course.js';

/** What all cases together come to; sums never mix currencies. */
export interface Totals {
  /** Cases by the state in which they end. */
  states: Record<string, number>;
  money: Record<string, { balanceCents: number; underReviewCents: number; writtenOffCents: number }>;
  /** Cases that were ever docketed. */
  docketed: number;
  deductedHundredths: number;
  graceMonths: number;
  reminders: number;
  letters: number;
  daysIn: Record<string, number>;
}

export interface Summary {
  /** Cases that would have gone another way. */
  differing: number;
  /** Cases of which only reminders or letters differ. */
  noticesOnly: number;
  actual: Totals;
  other: Totals;
}

export function emptySummary(): Summary {
  return { differing: 0, noticesOnly: 0, actual: emptyTotals(), other: emptyTotals() };
}

export function addTo(summary: Summary, currency: string, { parting, actual, other }: Compared): void {
  if (parting?.kind === 'notices') summary.noticesOnly += 1;
  else if (parting) summary.differing += 1;
  addEnding(summary.actual, currency, actual);
  addEnding(summary.other, currency, other);
}

function emptyTotals(): Totals {
  return { states: {}, money: {}, docketed: 0, deductedHundredths: 0, graceMonths: 0, reminders: 0, letters: 0, daysIn: {} };
}

function addEnding(totals: Totals, currency: string, ending: Ending): void {
  totals.states[ending.state] = (totals.states[ending.state] ?? 0) + 1;
  const money = totals.money[currency] ?? { balanceCents: 0, underReviewCents: 0, writtenOffCents: 0 };
  totals.money[currency] = money;
  money.balanceCents += ending.balanceCents;
  money.underReviewCents += ending.underReviewCents;
  money.writtenOffCents += ending.writtenOffCents;
  if (ending.docketedOn !== undefined) totals.docketed += 1;
  totals.deductedHundredths += ending.deductedHundredths;
  totals.graceMonths += ending.graceMonths;
  totals.reminders += ending.reminders;
  totals.letters += ending.letters;
  for (const [state, days] of Object.entries(ending.daysIn)) totals.daysIn[state] = (totals.daysIn[state] ?? 0) + days;
}
