import type { BusinessDate } from '../calendar/dates.js';
import { type Days, periodContaining } from './assessment-period.js';
import type { CountedDeduction } from './card.js';
import type { PeriodKind } from './scheme.js';

/** A row of the ledger of deductions, with the days on which it and what it returns count. */
export interface LedgerDeduction {
  readonly id: string;
  readonly kind: 'deduction' | 'give_back' | 'reversal';
  readonly pointsHundredths: number;
  readonly countsOn: BusinessDate;
  /** Of the deduction that it returns; undefined where it is one itself. */
  readonly firstCountedOn?: BusinessDate;
}

/**
 * One person's deductions of a period.
 * @param rows all of the person's that count by the period's last day
 * @param mostHundredths what a period takes at most
 */
export function countedDeductions(
  rows: readonly LedgerDeduction[],
  { from, to, kind }: Days & { readonly kind: PeriodKind },
  mostHundredths: number,
): CountedDeduction[] {
  return rows
    .filter(({ countsOn }) => countsOn >= from && countsOn <= to)
    .map(({ id, kind: what, pointsHundredths, firstCountedOn }): CountedDeduction => {
      const row = { id, kind: what, pointsHundredths };
      if (firstCountedOn === undefined || firstCountedOn >= from) return row;
      const takenHundredths = takenIn(rows, periodContaining(kind, firstCountedOn));
      return { ...row, ofEarlier: { takenHundredths, countedHundredths: Math.min(takenHundredths, mostHundredths) } };
    });
}

/** What a period took, less what of it came back in the same period. */
function takenIn(rows: readonly LedgerDeduction[], { from, to }: Days): number {
  const within = (day: BusinessDate | undefined) => day !== undefined && day >= from && day <= to;
  return rows.reduce((taken, { kind, pointsHundredths, countsOn, firstCountedOn }) => {
    if (!within(countsOn)) return taken;
    if (kind === 'deduction') return taken + pointsHundredths;
    return within(firstCountedOn) ? taken - pointsHundredths : taken;
  }, 0);
}
