import { type Days, lengthOf } from './assessment-period.js';
import type { MetricValue } from './card.js';
import { divide, multiply, type Ratio, ratio, subtract } from './curve.js';
import { difference, product } from './decimal.js';

/** Decimals in one currency. */
interface Turnover {
  /** Balances at the end of the day before the period, and of its last day. */
  readonly opened: string;
  readonly open: string;
  /** Credit sales of the period, and of the one before it. */
  readonly sales: string;
  readonly salesBefore: string;
}

/**
 * (DSO(previous P) − DSO(P)) / DSO(previous P). With DSO = open ÷ sales × days and both fractions made whole, that is
 * (opened × days′ × sales − open × days × sales′) / (opened × days′ × sales).
 */
export function cycleImprovement({ opened, open, sales, salesBefore }: Turnover, days: Days, before: Days): MetricValue {
  if (!positive(sales) || !positive(salesBefore) || !positive(opened)) return { none: 'no_denominator' };
  const was = product(opened, String(lengthOf(before)), sales);
  return { numerator: difference(was, product(open, String(lengthOf(days)), salesBefore)), denominator: was };
}

/** Days sales outstanding: open ÷ credit sales × days. Undefined without sales. */
export function daysSalesOutstanding(open: string, sales: string, days: number): Ratio | undefined {
  return positive(sales) ? multiply(divide(ratio(open), ratio(sales)), ratio(String(days))) : undefined;
}

/** The part of it that would be left if nobody paid late. */
export function bestPossibleDso(open: string, overdue: string, sales: string, days: number): Ratio | undefined {
  return daysSalesOutstanding(difference(open, overdue), sales, days);
}

/** Average days delinquent: what lateness adds. */
export function averageDaysDelinquent(open: string, overdue: string, sales: string, days: number): Ratio | undefined {
  const [whole, best] = [daysSalesOutstanding(open, sales, days), bestPossibleDso(open, overdue, sales, days)];
  return whole && best && subtract(whole, best);
}

/** Collection effectiveness: of all that could have been collected, what was; 100 is all. Undefined where nothing could. */
export function collectionEffectiveness(opened: string, sales: string, open: string, current: string): Ratio | undefined {
  const all = subtract(ratio(opened), subtract(ratio(current), ratio(sales)));
  if (all.n <= 0n) return undefined;
  return multiply(divide(subtract(ratio(opened), subtract(ratio(open), ratio(sales))), all), ratio('100'));
}

const positive = (decimal: string) => ratio(decimal).n > 0n;
