import { divide, type Ratio, ratio } from './curve.js';

/** Overdue days by thirty, as balances roll from month to month. */
export const agingBuckets = ['not_due', 'up_to_30', 'up_to_60', 'up_to_90', 'up_to_120', 'up_to_150', 'up_to_180', 'over_180'] as const;

export type AgingBucket = (typeof agingBuckets)[number];

/** Balances by bucket: decimals, in one currency. */
export type Aging = Readonly<Record<AgingBucket, string>>;

/** What of a bucket's balance stands in the next one a month later; undefined where there was none. */
export function rollRates(before: Aging, after: Aging): { from: AgingBucket; to: AgingBucket; rate: Ratio | undefined }[] {
  return agingBuckets.slice(0, -1).map((from, i) => {
    const to = agingBuckets[i + 1] ?? 'over_180';
    const [was, is] = [ratio(before[from]), ratio(after[to])];
    return { from, to, rate: was.n > 0n ? divide(is, was) : undefined };
  });
}
