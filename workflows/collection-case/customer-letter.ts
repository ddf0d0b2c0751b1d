import { type BusinessDate, daysBetween } from '../calendar/dates.js';
import { isWorkingDay } from '../calendar/working-days.js';
import type { DueLetter } from '../dunning/letters.js';
import { firstOpenDay, type Pausing } from '../dunning/pauses.js';
import type { Terms } from '../dunning/reminders.js';
import type { Cents } from '../money.js';
import type { Role } from './actor.js';
import { withLetters } from './dunning.js';

/** One open item of a customer, with what its case says to letters; without a case where it is not overdue. */
export interface OpenItem {
  readonly dueOn: BusinessDate;
  readonly openCents: Cents;
  readonly case?: CaseOfItem;
}

export interface CaseOfItem extends Pausing {
  readonly id: string;
  /** The collection region's state, as a path. */
  readonly collection: string;
  readonly letterDue?: DueLetter;
  /** Somebody withdrew the letter of this very day and level: it is not proposed again. */
  readonly withdrawn: boolean;
}

/**
 * overdue: demanded · apart: overdue, but in other hands or paused, so that a letter which other items cause must not demand it ·
 * notDue: shown only.
 */
export type ItemPart = 'overdue' | 'apart' | 'notDue';

/** What of a customer's open items a letter is about. */
export interface LetterBasis {
  /** The highest that has come; undefined where no letter may go. */
  readonly level: number | undefined;
  /** Cases whose letter it is. */
  readonly cases: readonly (CaseOfItem & { readonly letterDue: DueLetter })[];
  /** Cases whose letter's day has come, but which something stops today. */
  readonly paused: number;
}

/** Who releases a letter, and records one that went by post (domain.md, Reminders and letters). */
export function letterReleasers(level: number): [Role, ...Role[]] {
  return level === 4 ? ['legal_officer', 'legal_manager'] : ['ar_clerk'];
}

/** Level 1 needs nobody's release; on days off it waits as the others do, since no mail leaves then (domain.md, Reminders and letters). */
export function goesByItself(level: number, on: BusinessDate, { calendar }: Terms): boolean {
  return level === 1 && isWorkingDay(calendar, on);
}

/** One letter per customer and day, at the highest level. */
export function letterBasis(items: readonly OpenItem[], on: BusinessDate, terms: Terms): LetterBasis {
  const waiting = waitingCases(items);
  const cases = waiting.filter((one) => mayBeDemanded(one, on, terms));
  const level = cases.length === 0 ? undefined : Math.max(...cases.map(({ letterDue }) => letterDue.level));
  return { level, cases, paused: waiting.length - cases.length };
}

/** Cases whose letter's day has come, whether or not it may go today: a letter handed over all the same was handed over. */
export function waitingCases(items: readonly OpenItem[]): LetterBasis['cases'] {
  return items.flatMap(({ case: one }) => {
    if (!one?.letterDue || one.withdrawn || !withLetters.includes(one.collection)) return [];
    return [{ ...one, letterDue: one.letterDue }];
  });
}

export function partOf({ dueOn, case: one }: OpenItem, on: BusinessDate, terms: Terms): ItemPart {
  if (daysBetween(dueOn, on) < 1) return 'notDue';
  return !one || mayBeDemanded(one, on, terms) ? 'overdue' : 'apart';
}

/** What the customer contests is named, and not demanded, as long as the dispute is open. */
export function contestedOf({ openCents, case: one }: OpenItem): Cents {
  return Math.min(openCents, one?.dispute?.contestedCents ?? 0);
}

function mayBeDemanded(one: CaseOfItem, on: BusinessDate, { policy, calendar }: Terms): boolean {
  return withLetters.includes(one.collection) && firstOpenDay(one, on, policy, calendar) === on;
}
