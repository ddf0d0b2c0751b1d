/** What the partial `score/curve` draws: 104 × 36, the score 100 as a dotted line. */
export interface CurvePicture {
  readonly points: string;
  readonly label: string | null;
  readonly x?: number;
  readonly y?: number;
  readonly low?: boolean;
}

const [left, right] = [4, 100];
/** Under it the own point is amber: what is worth less than grade B. */
const enough = 85;

/** @param value exact, in the metric's own unit @param score as printed; both null without data */
export function curvePicture(curve: readonly (readonly [string, string])[], value: number | null, score: string | null): CurvePicture {
  const knots = curve.map(([at, points]) => [Number(at), Number(points)] as const);
  const [first, last] = [knots[0]?.[0] ?? 0, knots.at(-1)?.[0] ?? 1];
  const place = (at: number) => round(left + ((Math.max(first, Math.min(at, last)) - first) / (last - first || 1)) * (right - left));
  const height = (points: number) => round(33 - points * 0.25);
  const line = [...knots.map(([at, points]) => `${place(at)},${height(points)}`), `104,${height(knots.at(-1)?.[1] ?? 0)}`].join(' ');
  if (value === null || score === null) return { points: line, label: null };
  return { points: line, label: score, x: place(value), y: height(Number(score)), low: Number(score) < enough };
}

const round = (number: number) => Math.round(number * 10) / 10;
