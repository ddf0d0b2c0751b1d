import { deductionHundredths } from '../../../workflows/attribution/deduction.js';
import { cents } from '../../../workflows/money.js';
import { type Cause, defaultPolicy } from '../../../workflows/policy.js';
import type { Card, CardInputs, MetricValue } from '../../../workflows/scorecard/card.js';
import type { CurveKnots, MetricKey } from '../../../workflows/scorecard/metrics.js';
import type { MetricTarget, Targets } from '../../../workflows/scorecard/scheme.js';
import { type Days, type MemoryLedger, sumsOf } from './ledger-in-memory.js';

/** A worked example: what somebody's card is made of, and how it reads. */
export interface GoldenCard {
  readonly name: string;
  readonly owner: string;
  readonly period: Days;
  readonly scheme: {
    readonly credit_grade_coefficient: boolean;
    readonly metrics: readonly { key: MetricKey; weight: string; baseline?: string; curve?: CurveKnots }[];
  };
  readonly targets: { readonly collection?: string };
  readonly ledger: MemoryLedger;
  readonly upheld_complaints: number;
  readonly attributions: readonly { cause: Cause; amount: string; share: string; settled: boolean }[];
  readonly expected: object;
}

/** All that the card is computed from, summed in memory. */
export function inputsOf({ owner, period, scheme, targets, ledger, upheld_complaints, attributions }: GoldenCard): CardInputs {
  const sums = sumsOf(ledger, owner, period, { coefficient: scheme.credit_grade_coefficient });
  const survey = (key: string): MetricValue =>
    ledger.survey[key] === undefined ? { none: 'no_survey' } : { numerator: ledger.survey[key], denominator: '1' };
  const measured = (key: MetricKey): MetricValue => {
    if (key === 'satisfaction') return survey(key);
    if (key === 'collection_achievement')
      return targets.collection === undefined
        ? { none: 'no_target' }
        : { numerator: decimal(sums.receipts, 2), denominator: targets.collection };
    const [n, d] = sums[key as keyof Omit<typeof sums, 'receipts' | 'goodReceipts'>];
    return { numerator: decimal(n, 2), denominator: decimal(d, 2) };
  };
  return {
    scheme: { metrics: metricsOf(scheme.metrics) },
    targets: targetsOf(scheme.metrics, targets.collection),
    values: Object.fromEntries(scheme.metrics.map(({ key }) => [key, measured(key)])),
    quality: {
      receipts: decimal(sums.receipts, 2),
      receiptsOfGoodCustomers: decimal(sums.goodReceipts, 2),
      upheldComplaints: upheld_complaints,
    },
    deductions: attributions.map(({ cause, amount, share, settled }, i) => ({
      id: String(i + 1),
      kind: 'deduction',
      pointsHundredths: deductionHundredths({ cause, shareHundredths: cents(share), balanceCents: cents(amount), settled }, defaultPolicy),
    })),
    adjustments: [],
  };
}

export function metricsOf(metrics: GoldenCard['scheme']['metrics']): CardInputs['scheme']['metrics'] {
  return metrics.map(({ key, weight, curve }) => ({ key, weightHundredths: cents(weight), ...(curve && { curve }) }));
}

export function targetsOf(metrics: GoldenCard['scheme']['metrics'], collection: string | undefined): Targets {
  const own = metrics.flatMap(({ key, baseline }) => (baseline === undefined ? [] : [[key, fromBaseline(baseline)] as const]));
  return { ...(collection !== undefined && { collectionCents: cents(collection) }), metrics: Object.fromEntries(own) };
}

/** A card as the examples print it. */
export function asPrinted(card: Card, deductions: CardInputs['deductions']): object {
  return {
    lines: card.lines.map((line) => ({
      key: line.key,
      value: line.printedHundredths === null ? null : decimal(BigInt(line.printedHundredths), 2),
      score: line.scoreHundredths === null ? null : decimal(BigInt(line.scoreHundredths), 2),
      weight: decimal(BigInt(line.weightHundredths), 2),
      contribution: decimal(BigInt(line.contributionHundredths), 2),
    })),
    quality_adjustment: decimal(BigInt(card.qualityAdjustmentHundredths), 2),
    deductions: deductions.map(({ pointsHundredths }) => decimal(BigInt(pointsHundredths), 2)),
    deducted: decimal(BigInt(card.deductedHundredths), 2),
    lapsed: decimal(BigInt(card.lapsedHundredths), 2),
    total: card.totalHundredths === null ? null : decimal(BigInt(card.totalHundredths), 2),
    grade: card.grade,
  };
}

/** Target 12 % above, challenge 20 % above that, none over 100 %. */
function fromBaseline(baseline: string): MetricTarget {
  const hundredths = BigInt(cents(baseline));
  const least = (thousandths: bigint, whole: bigint) => (thousandths < whole ? thousandths : whole);
  return {
    baseline,
    target: decimal(least(hundredths * 112n, 10_000n), 4),
    challenge: decimal(least(hundredths * 1344n, 100_000n), 5),
  };
}

/** 1234n with 2 decimals → '12.34'. */
export function decimal(number: bigint, decimals: number): string {
  const digits = String(number < 0n ? -number : number).padStart(decimals + 1, '0');
  return `${number < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
