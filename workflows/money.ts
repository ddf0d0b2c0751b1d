/** An exact amount in minor units (fen, cents): a safe integer, so that it is plain JSON. */
export type Cents = number;

/** 13 digits before the point: every sum of a thousand such amounts is still a safe integer. */
const amountPattern = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/;

/** '1234.5' → 123450. Undefined for anything but plain ASCII digits with up to 2 decimals: no exponent, separator or sign other than '-'. */
export function parseAmount(text: string): Cents | undefined {
  const match = amountPattern.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', decimals = ''] = match;
  const cents = Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
  return sign && cents !== 0 ? -cents : cents;
}

/** 123450 → '1234.50'. */
export function formatAmount(cents: Cents): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** An amount as the rules make it; a text that is none is a broken invariant, not bad input. */
export function cents(text: string): Cents {
  const value = parseAmount(text);
  if (value === undefined) throw new Error(`not an amount: ${text}`);
  return value;
}

/** numerator ÷ denominator to the nearest whole, half away from zero (四舍五入). */
export function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator < 0n) return roundHalfUp(-numerator, -denominator);
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}
