import { addDays, type BusinessDate, earliest } from '../calendar/dates.js';
import { type DueLetter, nextLetter } from '../dunning/letters.js';
import { restartedOn } from '../dunning/limitation.js';
import { lateEvidence, lateLetter, type Neglect, type Neglected, noAttempt } from '../dunning/neglect.js';
import { nextReminderOn, type Reminder, remindersDue, type Terms } from '../dunning/reminders.js';
import { holdersOf } from '../review-board/seats.js';
import { acceptedEvidence, type KeptContext, type Round } from './context.js';
import { isClosed } from './next-date.js';

/** What the calendar brings to people's notice, beside the course that it sets going itself. */
export interface Dunning {
  readonly reminders: readonly Reminder[];
  readonly letter?: DueLetter;
  readonly neglects: readonly Neglect[];
}

/** While legal works, a plan runs or the debt is being written off, no letter of finance's goes out. */
export const withLetters: readonly string[] = ['salesFollowUp', 'financeConfirmation', 'boardReview.docketed', 'boardReview.voting'];

/** What has come since the last time, up to a date. */
export function dunningDue(context: KeptContext, collection: string, by: BusinessDate, terms: Terms): Dunning {
  if (isClosed(collection)) return { reminders: [], neglects: [] };
  const after = lookedAt(context);
  const subject = subjectOf(context, collection);
  const letter = letterAfter(subject, after, terms);
  return {
    reminders: remindersDue(subject, after, by, terms),
    ...(letter && letter.on <= by && { letter }),
    neglects: neglectsOf(subject, terms).filter(({ on }) => on <= by),
  };
}

/** The next night that has something of it; undefined for a closed case. */
export function nextDunningOn(context: KeptContext, collection: string, terms: Terms): BusinessDate | undefined {
  if (isClosed(collection)) return undefined;
  const after = lookedAt(context);
  const subject = subjectOf(context, collection);
  return earliest([
    nextReminderOn(subject, after, terms),
    letterAfter(subject, after, terms)?.on,
    // A term may have ended while nobody looked.
    ...neglectsOf(subject, terms).map(({ on }) => (on > after ? on : addDays(after, 1))),
  ]);
}

function lookedAt({ remindedOn, openedOn }: KeptContext): BusinessDate {
  return remindedOn ?? addDays(openedOn, -1);
}

function subjectOf(context: KeptContext, collection: string): Neglected {
  const { round } = context;
  return {
    ...context,
    collection,
    limitationFrom: acceptedEvidence(context).reduce(
      (from, { demandOn }) => restartedOn({ ...context, limitationFrom: from }, demandOn),
      context.limitationFrom,
    ),
    ...(round && { voting: { openedOn: round.openedOn, missing: notVoted(round) } }),
  };
}

function letterAfter(subject: Neglected, after: BusinessDate, { policy, calendar }: Terms): DueLetter | undefined {
  return withLetters.includes(subject.collection) ? nextLetter(subject, after, policy, calendar) : undefined;
}

function neglectsOf(subject: Neglected, terms: Terms): Neglect[] {
  return [
    withLetters.includes(subject.collection) ? lateLetter(subject, terms) : undefined,
    noAttempt(subject, terms),
    ...lateEvidence(subject),
  ].filter((neglect) => neglect !== undefined);
}

/** Of each seat without a vote whoever is first in line and not recused. */
export function notVoted({ roll, votes, recusals }: Round): string[] {
  const recused = new Set(recusals.map(({ person }) => person));
  return roll
    .filter(({ seat }) => !votes.some((vote) => vote.seat === seat))
    .flatMap((seat) => holdersOf(seat).find((login) => !recused.has(login)) ?? []);
}
