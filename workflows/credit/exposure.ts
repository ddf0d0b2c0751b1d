import { type Cents, roundHalfUp } from '../money.js';

/** What is owed and ordered in one currency. */
export interface ExposurePart {
  readonly currency: string;
  readonly openCents: Cents;
  /** Orders not yet invoiced. */
  readonly orderedCents: Cents;
}

/** Units of the company's currency for one of the other, up to 8 decimals, by currency; the company's own is not in it. */
export type Rates = ReadonlyMap<string, string>;

/** In company currency. */
export interface Exposure {
  readonly openCents: Cents;
  readonly orderedCents: Cents;
  readonly totalCents: Cents;
}

/** A currency that has no rate: no sum says anything then. */
export interface Unrated {
  readonly unrated: string;
}

/** Open balance and open orders, each amount converted by the rate of the day. */
export function exposureOf(parts: readonly ExposurePart[], currency: string, rates: Rates): Exposure | Unrated {
  let openCents = 0;
  let orderedCents = 0;
  for (const part of parts) {
    if (part.openCents === 0 && part.orderedCents === 0) continue;
    const open = converted(part.openCents, part.currency, currency, rates);
    const ordered = converted(part.orderedCents, part.currency, currency, rates);
    if (open === undefined || ordered === undefined) return { unrated: part.currency };
    openCents += open;
    orderedCents += ordered;
  }
  return { openCents, orderedCents, totalCents: openCents + orderedCents };
}

/** @returns undefined for a currency without a rate */
export function converted(amount: Cents, from: string, to: string, rates: Rates): Cents | undefined {
  if (from === to) return amount;
  const rate = rates.get(from);
  return rate === undefined ? undefined : Number(roundHalfUp(BigInt(amount) * scaled(rate), rateScale));
}

const rateDecimals = 8;
const rateScale = 10n ** BigInt(rateDecimals);

/** '7.1234' → 712340000n */
function scaled(rate: string): bigint {
  const [whole = '0', decimals = ''] = rate.split('.');
  return BigInt(whole + decimals.padEnd(rateDecimals, '0'));
}
