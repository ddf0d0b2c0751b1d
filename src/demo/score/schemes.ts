import type { CurveKnots, MetricKey } from '../../../workflows/scorecard/metrics.js';
import type { Post } from '../../../workflows/scorecard/scheme.js';
import { readyScheme } from '../../../workflows/scorecard/scheme-defaults.js';

/** Who is assessed as what. */
export const assessed: readonly (readonly [person: string, post: Post])[] = [
  ['sales0001', 'salesperson'],
  ['sales0002', 'salesperson'],
  ['sales_manager', 'sales_lead'],
  ['success0001', 'customer_success'],
  ['ar_clerk', 'finance_ar'],
];

export const assessedPosts = [...new Set(assessed.map(([, post]) => post))];

const nearlyAll: CurveKnots = [
  ['0', '0'],
  ['0.8', '60'],
  ['0.95', '100'],
  ['1', '120'],
];

/** Of what nothing is known from earlier years there is no baseline: the scheme itself says what it is worth. */
const ownCurves: Readonly<Partial<Record<MetricKey, CurveKnots>>> = {
  new_quality_recovery_rate: [
    ['0', '0'],
    ['0.5', '60'],
    ['0.75', '100'],
    ['0.9', '120'],
  ],
  plan_completion: nearlyAll,
  subordinate_attainment: [
    ['0', '0'],
    ['0.5', '60'],
    ['1', '120'],
  ],
  complaint_collection_timeliness: nearlyAll,
  write_off_completion: nearlyAll,
  list_accuracy: nearlyAll,
  aging_duty: nearlyAll,
  cycle_improvement: [
    ['0', '60'],
    ['0.05', '100'],
    ['0.1', '120'],
  ],
};

/** A growing company's ready one. */
export function schemeOf(post: Post, startsOn: string): object {
  const { stage, periodKind, creditGradeCoefficient, metrics, reward } = readyScheme(post, 'growth');
  return {
    company: 'C01',
    post,
    stage,
    periodKind,
    startsOn,
    creditGradeCoefficient,
    metrics: metrics.map(({ key, weightHundredths }) => ({
      key,
      weight: (weightHundredths / 100).toFixed(2),
      ...(ownCurves[key] && { curve: ownCurves[key].map(([value, score]) => ({ value, score })) }),
    })),
    reward,
    reason: '成长期方案：回款与客户关系并重，无历史数据的指标以曲线为准',
  };
}
