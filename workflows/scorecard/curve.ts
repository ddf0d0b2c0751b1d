import { roundHalfUp } from '../money.js';

/** An exact number: numerator ÷ denominator, denominator > 0. */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

export interface Knot {
  readonly value: Ratio;
  readonly score: Ratio;
}

/** '0.784' → 784/1000. Throws on anything but a plain decimal. */
export function ratio(decimal: string): Ratio {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match) throw new Error(`not a decimal: ${decimal}`);
  const [, sign, whole = '', decimals = ''] = match;
  const n = BigInt(whole + decimals);
  return { n: sign ? -n : n, d: 10n ** BigInt(decimals.length) };
}

/**
 * The score of a metric's exact value on its curve: linear between knots, flat outside; knots with one value collapse into
 * the last (domain.md, Score of a metric). In hundredths of a point.
 */
export function scoreHundredths(allKnots: readonly Knot[], value: Ratio): number {
  const knots = collapsed(allKnots);
  const last = knots.at(-1);
  const first = knots[0];
  if (!first || !last) throw new Error('a curve has at least one knot');
  const above = knots.findIndex((knot) => compare(value, knot.value) < 0);
  if (above === -1) return hundredths(last.score);
  const right = knots[above];
  const left = knots[above - 1];
  if (!right || !left) return hundredths(first.score);
  const part = divide(subtract(value, left.value), subtract(right.value, left.value));
  return hundredths(add(left.score, multiply(part, subtract(right.score, left.score))));
}

/** Where a capped target and challenge meet, only the challenge stands: the line leads straight to it. */
function collapsed(knots: readonly Knot[]): Knot[] {
  return knots.filter((knot, i) => {
    const next = knots[i + 1];
    return !next || compare(knot.value, next.value) !== 0;
  });
}

function hundredths(score: Ratio): number {
  return Number(roundHalfUp(score.n * 100n, score.d));
}

/** Ascending. */
export const compare = (a: Ratio, b: Ratio) => Number(a.n * b.d - b.n * a.d > 0n) - Number(a.n * b.d - b.n * a.d < 0n);
export const add = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
export const subtract = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.d - b.n * a.d, d: a.d * b.d });
export const multiply = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.n, d: a.d * b.d });
/** @param b not 0 */
export const divide = (a: Ratio, b: Ratio): Ratio => (b.n < 0n ? { n: -a.n * b.d, d: a.d * -b.n } : { n: a.n * b.d, d: a.d * b.n });
