import type { BusinessDate } from './calendar/dates.js';
import type { Policy } from './policy.js';
import { type Aging, type AgingBucket, agingBuckets, rollRates } from './scorecard/aging.js';
import { add, compare, divide, multiply, type Ratio, ratio } from './scorecard/curve.js';
import { added, difference, rounded } from './scorecard/decimal.js';

/** Balances at the end of a month and of the one before it, both at the rates of the later day. */
export interface MonthsAging {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly before: Aging;
  readonly after: Aging;
}

/** What stands open of a case that is impaired individually, in the company's currency. */
export interface Impaired {
  readonly bucket: AgingBucket;
  readonly amount: string;
}

export interface BucketProvision {
  readonly bucket: AgingBucket;
  /** All that stands in it, what of it is impaired individually, and the rest, which the loss rate is for. */
  readonly amount: string;
  readonly apart: string;
  readonly rest: string;
  /** Into the next bucket, month by month; undefined where there was nothing to roll, and for the last bucket. */
  readonly rolls: readonly (Ratio | undefined)[];
  /** Their mean. Undefined where no month has one: all of it is then taken to roll on. */
  readonly roll: Ratio | undefined;
  readonly loss: Ratio;
  readonly provision: string;
}

export interface Provision {
  readonly buckets: readonly BucketProvision[];
  readonly impaired: { readonly amount: string; readonly loss: Ratio; readonly provision: string };
  /** What the allowance has to hold. */
  readonly required: string;
}

type Terms = Pick<Policy, 'provisionForwardFactorHundredths' | 'provisionOldestLossHundredths' | 'provisionImpairedLossHundredths'>;

const nothing: Ratio = { n: 0n, d: 1n };
const all: Ratio = { n: 1n, d: 1n };

/**
 * Σ bucket × (loss rate by roll rates × forward factor), individually impaired cases apart (domain.md, What the accounts get). Exact;
 * rounded half up once per bucket, and once for the cases apart. Roll rates are those of all that was open: what became a bad debt rolled, too.
 * @param months the earliest first, at least one; the last one's later day is the day of the provision
 */
export function provisionOf(months: readonly MonthsAging[], impaired: readonly Impaired[], terms: Terms): Provision {
  const aging = months.at(-1)?.after;
  if (!aging) throw new Error('there is no loss rate without a month');
  const monthly = months.map(({ before, after }) => new Map(rollRates(before, after).map(({ from, rate }) => [from, rate])));
  const rollsOf = agingBuckets.map((bucket) => monthly.map((rates) => rates.get(bucket)));
  const losses = lossRates(rollsOf.map(meanOf), terms);
  const buckets = agingBuckets.map((bucket, place): BucketProvision => {
    const rolls = rollsOf[place] ?? [];
    const loss = losses[place] ?? all;
    const apart = sum(impaired.filter((one) => one.bucket === bucket).map(({ amount }) => amount));
    const rest = notNegative(difference(aging[bucket], apart));
    const provision = rounded(multiply(ratio(rest), loss));
    return { bucket, amount: aging[bucket], apart, rest, rolls, roll: meanOf(rolls), loss, provision };
  });
  const amount = sum(impaired.map((one) => one.amount));
  const loss = hundredths(terms.provisionImpairedLossHundredths);
  const apart = { amount, loss, provision: rounded(multiply(ratio(amount), loss)) };
  return { buckets, impaired: apart, required: sum([...buckets, apart].map(({ provision }) => provision)) };
}

/**
 * What of a bucket will be lost: the chance to roll on through all that follow, times what is lost of the last one, times the forward factor.
 * No more than all can roll on, though into the last bucket, which gathers what is old, more seems to.
 * @param rolls by bucket; the last one's is not read
 */
function lossRates(rolls: readonly (Ratio | undefined)[], terms: Terms): Ratio[] {
  const forward = hundredths(terms.provisionForwardFactorHundredths);
  const last = hundredths(terms.provisionOldestLossHundredths);
  const through = [last];
  for (const roll of rolls.slice(0, -1).toReversed()) through.unshift(multiply(atMostAll(roll ?? all), through[0] ?? last));
  return through.map((rate) => atMostAll(multiply(rate, forward)));
}

function meanOf(rates: readonly (Ratio | undefined)[]): Ratio | undefined {
  const known = rates.filter((rate) => rate !== undefined);
  return known.length === 0 ? undefined : divide(known.reduce(add, nothing), { n: BigInt(known.length), d: 1n });
}

const atMostAll = (rate: Ratio): Ratio => (compare(rate, all) > 0 ? all : rate);
/** Of a per cent. */
const hundredths = (count: number): Ratio => ({ n: BigInt(count), d: 10_000n });
const notNegative = (amount: string) => (amount.startsWith('-') ? '0.00' : amount);
const sum = (amounts: readonly string[]) => amounts.reduce(added, '0.00');
