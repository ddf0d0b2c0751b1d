import type { FactKind } from '../attribution/facts.js';
import { addMonths, type BusinessDate } from '../calendar/dates.js';
import type { Choice } from './tally.js';

/** What somebody says has come up since the board decided, and what on the case's record shows it. */
export interface NamedFact {
  readonly note: string;
  /** Filed since the decision. */
  readonly evidence?: string;
  /** Recorded since the decision. */
  readonly fact?: FactKind;
}

/** Why a case that was decided this month may be voted on again: a fact that was named, or the event that brought the case back. */
export type NewFact =
  | { readonly because: 'named'; readonly by: string; readonly on: BusinessDate; readonly named: NamedFact }
  | {
      readonly because: 'grace_broken' | 'legal_action_exhausted' | 'write_off_reversed' | 'receipt_reversed' | 'credit_reversed';
      readonly on: BusinessDate;
    };

/** The board's last resolution, and what was on the case's record by then. */
export interface Decided {
  readonly meeting: string;
  readonly on: BusinessDate;
  readonly outcome: Choice;
  readonly evidence: readonly string[];
  readonly facts: number;
}

/** Of what is on a case's record: what has come since the decision, and so could show something new (vote.new_fact). */
export function recordedSince<E extends { id: string; withdrawnReason?: string }, F extends { kind: FactKind }>(
  decided: Pick<Decided, 'evidence' | 'facts'>,
  { evidence, facts }: { evidence: readonly E[]; facts: readonly F[] },
): { evidence: E[]; facts: FactKind[] } {
  return {
    evidence: evidence.filter(({ id, withdrawnReason }) => withdrawnReason === undefined && !decided.evidence.includes(id)),
    facts: [...new Set(facts.slice(decided.facts).map(({ kind }) => kind))],
  };
}

/** A case that was decided is not voted on again in the same calendar month; from this day on it may be. */
export function votableAgainFrom({ on }: Pick<Decided, 'on'>): BusinessDate {
  return addMonths(`${on.slice(0, 7)}-01`, 1);
}
