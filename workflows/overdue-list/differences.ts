import type { Cents } from '../money.js';

/** First overdue days of the aging buckets: 1–30, 31–60, 61–90, over 90. */
export const bucketStarts = [1, 31, 61, 91] as const;

/** How a row stands against the last list. */
export const differenceKinds = ['new', 'corrected', 'worse', 'better', 'unchanged'] as const;

export type DifferenceKind = (typeof differenceKinds)[number];

/** Why a row of the last list is not on this one. */
export const goneKinds = ['gone', 'corrected'] as const;

/** A row of the last list, by its agreed figure. */
export interface LastRow {
  readonly balanceCents: Cents;
  readonly overdueDays: number;
  /** What the ledger says now about that list's day: another figure was corrected after it. */
  readonly balanceNowCents: Cents;
}

/** 1 to 4. */
export function bucketOf(overdueDays: number): number {
  return Math.max(1, bucketStarts.filter((start) => start <= overdueDays).length);
}

/**
 * A figure of the last list that was corrected since is told before anything else: what changed then is no news of this month. An older
 * bucket is worse, also where something was paid.
 */
export function differenceOf(
  row: { readonly balanceCents: Cents; readonly overdueDays: number },
  last: LastRow | undefined,
): DifferenceKind {
  if (!last) return 'new';
  if (last.balanceNowCents !== last.balanceCents) return 'corrected';
  if (row.balanceCents > last.balanceCents || bucketOf(row.overdueDays) > bucketOf(last.overdueDays)) return 'worse';
  return row.balanceCents < last.balanceCents ? 'better' : 'unchanged';
}
