import { formatAmount } from '../money.js';
import { compare, ratio } from './curve.js';
import { type MetricKey, metrics } from './metrics.js';
import type { Reward } from './reward.js';
import type { Post, Scheme, SchemeMetric, Stage } from './scheme.js';

/** What is wrong with a scheme, with the numbers for its sentence (`assessment:fault.<code>`). */
export interface SchemeFault {
  readonly code: string;
  /** `metric`, `post` and `stage` are keys that have a word of their own. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What the collection metrics of a post weigh together, in per cent (domain.md, Weight bands). */
export const collectionBands: Readonly<Record<Post, readonly [low: number, high: number]>> = {
  salesperson: [60, 70],
  sales_lead: [50, 60],
  customer_success: [40, 50],
  finance_ar: [50, 60],
};

/** What customer relations weigh at least where somebody deals with customers. */
const relationshipAtLeast: Readonly<Record<Post, number>> = { salesperson: 20, sales_lead: 20, customer_success: 20, finance_ar: 0 };

/** Where in the band the stage of the company puts a scheme. */
export function bandOf(post: Post, stage: Stage): readonly [low: number, high: number] {
  const [low, high] = collectionBands[post];
  return { startup: [low, low], growth: [low, high], mature: [high, high] }[stage] as [number, number];
}

/** @param bandReason why the collection metrics may weigh something else than the post's band says */
export function schemeFaults(scheme: Scheme & { readonly reward?: Reward }, bandReason?: string): SchemeFault[] {
  if (scheme.metrics.length === 0) return [{ code: 'no_metrics', facts: {} }];
  return [
    ...metricFaults(scheme.metrics),
    ...sumFaults(scheme.metrics),
    ...(bandReason === undefined ? bandFaults(scheme) : []),
    ...relationshipFaults(scheme),
    ...scheme.metrics.flatMap(curveFaults),
    ...(scheme.reward ? rewardFaults(scheme.reward) : []),
  ];
}

function metricFaults(all: readonly SchemeMetric[]): SchemeFault[] {
  const twice = all.filter(({ key }, i) => all.findIndex((other) => other.key === key) !== i);
  const weightless = all.filter(({ weightHundredths }) => weightHundredths <= 0);
  return [
    ...twice.map(({ key }) => ({ code: 'metric_twice', facts: { metric: key } })),
    ...weightless.map(({ key }) => ({ code: 'weightless', facts: { metric: key } })),
  ];
}

function sumFaults(all: readonly SchemeMetric[]): SchemeFault[] {
  const sum = weightOf(all, () => true);
  return sum === 100_00 ? [] : [{ code: 'weights_sum', facts: { sum: formatAmount(sum), off: formatAmount(sum - 100_00) } }];
}

function bandFaults({ post, stage, metrics: all }: Scheme): SchemeFault[] {
  const [low, high] = bandOf(post, stage);
  const sum = weightOf(all, (key) => metrics[key].kind === 'collection');
  if (sum >= low * 100 && sum <= high * 100) return [];
  return [{ code: 'outside_band', facts: { post, stage, sum: formatAmount(sum), low, high } }];
}

function relationshipFaults({ post, metrics: all }: Scheme): SchemeFault[] {
  const least = relationshipAtLeast[post];
  const sum = weightOf(all, (key) => metrics[key].kind === 'relationship');
  return sum >= least * 100 ? [] : [{ code: 'relationship_light', facts: { post, sum: formatAmount(sum), least } }];
}

/** Two knots with one value would leave its score open. */
function curveFaults({ key, curve }: SchemeMetric): SchemeFault[] {
  if (!curve) return [];
  if (curve.length < 2) return [{ code: 'curve_short', facts: { metric: key, knots: curve.length } }];
  return curve.flatMap(([value], i) => {
    const before = curve[i - 1]?.[0];
    if (before === undefined || compare(ratio(value), ratio(before)) > 0) return [];
    return [{ code: 'curve_order', facts: { metric: key, value, before, place: i + 1 } }];
  });
}

/** From the best band down to one that takes everybody. */
function rewardFaults({ bands }: Reward): SchemeFault[] {
  const falling = bands.every(({ from }, i) => i === 0 || compare(ratio(from), ratio(bands[i - 1]?.from ?? '0')) < 0);
  if (bands.length > 0 && falling && compare(ratio(bands.at(-1)?.from ?? '1'), ratio('0')) === 0) return [];
  return [{ code: 'reward_order', facts: { bands: bands.map(({ from }) => from).join(', ') } }];
}

function weightOf(all: readonly SchemeMetric[], which: (key: MetricKey) => boolean): number {
  return all.reduce((sum, { key, weightHundredths }) => sum + (which(key) ? weightHundredths : 0), 0);
}
