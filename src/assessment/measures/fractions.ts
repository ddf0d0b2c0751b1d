import type { MetricValue } from '../../../workflows/scorecard/card.js';

/** What a statement says of one of the assessed. */
export interface Fraction {
  readonly key: string;
  /** An amount is in a currency without a rate. */
  readonly unrated: boolean;
  readonly numerator: string;
  readonly denominator: string;
}

export function fractionsOf(rows: readonly Fraction[]): Map<string, MetricValue> {
  return new Map(
    rows.map(({ key, unrated, numerator, denominator }) => [key, unrated ? { none: 'no_rate' as const } : { numerator, denominator }]),
  );
}
