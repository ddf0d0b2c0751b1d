import { roundHalfUp } from '../money.js';
import type { Policy } from '../policy.js';
import { add, compare, divide, type Knot, multiply, type Ratio, ratio, scoreHundredths } from './curve.js';
import { type CurveKnots, type MetricKey, metrics } from './metrics.js';
import type { Scheme, SchemeMetric, Targets } from './scheme.js';

/** Why a line has no value; `no_rate`: amounts of several currencies, and no rate of the day for one of them. */
export type NoData = 'no_denominator' | 'no_target' | 'no_survey' | 'no_rate';

/**
 * An exact value, numerator ÷ denominator, both plain decimals (amounts as '16874400.00', counts as '4'); a survey's value has the
 * denominator '1'. Plain JSON, so that what a closed period was computed from can be kept.
 */
export type MetricValue = { readonly numerator: string; readonly denominator: string } | { readonly none: NoData };

/** One row of the ledger of deductions, in the period in which it counts. */
export interface CountedDeduction {
  readonly id: string;
  readonly kind: 'deduction' | 'give_back' | 'reversal';
  readonly pointsHundredths: number;
  /**
   * Of what an earlier period took and this one gives back: what that period took in all, and what of it counted. What had lapsed is not
   * given back.
   */
  readonly ofEarlier?: { readonly takenHundredths: number; readonly countedHundredths: number };
}

/** Points that an accepted appeal adds or takes. */
export interface Adjustment {
  readonly id: string;
  /** Positive = in the person's favour. */
  readonly pointsHundredths: number;
}

/** Points by which an earlier, closed card of the same person would read otherwise had all its records come in time. */
export interface CarriedDifference {
  readonly ofPeriod: string;
  readonly pointsHundredths: number;
}

/** All that a card is made of: kept with a closed card, from which anybody can make it again. */
export interface CardInputs {
  readonly scheme: Pick<Scheme, 'metrics'>;
  readonly targets: Targets;
  /** A metric that is missing here has no data. */
  readonly values: Readonly<Partial<Record<MetricKey, MetricValue>>>;
  readonly quality: {
    /** Amounts as decimals, without coefficient. */
    readonly receipts: string;
    readonly receiptsOfGoodCustomers: string;
    readonly upheldComplaints: number;
  };
  readonly deductions: readonly CountedDeduction[];
  readonly adjustments: readonly Adjustment[];
  /** Left out where nothing came late. */
  readonly carried?: readonly CarriedDifference[];
}

export interface CardLine {
  readonly key: MetricKey;
  readonly value: MetricValue;
  /** As people read it: 46_97 of a rate is per cent; null = no data. */
  readonly printedHundredths: number | null;
  readonly scoreHundredths: number | null;
  /** Rounded for print; the contribution is made with the exact one. */
  readonly weightHundredths: number;
  readonly contributionHundredths: number;
}

export type Grade = 'A' | 'B' | 'C' | 'D';

export interface Card {
  readonly lines: readonly CardLine[];
  readonly qualityAdjustmentHundredths: number;
  /** Taken less given back, at most what policy allows; negative where more comes back than is taken. */
  readonly deductedHundredths: number;
  readonly lapsedHundredths: number;
  /** By appeals, and by what came late to closed periods. */
  readonly adjustedHundredths: number;
  /** Null where no line has data. */
  readonly totalHundredths: number | null;
  readonly grade: Grade | null;
}

/** The whole card, exactly (domain.md, Score of a metric, Quality adjustment, Deduction, Total). */
export function cardOf(inputs: CardInputs, policy: Policy): Card {
  const lines = linesOf(inputs);
  const qualityAdjustmentHundredths = qualityHundredths(inputs.quality, policy);
  const deducted = deductedOf(inputs.deductions, policy);
  const adjustedHundredths = sum([...inputs.adjustments, ...(inputs.carried ?? [])].map(({ pointsHundredths }) => pointsHundredths));
  const points = sum(lines.map(({ contributionHundredths }) => contributionHundredths));
  const total = Math.max(0, points + qualityAdjustmentHundredths - deducted.deductedHundredths + adjustedHundredths);
  const totalHundredths = lines.some(({ scoreHundredths: score }) => score !== null) ? total : null;
  const grade = totalHundredths === null ? null : gradeOf(totalHundredths, policy);
  return { lines, qualityAdjustmentHundredths, ...deducted, adjustedHundredths, totalHundredths, grade };
}

/** What has no data weighs nothing, and its weight goes to the others in proportion. */
function linesOf({ scheme, targets, values }: CardInputs): CardLine[] {
  const measured = scheme.metrics.map((metric) => {
    const value = values[metric.key] ?? { none: 'no_denominator' };
    const exact = exactValue(value);
    const knots = knotsOf(metric, targets);
    return { ...metric, value, scored: exact && knots && { exact, knots } };
  });
  const weighed = sum(measured.map(({ scored, weightHundredths }) => (scored ? weightHundredths : 0)));
  return measured.map(({ key, value, scored, weightHundredths }) => {
    if (!scored || weighed === 0) return withoutData(key, whyNone(value));
    const { exact } = scored;
    const score = scoreHundredths(scored.knots, exact);
    const weight = { n: BigInt(weightHundredths) * 100n, d: BigInt(weighed) };
    return {
      key,
      value,
      printedHundredths: hundredths(metrics[key].unit === 'rate' ? multiply(exact, percent) : exact),
      scoreHundredths: score,
      weightHundredths: hundredths(weight),
      contributionHundredths: Number(roundHalfUp(BigInt(score) * weight.n, weight.d * 100n)),
    };
  });
}

function whyNone(value: MetricValue): MetricValue {
  if ('none' in value) return value;
  return { none: exactValue(value) ? 'no_target' : 'no_denominator' };
}

function withoutData(key: MetricKey, value: MetricValue): CardLine {
  return { key, value, printedHundredths: null, scoreHundredths: null, weightHundredths: 0, contributionHundredths: 0 };
}

/** Undefined where the metric is scored against a target, and there is none. */
export function curveOf({ key, curve }: SchemeMetric, targets: Targets): CurveKnots | undefined {
  const fixed = curve ?? metrics[key].curve;
  if (fixed) return fixed;
  const own = targets.metrics[key];
  if (!own) return undefined;
  return [
    ['0', '0'],
    [own.baseline, '60'],
    [own.target, '100'],
    [own.challenge, '120'],
  ];
}

function knotsOf(metric: SchemeMetric, targets: Targets): Knot[] | undefined {
  const curve = curveOf(metric, targets);
  return curve && knots(curve);
}

/** Undefined where there is no data. */
export function exactValue(value: MetricValue): Ratio | undefined {
  if ('none' in value) return undefined;
  const denominator = ratio(value.denominator);
  return denominator.n > 0n ? divide(ratio(value.numerator), denominator) : undefined;
}

function qualityHundredths({ receipts, receiptsOfGoodCustomers, upheldComplaints }: CardInputs['quality'], policy: Policy): number {
  const all = ratio(receipts);
  const most = whole(policy.goodCustomerPoints);
  const share = all.n > 0n ? multiply(most, divide(ratio(receiptsOfGoodCustomers), all)) : whole(0);
  const points = add(smaller(share, most), whole(-upheldComplaints * policy.upheldComplaintPoints));
  return hundredths(larger(points, whole(-policy.complaintPointsAtMost)));
}

/**
 * What a deduction of the period itself gives back lowers what is taken before the period's bound is looked at; what comes back of an earlier
 * one is returned in full, as far as it had counted there.
 */
function deductedOf(rows: readonly CountedDeduction[], policy: Policy): Pick<Card, 'deductedHundredths' | 'lapsedHundredths'> {
  const own = rows.filter(({ ofEarlier }) => !ofEarlier);
  const taken = sum(own.map(({ kind, pointsHundredths }) => (kind === 'deduction' ? pointsHundredths : -pointsHundredths)));
  const most = policy.deductionPointsAtMost * 100;
  return {
    deductedHundredths: Math.min(taken, most) - sum(rows.map(returnedOfEarlier)),
    lapsedHundredths: Math.max(0, taken - most),
  };
}

function returnedOfEarlier({ ofEarlier, pointsHundredths }: CountedDeduction): number {
  if (!ofEarlier || ofEarlier.takenHundredths <= 0) return 0;
  return Number(roundHalfUp(BigInt(pointsHundredths) * BigInt(ofEarlier.countedHundredths), BigInt(ofEarlier.takenHundredths)));
}

function gradeOf(totalHundredths: number, { gradePoints: [a = 0, b = 0, c = 0] }: Policy): Grade {
  if (totalHundredths >= a * 100) return 'A';
  if (totalHundredths >= b * 100) return 'B';
  return totalHundredths >= c * 100 ? 'C' : 'D';
}

const percent: Ratio = { n: 100n, d: 1n };
const whole = (number: number): Ratio => ({ n: BigInt(number), d: 1n });
const smaller = (a: Ratio, b: Ratio) => (compare(a, b) < 0 ? a : b);
const larger = (a: Ratio, b: Ratio) => (compare(a, b) > 0 ? a : b);
const knots = (curve: CurveKnots): Knot[] => curve.map(([value, score]) => ({ value: ratio(value), score: ratio(score) }));
const hundredths = (exact: Ratio) => Number(roundHalfUp(exact.n * 100n, exact.d));
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
