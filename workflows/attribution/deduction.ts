import { type Cents, roundHalfUp } from '../money.js';
import type { Cause, Policy } from '../policy.js';

export interface DeductionBasis {
  readonly cause: Cause;
  readonly shareHundredths: number;
  /** Balance at first docketing, company currency. */
  readonly balanceCents: Cents;
  /** The case has settled by the time the attribution became final. */
  readonly settled: boolean;
}

/**
 * base(cause) × band(balance) × share / 100, halved where the case has settled, rounded once (domain.md, Deduction).
 * In hundredths of a point.
 */
export function deductionHundredths(basis: DeductionBasis, policy: Policy): number {
  const factors =
    BigInt(policy.deductionBasePoints[basis.cause]) * BigInt(bandTenths(basis.balanceCents, policy)) * BigInt(basis.shareHundredths);
  return Number(roundHalfUp(factors, basis.settled ? 2_000n : 1_000n));
}

/** What a share of a recovery gives back: points × recovered ÷ written off (domain.md, Deduction). In hundredths of a point. */
export function givenBackHundredths(pointsHundredths: number, recoveredCents: Cents, writtenOffCents: Cents): number {
  if (writtenOffCents === 0) return 0;
  return Number(roundHalfUp(BigInt(pointsHundredths) * BigInt(recoveredCents), BigInt(writtenOffCents)));
}

function bandTenths(balanceCents: Cents, policy: Policy): number {
  const band = policy.deductionBands.find(({ underCents }) => underCents === undefined || balanceCents < underCents);
  if (!band) throw new Error('the last deduction band must have no bound');
  return band.factorTenths;
}
