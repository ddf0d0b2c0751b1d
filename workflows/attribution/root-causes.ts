import type { Ground } from '../evidence/grounds.js';

/** Why money was lost, in two levels: where it went wrong, and what (the cause tree of a write-off). Unlike a `Cause`, it costs nobody points. */
export const rootCauseTree = {
  customer: ['customer_insolvent', 'customer_gone', 'customer_unwilling', 'customer_dispute', 'customer_fraud'],
  sales: ['credit_check_missing', 'credit_check_ignored', 'over_promised', 'credit_policy_breached', 'follow_up_neglected'],
  finance: ['dunning_notice_late', 'wrong_invoice', 'small_difference'],
  delivery: ['delivery_failed', 'quality_defect'],
  legal: ['evidence_late', 'limitation_missed'],
  force_majeure: ['natural_event', 'public_measure'],
} as const;

export type RootCauseGroup = keyof typeof rootCauseTree;
export type RootCause = (typeof rootCauseTree)[RootCauseGroup][number];

export const rootCauseGroups = Object.keys(rootCauseTree) as RootCauseGroup[];
export const rootCauses: readonly RootCause[] = rootCauseGroups.flatMap((group) => [...rootCauseTree[group]]);

export function groupOf(cause: RootCause): RootCauseGroup {
  const found = rootCauseGroups.find((group) => (rootCauseTree[group] as readonly string[]).includes(cause));
  if (!found) throw new Error(`no root cause: ${cause}`);
  return found;
}

/** In this order: what says why the money is lost. That a debt is old, or that a court has decided on it, does not. */
const saidByGround: readonly (readonly [Ground, RootCause])[] = [
  ['bankruptcy', 'customer_insolvent'],
  ['deregistered', 'customer_gone'],
  ['death_or_missing', 'customer_gone'],
  ['restructuring', 'customer_insolvent'],
  ['force_majeure', 'natural_event'],
];

/**
 * The root cause that the record itself says, for a posting that names none.
 * @param grounds of the accepted documents
 * @param waived a small balance that nobody had to prove anything about
 */
export function rootCauseSaid(grounds: readonly Ground[], waived: boolean): RootCause | undefined {
  if (waived) return 'small_difference';
  return saidByGround.find(([ground]) => grounds.includes(ground))?.[1];
}
