import { addDays, type BusinessDate, daysBetween } from '../calendar/dates.js';
import type { Cause } from '../policy.js';
import type { Fact } from './facts.js';

/** Whose a case became, and when; of a whole list the first is who had it when it was opened. */
export interface Owned {
  readonly owner: string;
  readonly from: BusinessDate;
}

/** What tells who could have done otherwise, as the records beside the case have it. */
export interface Past {
  readonly owners: readonly Owned[];
  /** Of the receivable's contract, where there is one. */
  readonly signedBy?: string;
}

/** First and last day on which what the fact tells of could have been done otherwise. */
interface Span {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** Sales' causes that a fact dates: they are the fault of who had the case, or signed for it, then. */
const datedCauses: readonly Cause[] = ['follow_up_neglected', 'credit_check_missing', 'credit_check_ignored', 'credit_policy_breached'];

/**
 * Who of sales answers for the fact: who signed the contract that it is about; of a neglect, who had the case for the longest part of
 * it. Never who has the case today.
 */
export function answersFor(fact: Fact, { owners, signedBy }: Past): string | undefined {
  if (signedBy !== undefined && fact.kind !== 'follow_up_neglected') return signedBy;
  const span = spanOf(fact);
  const days = owners.map((owned, index) => ({ owner: owned.owner, days: daysWithin(span, owned, owners[index + 1], index === 0) }));
  return days.reduce<(typeof days)[number] | undefined>((most, one) => (one.days > (most?.days ?? 0) ? one : most), undefined)?.owner;
}

/**
 * The last fact for the cause, where the person came to the case only after it and after all others for it: a change of owner does
 * not move the blame. Undefined where the person could have done otherwise, or never had the case at all.
 */
export function cameAfter(
  person: string,
  cause: Cause,
  facts: readonly Fact[],
  past: Past,
): { fact: Fact; from: BusinessDate } | undefined {
  const dated = datedCauses.includes(cause) ? facts.filter(({ kind }) => kind === cause) : [];
  const mine = past.owners.flatMap((owned, index) =>
    owned.owner === person ? [{ owned, next: past.owners[index + 1], isFirst: index === 0 }] : [],
  );
  const from = mine[0]?.owned.from;
  const fact = dated.at(-1);
  if (from === undefined || !fact || past.signedBy === person) return undefined;
  const couldHave = dated.some((one) => mine.some(({ owned, next, isFirst }) => daysWithin(spanOf(one), owned, next, isFirst) > 0));
  return couldHave ? undefined : { fact, from };
}

/** The night of a date is the first thing on it: what it finds happened up to the day before. */
function spanOf({ on, numbers }: Fact): Span {
  const { since, signedOn, issuedOn } = numbers;
  const day = signedOn ?? issuedOn;
  if (typeof day === 'string') return { from: day, to: day };
  return typeof since === 'string' && since < on ? { from: since, to: addDays(on, -1) } : { from: addDays(on, -1), to: addDays(on, -1) };
}

/** Days of the span on which the case was theirs in the evening; who had it at its opening is taken to have had it before. */
function daysWithin({ from, to }: Span, owned: Owned, next: Owned | undefined, isFirst: boolean): number {
  const first = isFirst || owned.from < from ? from : owned.from;
  const last = next && next.from <= to ? addDays(next.from, -1) : to;
  return Math.max(0, daysBetween(first, last) + 1);
}
