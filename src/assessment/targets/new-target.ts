import type { MetricTarget } from '../../../workflows/scorecard/scheme.js';
import type { TargetHistory } from './targets.shapes.js';

/** Targets of a person or a team, before they are approved. */
export interface NewTarget {
  readonly person?: string;
  readonly team?: string;
  readonly collection?: string;
  readonly metrics: Readonly<Record<string, MetricTarget>>;
  readonly history?: readonly TargetHistory[];
}
