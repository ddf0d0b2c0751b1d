import { nightAfterWorkingDays } from '../../calendar/working-days.js';
import { restartedOn } from '../../dunning/limitation.js';
import { isBroken } from '../../payment-plan/promise.js';
import type { Told } from '../commands.js';
import { type CaseContext, overdueDays } from '../context.js';
import { type Change, personOf, toOwner, toRole } from './change.js';

export const attemptLogged: Change<'logAttempt'> = (context, { type: _, told, rules, collection: _collection, ...attempt }) => ({
  context: {
    // With proof it is a demand that reached the customer (domain.md, Limitation clock), since the machine's second version.
    ...(attempt.evidence !== undefined && rules.machine >= 2 && { limitationFrom: restartedOn(context, attempt.on) }),
    attempts: {
      count: context.attempts.count + 1,
      lastOn: context.attempts.lastOn !== undefined && context.attempts.lastOn > attempt.on ? context.attempts.lastOn : attempt.on,
    },
    ...(attempt.on < told.date && {
      facts: [...context.facts, { kind: 'attempt_late_entry' as const, on: told.date, numbers: { madeOn: attempt.on } }],
    }),
  },
  entries: [{ ...attempt, type: 'attemptLogged', enteredLate: attempt.on < told.date }],
});

export const promiseRecorded: Change<'recordPromise'> = (context, event) => {
  const { amountCents, dueOn, by, note, told } = event;
  const id = context.promisesMade + 1;
  return {
    context: {
      promisesMade: id,
      promises: [
        ...context.promises,
        { id, amountCents, dueOn, recordedOn: told.date, recordedBy: personOf(event), receivedCents: 0, receipts: [], state: 'live' },
      ],
    },
    entries: [{ type: 'promiseRecorded', promise: id, amountCents, dueOn, by, note }],
  };
};

export const promiseWithdrawn: Change<'withdrawPromise'> = (context, { promise, reason }) => {
  const live = context.promises.filter(({ state }) => state === 'live');
  const id = promise ?? live.at(-1)?.id;
  return {
    context: { promises: context.promises.map((item) => (item.id === id ? { ...item, state: 'withdrawn' } : item)) },
    entries: [{ type: 'promiseWithdrawn', promise: id, reason }],
  };
};

/** The night after a promise's date: what has not come by then is broken. */
export const promisesJudged: Change<'dateReached'> = (context, { told }) => {
  const broken = context.promises.filter((promise) => isBroken(promise, told.date));
  if (broken.length === 0) return {};
  return {
    context: { promises: context.promises.map((promise) => (isBroken(promise, told.date) ? { ...promise, state: 'broken' } : promise)) },
    entries: broken.map(({ id, amountCents, receivedCents, dueOn }) => ({
      type: 'promiseBroken',
      promise: id,
      amountCents,
      receivedCents,
      dueOn,
    })),
    effects: [{ type: 'notify', kind: 'promise_broken', to: toOwner(context), facts: { promises: broken.map(({ id }) => id) } }],
  };
};

export const positionReported: Change<'reportPosition'> = (_context, event) => {
  const { position, note, expectedOn, told } = event;
  return {
    context: { position: { position, note, by: personOf(event), on: told.date, ...(expectedOn !== undefined && { expectedOn }) } },
    entries: [{ type: 'positionReported', position, note, expectedOn }],
    effects: [{ type: 'notify', kind: 'confirmation_waiting', to: toRole('ar_clerk') }],
  };
};

/** Day 91, or the review date of a `continue`: from here finance has 5 working days to confirm (domain.md, financeConfirmation). */
export const escalated: Change<'dateReached'> = (context, { told, rules }) => {
  const because = context.nextReviewOn === undefined ? 'overdue' : 'next_review';
  const unconfirmedOn = nightAfterWorkingDays(rules.calendar, told.date, rules.policy.confirmationWorkingDays);
  return {
    context: { escalated: { on: told.date, because, unconfirmedOn } },
    entries: [{ type: 'escalated', because, overdueDays: overdueDays(context, told.date), unconfirmedOn }],
    effects: [
      { type: 'notify', kind: 'escalated', to: toOwner(context) },
      { type: 'notify', kind: 'confirmation_waiting', to: toRole('ar_clerk') },
    ],
  };
};

export const confirmed: Change<'confirm'> = (context, event) => {
  const { view, amountCents, note, told, rules } = event;
  return {
    context: {
      view: { view, by: personOf(event), on: told.date },
      // Where a new policy or due date has made the case too young again, its term is over, since the machine's third version.
      ...(rules.machine >= 3 && { escalated: undefined }),
    },
    entries: [{ type: 'confirmed', view, amountCents, note, disagrees: disagree(context, view) }],
  };
};

/** Sales says `will_pay` and finance `bad`, or `cannot_pay` and `collectable` (domain.md, position, view). */
export function disagree({ position }: Pick<CaseContext, 'position'>, view: string): boolean {
  return (position?.position === 'will_pay' && view === 'bad') || (position?.position === 'cannot_pay' && view === 'collectable');
}

export const returnedToSales: Change<'returnToSales'> = (context, { reason }) => ({
  context: { escalated: undefined },
  entries: [{ type: 'returnedToSales', reason }],
  effects: [{ type: 'notify', kind: 'returned_to_sales', to: toOwner(context), facts: { reason } }],
});

export const planProposed: Change<'proposePlan'> = (_context, event) => {
  const { instalments, note, told } = event;
  return {
    context: { plan: { instalments, proposedBy: personOf(event), proposedOn: told.date, reducedByCents: 0 } },
    entries: [{ type: 'planProposed', instalments: instalments.map((instalment) => ({ ...instalment })), note }],
    effects: [{ type: 'notify', kind: 'plan_waiting', to: toRole('ar_clerk') }],
  };
};

export const planAccepted: Change<'acceptPlan'> = ({ plan, balanceCents }, event) => ({
  ...(plan && { context: { plan: { ...plan, acceptedBy: personOf(event), acceptedOn: event.told.date } } }),
  entries: [{ type: 'planAccepted', balanceCents }],
});

export const letterRecorded: Change<'recordLetter'> = (context, { level, channel, sentOn, trackingNo }) => ({
  context: {
    letters: [...context.letters, { level, channel, sentOn, ...(trackingNo !== undefined && { trackingNo }) }],
    ...(context.letterDue && context.letterDue.level <= level && { letterDue: undefined }),
  },
  entries: [{ type: 'letterRecorded', level, channel, sentOn, trackingNo }],
});

export const paused: Change<'pause'> = (context, { from, until, reason, told }) => {
  const pause = { from: from ?? told.date, until, reason };
  return { context: { pauses: [...context.pauses, pause] }, entries: [{ type: 'paused', ...pause }] };
};

/** Whether the case's review has come: over 90 overdue days, or after a `continue` its review date (domain.md, salesFollowUp). */
export function isReviewDue(context: Pick<CaseContext, 'dueOn' | 'nextReviewOn'>, event: Told): boolean {
  const { nextReviewOn } = context;
  if (nextReviewOn !== undefined) return event.told.date >= nextReviewOn;
  return overdueDays(context, event.told.date) > event.rules.policy.reviewAfterOverdueDays;
}
