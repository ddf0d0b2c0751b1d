export function median(numbers: readonly number[]): number {
  return percentile(numbers, 0.5);
}

/** The smallest of them that this share of all does not exceed. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en')}/s`;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

/** Median of the rounds, and between what they lie. */
export function ratioOf(ratios: readonly number[]): string {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return `${median(ratios).toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}
