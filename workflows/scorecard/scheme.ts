import type { Cents } from '../money.js';
import type { CurveKnots, MetricKey } from './metrics.js';

export const posts = ['salesperson', 'sales_lead', 'customer_success', 'finance_ar'] as const;

export type Post = (typeof posts)[number];

export const stages = ['startup', 'growth', 'mature'] as const;

export type Stage = (typeof stages)[number];

export const periodKinds = ['month', 'quarter', 'year'] as const;

export type PeriodKind = (typeof periodKinds)[number];

export interface SchemeMetric {
  readonly key: MetricKey;
  /** All of a scheme add up to 100_00. */
  readonly weightHundredths: number;
  /** Instead of the metric's default one. */
  readonly curve?: CurveKnots;
}

/** By what a post is assessed. */
export interface Scheme {
  readonly post: Post;
  readonly periodKind: PeriodKind;
  readonly stage: Stage;
  /** Undefined = for both. */
  readonly channel?: 'direct' | 'channel';
  readonly creditGradeCoefficient: boolean;
  readonly metrics: readonly SchemeMetric[];
}

/** Decimals in the metric's unit: '0.62' is 62 %. */
export interface MetricTarget {
  readonly baseline: string;
  readonly target: string;
  readonly challenge: string;
}

/** What one person or team is to reach in one period. */
export interface Targets {
  /** What is to be collected, in company currency; undefined = not set. */
  readonly collectionCents?: Cents;
  readonly metrics: Readonly<Partial<Record<MetricKey, MetricTarget>>>;
}
