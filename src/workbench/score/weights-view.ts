import { type MetricKey, metricKeys, metrics } from '../../../workflows/scorecard/metrics.js';
import type { Post, Stage } from '../../../workflows/scorecard/scheme.js';
import { bandOf } from '../../../workflows/scorecard/scheme-check.js';
import type { SchemeContentAnswer } from '../../assessment/schemes/schemes.shapes.js';
import { curvePicture } from './curve-picture.js';
import type { TypedScheme } from './typed-scheme.js';

interface Weighed {
  readonly key: string;
  readonly weight: string;
  readonly curve: readonly (readonly [string, string])[] | null;
}

/** A scheme's weights as bars, its curves beside them, and what the kinds weigh together. */
export function weightsView({
  post,
  stage,
  metrics: all,
}: Pick<SchemeContentAnswer, 'post' | 'stage'> & { metrics: readonly Weighed[] }): object {
  const most = Math.max(1, ...all.map(({ weight }) => Number(weight)));
  const sumOf = (kind?: string) =>
    all.reduce(
      (sum, { key, weight }) => sum + (kind === undefined || metrics[key as MetricKey].kind === kind ? Number(weight) || 0 : 0),
      0,
    );
  const [low, high] = bandOf(post as Post, stage as Stage);
  return {
    rows: all.map(({ key, weight, curve }) => {
      const { kind, curve: own, takesBaseline } = metrics[key as MetricKey];
      const shown = curve ?? own;
      return {
        key,
        kind,
        weight: weight.replace(/\.00$/, ''),
        width: `${Math.round((Number(weight) / most) * 1000) / 10}%`,
        byTarget: takesBaseline && !curve,
        isOwn: curve !== null,
        picture: shown && curvePicture(shown, null, null),
      };
    }),
    kinds: ['collection', 'auxiliary', 'relationship'].map((kind) => ({ kind, sum: plain(sumOf(kind)) })),
    sum: plain(sumOf()),
    low,
    high,
  };
}

/** All metrics there are, for a form: those that weigh something and the others. */
export function formRows(typed: TypedScheme): object[] {
  return metricKeys.map((key) => {
    const { kind, curve } = metrics[key];
    return {
      key,
      kind,
      weight: typed[`weight.${key}`],
      curve: typed[`curve.${key}`],
      usual: curve?.map(([value, score]) => `${value}:${score}`).join(' '),
      width: `${Math.min(100, Number(typed[`weight.${key}`] ?? 0) || 0)}%`,
    };
  });
}

const plain = (sum: number) => String(Math.round(sum * 100) / 100);
