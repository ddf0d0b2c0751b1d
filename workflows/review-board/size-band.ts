import type { Cents } from '../money.js';
import type { Policy } from '../policy.js';

/** How large a balance is, by the bands of deductions: 0 the smallest. Cases of one band are alike in size. */
export function sizeBand(balanceCents: Cents, { deductionBands }: Pick<Policy, 'deductionBands'>): number {
  const band = deductionBands.findIndex(({ underCents }) => underCents === undefined || balanceCents < underCents);
  return band < 0 ? deductionBands.length : band;
}
