import type { Cents } from '../money.js';
import { cents } from '../money.js';
import { exactValue, type MetricValue } from './card.js';
import { add, compare, divide, multiply, type Ratio, ratio } from './curve.js';
import { product, rounded } from './decimal.js';
import { type MetricKey, metrics } from './metrics.js';
import { type AssessmentRefusal, refusal } from './refusal.js';
import type { MetricTarget, SchemeMetric } from './scheme.js';

/** How much more than the baseline is asked for, in hundredths of a per cent (domain.md, Baseline, target, challenge). */
export const growth = { least: 10_00, usual: 12_00, most: 15_00 } as const;

export function refuseGrowth(hundredths: number): AssessmentRefusal | undefined {
  if (hundredths >= growth.least && hundredths <= growth.most) return undefined;
  return refusal('targets.growth', { growth: hundredths / 100, least: growth.least / 100, most: growth.most / 100 });
}

/** Whether the metric is scored against a baseline, target and challenge of its own. */
export function needsTarget({ key, curve }: SchemeMetric): boolean {
  return metrics[key].takesBaseline && !curve;
}

/**
 * Baseline, target and challenge from what the metric was in earlier periods; those without data count for nothing.
 * The baseline is kept as it is read, in per cent with two decimals; what follows from it is exact.
 * @returns undefined where there is no baseline above 0: target and challenge are set by hand then
 */
export function targetFromHistory(key: MetricKey, values: readonly MetricValue[], growthHundredths: number): MetricTarget | undefined {
  const known = values.flatMap((value) => exactValue(value) ?? []);
  const mean = meanOf(known);
  if (!mean) return undefined;
  const baseline = capped(key, rounded(mean, 4));
  return compare(ratio(baseline), ratio('0')) > 0 ? targetFromBaseline(key, baseline, growthHundredths) : undefined;
}

export function targetFromBaseline(key: MetricKey, baseline: string, growthHundredths: number): MetricTarget {
  const target = product(baseline, factor(growthHundredths));
  return { baseline: capped(key, baseline), target: capped(key, target), challenge: capped(key, product(target, '1.2')) };
}

/** What is to be collected: the mean of earlier receipts and the growth. @param receipts decimals in company currency */
export function collectionFromHistory(receipts: readonly string[], growthHundredths: number): Cents | undefined {
  const mean = meanOf(receipts.map(ratio));
  if (!mean || mean.n <= 0n) return undefined;
  return cents(rounded(multiply(mean, ratio(factor(growthHundredths)))));
}

/** Of figures that somebody sets by hand. */
export function refuseTarget(key: MetricKey, { baseline, target, challenge }: MetricTarget): AssessmentRefusal | undefined {
  if (!metrics[key].takesBaseline) return refusal('targets.not_asked', { metric: key });
  const [low, middle, high] = [ratio(baseline), ratio(target), ratio(challenge)];
  if (low.n <= 0n || compare(low, middle) > 0 || compare(middle, high) > 0)
    return refusal('targets.order', { metric: key, baseline, target, challenge });
  return isCapped(key) && compare(high, one) > 0 ? refusal('targets.above_all', { metric: key, challenge }) : undefined;
}

function meanOf(all: readonly Ratio[]): Ratio | undefined {
  if (all.length === 0) return undefined;
  return divide(all.reduce(add), { n: BigInt(all.length), d: 1n });
}

/** More than all cannot be collected. */
function capped(key: MetricKey, decimal: string): string {
  return isCapped(key) && compare(ratio(decimal), one) > 0 ? '1' : decimal;
}

const isCapped = (key: MetricKey) => metrics[key].unit === 'rate' && key !== 'collection_achievement';
const one = ratio('1');
const factor = (growthHundredths: number) => rounded({ n: BigInt(10_000 + growthHundredths), d: 10_000n }, 4);
