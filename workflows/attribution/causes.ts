import type { Cause } from '../policy.js';

export const parties = ['sales', 'finance', 'legal', 'customer', 'force_majeure'] as const;

export type Party = (typeof parties)[number];

/** These three are people of the company: their share names the person. */
export const ownParties: readonly Party[] = ['sales', 'finance', 'legal'];

/** Who bears which part of a case. */
export interface Share {
  readonly party: Party;
  readonly person?: string;
  readonly cause: Cause;
  /** 60 % = 6000. */
  readonly shareHundredths: number;
  readonly note?: string;
}

export function personsNamed(shares: readonly Share[]): string[] {
  return [...new Set(shares.flatMap((share) => (share.person === undefined ? [] : [share.person])))];
}
