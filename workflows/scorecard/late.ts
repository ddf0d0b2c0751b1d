import type { Policy } from '../policy.js';
import { type CardInputs, cardOf, type MetricValue } from './card.js';
import { type MetricKey, metrics } from './metrics.js';

/** What the ledger says of a period. */
export type LedgerSays = Pick<CardInputs, 'values' | 'quality'>;

/** How a closed card would read had everything been known at its close. */
export interface LateDifference {
  readonly wasHundredths: number;
  readonly isHundredths: number;
  /** Of the difference: what cards after it have taken over already. */
  readonly carriedHundredths: number;
  /** The rest of it, which the next card takes over. */
  readonly pointsHundredths: number;
}

/**
 * By what the total of a closed card differs from what today's ledger makes of it. Scheme, targets, surveys, lists, complaints, deductions and
 * adjustments stay as they were closed: what is decided of those after a close has its own way into the next period.
 * @param carriedHundredths what later cards have taken over of this difference, in all
 * @returns undefined where nothing is left to take over, or where one of both has no total: points are not told from nothing
 */
export function lateDifference(
  closed: CardInputs,
  today: LedgerSays,
  carriedHundredths: number,
  policy: Policy,
): LateDifference | undefined {
  const was = cardOf(closed, policy).totalHundredths;
  const is = cardOf(knownToday(closed, today), policy).totalHundredths;
  if (was === null || is === null) return undefined;
  const pointsHundredths = is - was - carriedHundredths;
  return pointsHundredths === 0 ? undefined : { wasHundredths: was, isHundredths: is, carriedHundredths, pointsHundredths };
}

function knownToday(closed: CardInputs, today: LedgerSays): CardInputs {
  const { receipts, receiptsOfGoodCustomers } = today.quality;
  const values = Object.entries(closed.values).map(([key, value]): [string, MetricValue] => {
    const own = key as MetricKey;
    return [key, metrics[own].from === 'ledger' ? (today.values[own] ?? value) : value];
  });
  return {
    ...closed,
    values: Object.fromEntries(values) as CardInputs['values'],
    quality: { ...closed.quality, receipts, receiptsOfGoodCustomers },
  };
}
