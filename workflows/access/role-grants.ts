/**
 * Who hands out powers decides who decides. An administrator enters people and what they may do; but a role that decides on money, evidence,
 * pay or the board, or that sees every case, is held only once somebody in charge has agreed, who neither proposed it nor receives it. A role
 * that acts on what is one's own and is decided by others is given at once; so is `admin`, who sees no case and can grant none of these alone.
 */

/** Beside the role: who agrees. Each is the general manager or a director whom it concerns. */
const confirmedBy = {
  sales_manager: ['sales_director', 'general_manager'],
  sales_director: ['general_manager', 'finance_director'],
  ar_clerk: ['finance_director', 'general_manager'],
  finance_director: ['general_manager', 'sales_director'],
  general_manager: ['general_manager', 'sales_director', 'finance_director', 'legal_manager'],
  legal_officer: ['legal_manager', 'general_manager'],
  legal_manager: ['general_manager', 'finance_director', 'sales_director'],
  hr: ['general_manager', 'finance_director'],
  auditor: ['general_manager', 'legal_manager'],
} as const satisfies Readonly<Record<string, readonly PersonInCharge[]>>;

/** In a company where nobody has ever held one of these there is nobody to ask, and the first is made at once: the set-up. */
export const peopleInCharge = ['general_manager', 'sales_director', 'finance_director', 'legal_manager'] as const;

export type PersonInCharge = (typeof peopleInCharge)[number];

/** What somebody holds, or is to hold: in one company, or in every one (null). */
export interface HeldRole {
  readonly role: string;
  readonly companyId: string | null;
}

export interface ProposedRole extends HeldRole {
  readonly receiver: string;
  readonly proposedBy: string;
}

/** Somebody who wants to confirm or reject, with what they hold themselves: powers that one only stands in for are not handed on. */
export interface Confirmer {
  readonly login: string;
  readonly grants: readonly HeldRole[];
  /** Whom they stand in for today. */
  readonly standsInFor: readonly string[];
}

/** Roles that nobody holds by the word of an administrator alone, as a stand-in neither. */
export const decidingRoles: readonly string[] = Object.keys(confirmedBy);

/**
 * Whether a machine may use a role of the person it acts for, with a token that somebody else has made, and knows: what looks, and what brings
 * files. The rest decides, and is for whoever was confirmed.
 */
export function isForMachinesOfOthers(role: string): boolean {
  return ['salesperson', 'ar_clerk', 'auditor'].includes(role);
}

/** Empty for a role that is given at once. */
export function confirmersOf(role: string): readonly PersonInCharge[] {
  return (confirmedBy as Readonly<Record<string, readonly PersonInCharge[]>>)[role] ?? [];
}

/** Roles of which one may agree to some grant, whatever the company. */
export function confirmableWith(grants: readonly HeldRole[]): string[] {
  return Object.keys(confirmedBy).filter((role) => confirmersOf(role).some((one) => grants.some((held) => held.role === one)));
}

/** `role`: agreeing is for others; `own`: it is one's own, as its author, its receiver, or somebody who could have proposed it. */
export function refuseConfirming(proposed: ProposedRole, by: Confirmer): 'role' | 'own' | undefined {
  const isInCharge = by.grants.some((held) => confirmersOf(proposed.role).some((one) => one === held.role) && covers(held, proposed));
  if (!isInCharge) return 'role';
  const gains = by.login === proposed.receiver || by.standsInFor.includes(proposed.receiver);
  const proposes = by.login === proposed.proposedBy || by.grants.some(({ role }) => role === 'admin');
  return gains || proposes ? 'own' : undefined;
}

/** A role of one company says nothing about another, nor about all. */
function covers(held: HeldRole, proposed: HeldRole): boolean {
  return held.companyId === null || held.companyId === proposed.companyId;
}
