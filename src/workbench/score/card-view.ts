import type { Policy } from '../../../workflows/policy.js';
import { ratio } from '../../../workflows/scorecard/curve.js';
import { rounded } from '../../../workflows/scorecard/decimal.js';
import { type MetricKey, metrics } from '../../../workflows/scorecard/metrics.js';
import { bandOf, type OpenAttribution } from '../../assessment/cards/open-attributions.js';
import type { ScorecardAnswer, ScorecardLine } from '../../assessment/cards/scorecards.shapes.js';
import type { SurveyResultAnswer } from '../../assessment/complaints/complaints.shapes.js';
import type { DeductionRow } from '../../assessment/deductions.shapes.js';
import { curvePicture } from './curve-picture.js';

const scaleEnd = 120;
const scaleWidth = 268;
const lowScore = 85;

/** The lines of a card with their pictures. */
export function linesView({ lines, id }: ScorecardAnswer, surveys: readonly SurveyResultAnswer[]): object[] {
  return lines.map((line) => {
    const { key, score, source, noData } = line;
    const survey = surveys.find((one) => one.key === key);
    const isRate = metrics[key as MetricKey].unit === 'rate';
    const hasRows = source !== null || (metrics[key as MetricKey].from === 'survey' && survey !== undefined);
    return {
      ...line,
      schemeWeight: short(line.schemeWeight),
      isRate,
      amounts: amountsOf(line),
      survey: noData === null ? survey : undefined,
      href: hasRows ? `/score/cards/${encodeURIComponent(id)}/lines/${key}` : undefined,
      isLow: score !== null && Number(score) < lowScore,
      goal: goalOf(line),
      picture: line.curve && curvePicture(line.curve, exactOf(line), score),
    };
  });
}

function exactOf({ numerator, denominator }: ScorecardLine): number | null {
  return numerator === null || denominator === null || Number(denominator) === 0 ? null : Number(numerator) / Number(denominator);
}

/** Counts stay counts; what the improvement of turnover is made of says nobody anything. */
function amountsOf({
  key,
  numerator,
  denominator,
}: ScorecardLine): { numerator: string; denominator: string; isMoney: boolean } | undefined {
  const { from } = metrics[key as MetricKey];
  if (numerator === null || denominator === null || from === 'survey' || key === 'cycle_improvement') return undefined;
  const isCount = from === 'lists' || ['complaint_collection_timeliness', 'subordinate_attainment'].includes(key);
  return {
    numerator: isCount ? numerator : twoDecimals(numerator),
    denominator: isCount ? denominator : twoDecimals(denominator),
    isMoney: !isCount,
  };
}

/** What is worth 100 points. */
function goalOf({ key, curve }: ScorecardLine): { value: string; isRate: boolean; higher: boolean } | undefined {
  const knot = curve?.find(([, score]) => Number(score) === 100);
  if (!knot) return undefined;
  const { unit, higherIsBetter } = metrics[key as MetricKey];
  const isRate = unit === 'rate';
  return { value: (Number(knot[0]) * (isRate ? 100 : 1)).toFixed(2), isRate, higher: higherIsBetter };
}

/** Total and grade, on their scale. */
export function gradeView({ total, grade, scheme, bonusFactor }: ScorecardAnswer, { gradePoints }: Policy): object {
  const [a = 0, b = 0, c = 0] = gradePoints;
  const steps = [
    { grade: 'C', from: c },
    { grade: 'B', from: b },
    { grade: 'A', from: a },
  ];
  const points = Number(total ?? '0');
  const next = total === null ? undefined : steps.find(({ from }) => points < from);
  const place = (at: number) => Math.round((Math.min(at, scaleEnd) / scaleEnd) * scaleWidth * 10) / 10;
  return {
    total,
    grade,
    filled: place(points),
    steps: steps.map((step) => ({ ...step, x: place(step.from) })),
    ...(next && { next: { grade: next.grade, short: (next.from - points).toFixed(2) } }),
    bonusFactor,
    reward: scheme.reward,
  };
}

/** What was taken and given back on this card, what is not decided, and what counted elsewhere. */
export function deductionsView(
  card: ScorecardAnswer,
  ledger: readonly DeductionRow[],
  open: readonly OpenAttribution[],
  { policy, names }: { policy: Policy; names: Map<string, string> },
) {
  const isHere = (row: DeductionRow) => card.deductions.some(({ id }) => id === row.id);
  const told = (row: DeductionRow) => ({ ...row, ...basisOf(row, policy), decidedByName: names.get(row.decidedBy ?? '') ?? row.decidedBy });
  return {
    counted: ledger.filter(isHere).map(told),
    elsewhere: ledger
      .filter((row) => !isHere(row))
      .slice(0, 5)
      .map(told),
    open,
    undecided: open.length > 0 ? open.reduce((sum, { points }) => sum + Number(points), 0).toFixed(2) : undefined,
    most: policy.deductionPointsAtMost,
  };
}

/** Base × band × share, as far as the row says it: what comes back has no base of its own. */
function basisOf({ basis, share }: DeductionRow, policy: Policy): object {
  const { basePoints, balance, settled } = basis as { basePoints?: number; balance?: string; settled?: boolean };
  if (basePoints === undefined || balance === undefined) return { share: short(share) };
  return { share: short(share), basePoints, band: bandOf(Math.round(Number(balance) * 100), policy), settled };
}

const short = (share: string) => share.replace(/\.00$/, '');

export function comparison({ before, total }: ScorecardAnswer): object | undefined {
  if (!before) return undefined;
  const both = before.total !== null && total !== null;
  const difference = both ? Number(total) - Number(before.total) : undefined;
  return {
    ...before,
    period: before.id.split('.')[1],
    ...(difference !== undefined && { difference: signed(difference), isUp: difference >= 0 }),
  };
}

export const signed = (points: number) => `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(2)}`;
/** What was converted has more decimals than money. */
const twoDecimals = (decimal: string) => rounded(ratio(decimal));
