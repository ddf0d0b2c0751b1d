import { metricKeys } from '../../../workflows/scorecard/metrics.js';
import type { SchemeContentAnswer } from '../../assessment/schemes/schemes.shapes.js';

/** What the form of a scheme shows and sends: a weight and a curve for each metric, bands as text. */
export type TypedScheme = Record<string, string>;

export const schemeFields: readonly string[] = [
  'post',
  'channel',
  'stage',
  'periodKind',
  'startsOn',
  'endsOn',
  'creditGradeCoefficient',
  'bandReason',
  'reason',
  'rewardBy',
  'bands',
  ...metricKeys.flatMap((key) => [`weight.${key}`, `curve.${key}`]),
];

/** A scheme as its form shows it. */
export function typedFrom({ post, stage, periodKind, creditGradeCoefficient, metrics, reward }: SchemeContentAnswer): TypedScheme {
  return {
    post,
    stage,
    periodKind,
    creditGradeCoefficient: String(creditGradeCoefficient),
    ...Object.fromEntries(metrics.map(({ key, weight }) => [`weight.${key}`, weight.replace(/\.00$/, '')])),
    ...Object.fromEntries(metrics.flatMap(({ key, curve }) => (curve ? [[`curve.${key}`, pairs(curve)]] : []))),
    ...(reward && { rewardBy: reward.by, bands: pairs(reward.bands.map(({ from, factor }) => [from, factor])) }),
  };
}

/** The metrics that have a weight. */
export function metricsOf(typed: TypedScheme): object[] {
  return metricKeys.flatMap((key) => {
    const weight = typed[`weight.${key}`];
    if (weight === undefined) return [];
    const curve = readPairs(typed[`curve.${key}`]);
    return [{ key, weight, ...(curve.length > 0 && { curve: curve.map(([value, score]) => ({ value, score })) }) }];
  });
}

/** As the API takes it; what is missing or malformed is told by its shape. */
export function formOf(typed: TypedScheme, company: string): object {
  const { post, channel, stage, periodKind, startsOn, endsOn, bandReason, reason, rewardBy, creditGradeCoefficient } = typed;
  const bands = readPairs(typed.bands).map(([from, factor]) => ({ from, factor }));
  return {
    company,
    post,
    stage,
    periodKind,
    startsOn,
    creditGradeCoefficient: creditGradeCoefficient === 'true',
    metrics: metricsOf(typed),
    ...(reason !== undefined && { reason }),
    ...(channel !== undefined && { channel }),
    ...(endsOn !== undefined && { endsOn }),
    ...(bandReason !== undefined && { bandReason }),
    ...(bands.length > 0 && { reward: { by: rewardBy ?? 'total', bands } }),
  };
}

/** '0:0 0.8:60' ⇄ [['0', '0'], ['0.8', '60']]. */
const pairs = (all: readonly (readonly [string, string])[]) => all.map(([one, other]) => `${one}:${other}`).join(' ');

function readPairs(text: string | undefined): [string, string][] {
  return (text ?? '')
    .split(/[\s,，;；]+/)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [one = '', other = ''] = pair.split(/[:：]/);
      return [one, other];
    });
}
