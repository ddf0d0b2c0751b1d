import type { TargetAnswer } from '../../assessment/targets/targets.shapes.js';

const [width, height, top] = [220, 64, 8];

/** Earlier periods as bars, the oldest left, and the target that was made of them as a line across. */
export function historyPictures({ history, metrics, collection }: TargetAnswer): object[] {
  return history.flatMap(({ key, values }) => {
    const isMoney = key === 'collection_achievement';
    const known = [...values].reverse().map(({ period, numerator, denominator }) => ({ period, value: rateOf(numerator, denominator) }));
    const target = isMoney ? Number(collection ?? 0) : Number(metrics.find((one) => one.key === key)?.target ?? 0);
    // A cycle that got longer is an improvement below nothing.
    const [least, most] = [Math.min(0, ...known.map(({ value }) => value ?? 0)), Math.max(target, ...known.map(({ value }) => value ?? 0))];
    if (most <= least) return [];
    const step = (width - 8) / Math.max(1, known.length);
    const y = (value: number) => round(top + ((most - value) / (most - least)) * (height - top - 14));
    const said = (value: number) => (isMoney ? value.toFixed(2) : `${(value * 100).toFixed(2)} %`);
    return [
      {
        key,
        isMoney,
        width,
        height,
        target: said(target),
        targetY: y(target),
        bars: known.map(({ period, value }, i) => ({
          period,
          said: value === null ? null : said(value),
          x: round(4 + i * step + step * 0.15),
          width: round(step * 0.7),
          y: y(Math.max(0, value ?? 0)),
          height: round(y(Math.min(0, value ?? 0)) - y(Math.max(0, value ?? 0))),
          middle: round(4 + i * step + step / 2),
        })),
      },
    ];
  });
}

function rateOf(numerator: string | null, denominator: string | null): number | null {
  if (numerator === null) return null;
  if (denominator === null) return Number(numerator);
  return Number(denominator) > 0 ? Number(numerator) / Number(denominator) : null;
}

const round = (number: number) => Math.round(number * 10) / 10;
