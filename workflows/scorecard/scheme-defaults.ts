import { type MetricKey, metricKeys } from './metrics.js';
import type { Reward } from './reward.js';
import { type Post, posts, type Scheme, type Stage, stages } from './scheme.js';

/** Something to begin with: the usual metrics of a post, weighed for a company of that stage. */
export type ReadyScheme = Scheme & { readonly reward: Reward };

/** Weights in per cent by stage, in the order startup, growth, mature; each column adds up to 100. */
const usual: Readonly<Record<Post, Readonly<Partial<Record<MetricKey, readonly [number, number, number]>>>>> = {
  salesperson: {
    collection_achievement: [30, 30, 32],
    actual_recovery_rate: [18, 20, 22],
    overdue_share: [12, 15, 16],
    new_quality_recovery_rate: [15, 15, 10],
    satisfaction: [15, 12, 12],
    renewal_intent: [10, 8, 8],
  },
  sales_lead: {
    collection_achievement: [25, 27, 30],
    overdue_share: [15, 16, 18],
    bad_debt_rate: [10, 12, 12],
    plan_completion: [15, 13, 10],
    subordinate_attainment: [15, 12, 10],
    satisfaction: [12, 12, 12],
    complaint_rate: [8, 8, 8],
  },
  customer_success: {
    renewal_recovery_rate: [40, 45, 50],
    complaint_collection_timeliness: [20, 18, 18],
    satisfaction: [25, 25, 22],
    renewal_intent: [15, 12, 10],
  },
  finance_ar: {
    overdue_recovery_rate: [25, 27, 30],
    write_off_completion: [10, 12, 13],
    list_accuracy: [15, 16, 17],
    cycle_improvement: [20, 18, 15],
    aging_duty: [30, 27, 25],
  },
};

const usualReward: Reward = {
  by: 'total',
  bands: [
    { from: '100', factor: '1.15' },
    { from: '85', factor: '1.00' },
    { from: '70', factor: '0.85' },
    { from: '0', factor: '0.70' },
  ],
};

export function readyScheme(post: Post, stage: Stage): ReadyScheme {
  const place = stages.indexOf(stage);
  const weights = usual[post];
  return {
    post,
    periodKind: 'quarter',
    stage,
    creditGradeCoefficient: false,
    metrics: metricKeys.flatMap((key) => {
      const weight = weights[key]?.[place];
      return weight === undefined ? [] : [{ key, weightHundredths: weight * 100 }];
    }),
    reward: usualReward,
  };
}

/** One for each post at each stage. */
export const readySchemes: readonly ReadyScheme[] = posts.flatMap((post) => stages.map((stage) => readyScheme(post, stage)));
