import { addMonths, type BusinessDate } from '../calendar/dates.js';
import type { Cents } from '../money.js';
import type { Policy } from '../policy.js';

export const evidenceKinds = [
  'contract',
  'statement',
  'court_announcement',
  'judgment',
  'enforcement_ruling',
  'registry_proof',
  'police_proof',
  'agreement',
  'special_report',
  'letter_receipt',
  'other',
] as const;

export type EvidenceKind = (typeof evidenceKinds)[number];

export const grounds = [
  'bankruptcy',
  'judgment',
  'deregistered',
  'death_or_missing',
  'restructuring',
  'force_majeure',
  'over_3_years',
  'over_1_year_small',
  'inability_to_pay',
  'origin',
] as const;

export type Ground = (typeof grounds)[number];

/** They prove insolvency and go with `inability_to_pay`. */
export const insolvencyGrounds: readonly Ground[] = ['bankruptcy', 'judgment', 'deregistered', 'death_or_missing'];

/** These carry a bad debt by themselves (beside `origin`). */
export const standaloneGrounds: readonly Ground[] = ['restructuring', 'force_majeure', 'over_3_years', 'over_1_year_small'];

/** What completes a ground: each inner list is one way, all its kinds are needed (domain.md, Evidence and the grounds of a bad debt). */
export const completedBy: Readonly<Record<Ground, readonly (readonly EvidenceKind[])[]>> = {
  bankruptcy: [['court_announcement']],
  judgment: [['judgment', 'enforcement_ruling']],
  deregistered: [['registry_proof']],
  death_or_missing: [['police_proof']],
  restructuring: [['agreement']],
  force_majeure: [['statement', 'agreement']],
  over_3_years: [['statement']],
  over_1_year_small: [['statement']],
  inability_to_pay: [['statement'], ['enforcement_ruling']],
  origin: [['contract'], ['statement']],
};

export interface Document {
  readonly kind: EvidenceKind;
  readonly ground: Ground;
}

/** A piece that a bad debt lacks: the origin of the debt, an insolvency ground, the inability to pay that goes with one, or any ground at all. */
export type Lack = 'origin' | 'insolvency_ground' | 'inability_to_pay' | 'any_ground';

/** The debt the grounds are looked at for. */
export interface Debt {
  readonly dueOn: BusinessDate;
  readonly balanceCents: Cents;
}

/** Grounds of the accepted documents that their row completes; the two grounds of age also need the age, and the small one the size. */
export function completeGrounds(accepted: readonly Document[], debt: Debt, on: BusinessDate, policy: Policy): Ground[] {
  return grounds.filter((ground) => {
    return areKindsThere(ground, accepted) && isOldAndSmallEnough(ground, debt, on, policy);
  });
}

/** Whether the documents for the ground are of the kinds that its row asks for. */
export function areKindsThere(ground: Ground, documents: readonly Document[]): boolean {
  const kinds = new Set(documents.filter((document) => document.ground === ground).map((document) => document.kind));
  return completedBy[ground].some((way) => way.every((kind) => kinds.has(kind)));
}

/**
 * What a bad debt still lacks: `origin`, and either `inability_to_pay` with one insolvency ground, or another ground
 * complete by its row (domain.md, evidence.required).
 * @returns nothing when the evidence carries
 */
export function missingForBadDebt(accepted: readonly Document[], debt: Debt, on: BusinessDate, policy: Policy): Lack[] {
  const complete = new Set(completeGrounds(accepted, debt, on, policy));
  const missing: Lack[] = complete.has('origin') ? [] : ['origin'];
  if (standaloneGrounds.some((ground) => complete.has(ground))) return missing;
  const insolvent = insolvencyGrounds.some((ground) => complete.has(ground));
  const unable = complete.has('inability_to_pay');
  if (unable && insolvent) return missing;
  if (unable) return [...missing, 'insolvency_ground'];
  return [...missing, insolvent ? 'inability_to_pay' : 'any_ground'];
}

/** The two grounds of age need the age, and the small one the size; the others nothing but their documents. */
export function isOldAndSmallEnough(ground: Ground, debt: Debt, on: BusinessDate, policy: Policy): boolean {
  if (ground === 'over_3_years') return on > addMonths(debt.dueOn, 36);
  if (ground !== 'over_1_year_small') return true;
  const small = Math.max(policy.smallClaimCents, Math.floor(policy.yearlyRevenueCents / 10_000));
  return on > addMonths(debt.dueOn, 12) && debt.balanceCents <= small;
}
