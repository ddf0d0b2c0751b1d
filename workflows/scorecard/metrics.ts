/** What a scheme may weigh (domain.md, Assessment, exactly). */
export const metricKeys = [
  'collection_achievement',
  'actual_recovery_rate',
  'term_recovery_rate',
  'overdue_share',
  'bad_debt_rate',
  'plan_completion',
  'new_quality_recovery_rate',
  'renewal_recovery_rate',
  'complaint_collection_timeliness',
  'subordinate_attainment',
  'overdue_recovery_rate',
  'write_off_completion',
  'list_accuracy',
  'cycle_improvement',
  'aging_duty',
  'satisfaction',
  'renewal_intent',
  'complaint_rate',
] as const;

export type MetricKey = (typeof metricKeys)[number];

/** Knots (value, score) in ascending order, as decimals: '0.8' is 80 %. */
export type CurveKnots = readonly (readonly [value: string, score: string])[];

export interface Metric {
  /** A rate is a fraction that is printed as a percent number; points are printed as they are. */
  readonly unit: 'rate' | 'points';
  readonly higherIsBetter: boolean;
  /** Collection metrics together weigh what the post's band says; relationship metrics at least their part. */
  readonly kind: 'collection' | 'auxiliary' | 'relationship';
  /** Where its sums come from; a survey's value is imported as it is. */
  readonly from: 'ledger' | 'lists' | 'survey';
  /** Its default curve is (0,0) (baseline,60) (target,100) (challenge,120); the others have a fixed one. */
  readonly takesBaseline: boolean;
  readonly curve?: CurveKnots;
}

const better = (kind: Metric['kind'], from: Metric['from'] = 'ledger'): Metric => ({
  unit: 'rate',
  higherIsBetter: true,
  kind,
  from,
  takesBaseline: true,
});

const fixed = (metric: Omit<Metric, 'takesBaseline' | 'curve'>, curve: CurveKnots): Metric => ({ ...metric, takesBaseline: false, curve });

const surveyPoints: CurveKnots = [
  ['60', '0'],
  ['75', '60'],
  ['85', '100'],
  ['95', '120'],
];

export const metrics: Readonly<Record<MetricKey, Metric>> = {
  collection_achievement: fixed({ unit: 'rate', higherIsBetter: true, kind: 'collection', from: 'ledger' }, [
    ['0', '0'],
    ['0.8', '60'],
    ['1', '100'],
    ['1.2', '120'],
  ]),
  actual_recovery_rate: better('collection'),
  term_recovery_rate: better('collection'),
  overdue_share: fixed({ unit: 'rate', higherIsBetter: false, kind: 'collection', from: 'ledger' }, [
    ['0', '120'],
    ['0.05', '100'],
    ['0.1', '60'],
    ['0.2', '0'],
  ]),
  bad_debt_rate: fixed({ unit: 'rate', higherIsBetter: false, kind: 'collection', from: 'ledger' }, [
    ['0', '120'],
    ['0.02', '100'],
    ['0.04', '60'],
    ['0.08', '0'],
  ]),
  plan_completion: better('auxiliary'),
  new_quality_recovery_rate: better('auxiliary'),
  renewal_recovery_rate: better('collection'),
  complaint_collection_timeliness: better('auxiliary'),
  subordinate_attainment: better('auxiliary'),
  overdue_recovery_rate: better('collection'),
  write_off_completion: better('collection'),
  list_accuracy: better('collection', 'lists'),
  cycle_improvement: better('auxiliary'),
  aging_duty: better('auxiliary', 'lists'),
  satisfaction: fixed({ unit: 'points', higherIsBetter: true, kind: 'relationship', from: 'survey' }, surveyPoints),
  renewal_intent: fixed({ unit: 'points', higherIsBetter: true, kind: 'relationship', from: 'survey' }, surveyPoints),
  complaint_rate: fixed({ unit: 'rate', higherIsBetter: false, kind: 'relationship', from: 'survey' }, [
    ['0', '120'],
    ['0.01', '100'],
    ['0.03', '60'],
    ['0.06', '0'],
  ]),
};

/** Whether a customer's credit-grade coefficient weighs its amounts, where the scheme switches that on. */
export function takesCoefficient(key: MetricKey): boolean {
  return key.endsWith('recovery_rate');
}
