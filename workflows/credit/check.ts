import type { BusinessDate } from '../calendar/dates.js';
import type { Cents } from '../money.js';
import type { Policy } from '../policy.js';
import type { Exposure, Unrated } from './exposure.js';
import { type CreditStanding, type CreditTerms, creditTerms, type Weakness } from './terms.js';

/** A contract about to be signed, or an order. In company currency. */
export interface Deal {
  readonly on: BusinessDate;
  /** What of it is not in the customer's exposure yet: a signed contract's part that is invoiced is. */
  readonly addedCents: Cents;
  readonly amountCents: Cents;
  /** An order names none: it goes by its customer's. */
  readonly termDays?: number | undefined;
  /** Prepaid, or covered by a security. */
  readonly securedCents: Cents;
}

/** What stands against a deal, and by how much; `gapCents` is what would satisfy it. */
export type CreditReason =
  | { readonly key: 'limit_exceeded'; readonly limitCents: Cents; readonly exposureCents: Cents; readonly gapCents: Cents }
  | { readonly key: 'term_exceeded'; readonly termDays: number; readonly askedDays: number }
  | {
      readonly key: 'security_required';
      readonly why: readonly Weakness[];
      readonly neededCents: Cents;
      readonly securedCents: Cents;
      readonly gapCents: Cents;
    }
  | { readonly key: 'rate_missing'; readonly currency: string };

export interface CreditVerdict {
  readonly result: 'allowed' | 'hold';
  readonly reasons: readonly CreditReason[];
  readonly terms: CreditTerms;
  /** With the deal; undefined where a rate is missing. */
  readonly exposureCents?: Cents;
}

/**
 * Whether the policy lets a customer have the deal on credit. What is secured or prepaid takes nothing of the limit.
 * A customer without a limit of any kind is not refused for one: it is without a grade then, and prepays.
 */
export function checkAtSigning(deal: Deal, customer: CreditStanding, exposure: Exposure | Unrated, policy: Policy): CreditVerdict {
  const terms = creditTerms(customer, deal.on, policy);
  const reasons = [...beyondLimit(deal, exposure, terms), ...beyondTerm(deal, terms), ...unsecured(deal, terms, policy)];
  return {
    result: reasons.length === 0 ? 'allowed' : 'hold',
    reasons,
    terms,
    ...(!('unrated' in exposure) && { exposureCents: exposure.totalCents + deal.addedCents }),
  };
}

/** What an exception would have to bear: the largest gap, or the whole deal where only its term is too long. */
export function uncoveredCents(reasons: readonly CreditReason[], amountCents: Cents): Cents {
  const gaps = reasons.map((reason) => ('gapCents' in reason ? reason.gapCents : amountCents));
  return Math.max(0, ...gaps);
}

function beyondLimit({ addedCents, securedCents }: Deal, exposure: Exposure | Unrated, { limitCents }: CreditTerms): CreditReason[] {
  if (limitCents === undefined) return [];
  if ('unrated' in exposure) return [{ key: 'rate_missing', currency: exposure.unrated }];
  const exposureCents = exposure.totalCents + addedCents;
  const gapCents = exposureCents - securedCents - limitCents;
  return gapCents > 0 ? [{ key: 'limit_exceeded', limitCents, exposureCents, gapCents }] : [];
}

function beyondTerm({ termDays: askedDays }: Deal, { termDays }: CreditTerms): CreditReason[] {
  return askedDays !== undefined && termDays !== undefined && askedDays > termDays ? [{ key: 'term_exceeded', termDays, askedDays }] : [];
}

function unsecured({ amountCents, securedCents }: Deal, { weaknesses }: CreditTerms, { securityPercent }: Policy): CreditReason[] {
  if (weaknesses.length === 0) return [];
  // Whoever was found not to be creditworthy gets nothing on credit.
  const percent = weaknesses.includes('check_failed') ? 100 : securityPercent;
  const neededCents = Number((BigInt(amountCents) * BigInt(percent) + 99n) / 100n);
  const gapCents = neededCents - securedCents;
  return gapCents > 0 ? [{ key: 'security_required', why: weaknesses, neededCents, securedCents, gapCents }] : [];
}
