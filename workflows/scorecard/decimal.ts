import { roundHalfUp } from '../money.js';
import { type Ratio, ratio } from './curve.js';

/** '12.50' × '3' exactly, as a plain decimal. */
export function product(...factors: readonly string[]): string {
  return written(factors.map(ratio).reduce((a, b) => ({ n: a.n * b.n, d: a.d * b.d })));
}

/** a − b exactly, as a plain decimal. */
export function difference(a: string, b: string): string {
  const [left, right] = [ratio(a), ratio(b)];
  const d = left.d > right.d ? left.d : right.d;
  return written({ n: left.n * (d / left.d) - right.n * (d / right.d), d });
}

/** a + b exactly, as a plain decimal. */
export function added(a: string, b: string): string {
  return difference(a, b.startsWith('-') ? b.slice(1) : `-${b}`);
}

/** Half away from zero; two decimals when nothing else is said. */
export function rounded(exact: Ratio, decimals = 2): string {
  const d = 10n ** BigInt(decimals);
  return written({ n: roundHalfUp(exact.n * d, exact.d), d });
}

/** @param exact over a power of ten, as decimals are */
function written({ n, d }: Ratio): string {
  const decimals = String(d).length - 1;
  const digits = String(n < 0n ? -n : n).padStart(decimals + 1, '0');
  const sign = n < 0n ? '-' : '';
  return decimals === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
