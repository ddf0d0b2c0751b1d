import type { Cents } from '../money.js';
import type { MetricValue } from './card.js';
import { compare, ratio } from './curve.js';

export interface Member {
  /** Decimal, in company currency. */
  readonly receipts: string;
  readonly collectionCents?: Cents;
}

/** Of the members who have a collection target: how many reach it. */
export function subordinateAttainment(members: readonly Member[]): MetricValue {
  const measured = members.filter(({ collectionCents }) => collectionCents !== undefined && collectionCents > 0);
  if (measured.length === 0) return { none: members.length === 0 ? 'no_denominator' : 'no_target' };
  const reached = measured.filter(
    ({ receipts, collectionCents = 0 }) => compare(ratio(receipts), { n: BigInt(collectionCents), d: 100n }) >= 0,
  );
  return { numerator: String(reached.length), denominator: String(measured.length) };
}
