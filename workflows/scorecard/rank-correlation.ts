/** Two things that are known of one customer. */
export type Pair = readonly [one: number, other: number];

/**
 * Spearman's rank correlation, from −1 to 1; equal values share the mean of their ranks. For analysis, not for pay: not exact.
 * @returns undefined for fewer than two pairs, or where all values of one side are equal
 */
export function rankCorrelation(pairs: readonly Pair[]): number | undefined {
  const [ones, others] = [ranks(pairs.map(([one]) => one)), ranks(pairs.map(([, other]) => other))];
  const mean = (pairs.length + 1) / 2;
  const sum = (part: (i: number) => number) => pairs.reduce((total, _pair, i) => total + part(i), 0);
  const one = (i: number) => (ones[i] ?? 0) - mean;
  const other = (i: number) => (others[i] ?? 0) - mean;
  const spread = Math.sqrt(sum((i) => one(i) ** 2) * sum((i) => other(i) ** 2));
  return spread === 0 ? undefined : sum((i) => one(i) * other(i)) / spread;
}

function ranks(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
}
