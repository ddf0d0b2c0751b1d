import { countReceipt, discountReceipt } from '../../payment-plan/promise.js';
import type { Told } from '../commands.js';
import { type CaseContext, inflow } from '../context.js';
import { type Change, type Outcome, toOwner } from './change.js';
import { deductionsAfterRecovery, deductionsOnReopening, deductionsOnSettlement } from './deductions.js';

/** Whether the money brings the balance to 0. */
export function settles(context: CaseContext, event: Told<'applyReceipt' | 'applyCredit'>): boolean {
  return event.amountCents >= context.balanceCents;
}

export const receiptApplied: Change<'applyReceipt'> = (context, { receipt, amountCents, valueDate, instrument }) => {
  const promises = context.promises.map((promise) => countReceipt(promise, receipt, valueDate, amountCents));
  const kept = promises.filter((promise, i) => promise.state === 'kept' && context.promises[i]?.state !== 'kept');
  return {
    context: {
      balanceCents: context.balanceCents - amountCents,
      receivedCents: context.receivedCents + amountCents,
      promises,
      ...inflow(context, { valueDate, amountCents }),
    },
    entries: [
      { type: 'receiptApplied', receipt, amountCents, valueDate, instrument, balanceCents: context.balanceCents - amountCents },
      ...kept.map(({ id }) => ({ type: 'promiseKept', promise: id })),
    ],
  };
};

export const receiptReversed: Change<'reverseReceipt'> = (context, { receipt, amountCents, reversedOn }) => ({
  context: {
    balanceCents: context.balanceCents + amountCents,
    receivedCents: context.receivedCents - amountCents,
    promises: context.promises.map((promise) => discountReceipt(promise, receipt, amountCents)),
    ...inflow(context, { valueDate: reversedOn, amountCents: -amountCents }),
  },
  entries: [{ type: 'receiptReversed', receipt, amountCents, reversedOn, balanceCents: context.balanceCents + amountCents }],
  effects: [{ type: 'notify', kind: 'receipt_reversed', to: toOwner(context), facts: { receipt, amountCents } }],
});

export const creditApplied: Change<'applyCredit'> = (context, { credit, amountCents, creditedOn }) => ({
  context: {
    balanceCents: context.balanceCents - amountCents,
    creditedCents: context.creditedCents + amountCents,
    ...inflow(context, { valueDate: creditedOn, amountCents }),
  },
  entries: [{ type: 'creditApplied', credit, amountCents, creditedOn, balanceCents: context.balanceCents - amountCents }],
});

export const creditReversed: Change<'reverseCredit'> = (context, { credit, amountCents, reversedOn }) => ({
  context: {
    balanceCents: context.balanceCents + amountCents,
    creditedCents: context.creditedCents - amountCents,
    ...inflow(context, { valueDate: reversedOn, amountCents: -amountCents }),
  },
  entries: [{ type: 'creditReversed', credit, amountCents, reversedOn, balanceCents: context.balanceCents + amountCents }],
});

/** On a written-off item: a recovery; the balance stays 0 (domain.md, writtenOff). */
export const recoveryReceived: Change<'applyReceipt'> = (context, { receipt, amountCents, valueDate, instrument, rules }) => {
  const recoveredCents = context.recoveredCents + amountCents;
  const back = deductionsAfterRecovery(context, recoveredCents);
  // What bounces goes back to the account that it came in by; since the machine's third version.
  const recovery = { receipt, amountCents, ...(rules.machine >= 3 && { instrument }) };
  return {
    ...back,
    context: { ...back.context, recoveredCents, recoveries: [...context.recoveries, recovery] },
    entries: [
      { type: 'recoveryReceived', receipt, amountCents, valueDate, instrument, recoveredCents, writtenOffCents: context.writtenOffCents },
    ],
  };
};

export const recoveryReversed: Change<'reverseReceipt'> = (context, { receipt, amountCents, reversedOn }) => {
  const recoveredCents = context.recoveredCents - amountCents;
  const index = context.recoveries.findIndex((recovery) => recovery.receipt === receipt && recovery.amountCents === amountCents);
  const taken = deductionsAfterRecovery(context, recoveredCents);
  const instrument = context.recoveries[index]?.instrument;
  return {
    ...taken,
    context: { ...taken.context, recoveredCents, recoveries: context.recoveries.toSpliced(index, 1) },
    entries: [
      { type: 'recoveryReversed', receipt, amountCents, reversedOn, recoveredCents, ...(instrument !== undefined && { instrument }) },
    ],
  };
};

/** The case is over: the course of review ends, the count of `continue` with it (domain.md, salesFollowUp … settled). */
export const settled: Change<'applyReceipt' | 'applyCredit' | 'reverseWriteOff' | 'confirmCorrection'> = (context, { told }) => {
  const back = deductionsOnSettlement(context);
  return close(context, back, [{ type: 'settled' }], { settledOn: told.date });
};

/** Credited in full without any receipt, or opened in error. */
export const cancelled: Change<'applyCredit' | 'cancel' | 'confirmCorrection'> = (context, { type }) =>
  close(context, {}, [{ type: 'cancelled', because: type === 'cancel' ? 'opened_in_error' : 'credited' }], {});

/** Paid but for what stands written off from before: only that is over, and what comes for it is a recovery. */
export const writeOffRemained: Change<'applyReceipt' | 'applyCredit' | 'confirmCorrection'> = (context) =>
  close(context, {}, [{ type: 'writeOffRemained', writtenOffCents: context.writtenOffCents }], { writeOff: context.writeOff });

function close(context: CaseContext, back: Outcome, entries: NonNullable<Outcome['entries']>, more: Partial<CaseContext>): Outcome {
  const { round } = context;
  return {
    context: {
      ...back.context,
      ...endOfReview,
      cancellation: undefined,
      writeOff: undefined,
      ...(round && { roundsClosed: context.roundsClosed + 1 }),
      ...more,
    },
    entries: [...(round ? [{ type: 'agendaItemLapsed', meeting: round.meeting }] : []), ...entries],
    effects: [
      ...(round ? [{ type: 'resolveAgendaItem' as const, meeting: round.meeting, outcome: 'lapsed', tally: null }] : []),
      ...(back.effects ?? []),
    ],
  };
}

/** What belongs to one run towards the board and does not outlive it. */
export const endOfReview = {
  round: undefined,
  escalated: undefined,
  nextReviewOn: undefined,
  continuedTimes: 0,
  deferredTimes: 0,
  plan: undefined,
  grace: undefined,
  legal: undefined,
  unconfirmed: false,
} as const;

/** A reversal in a closed state: the case is open again, with the age it has. */
export const reopened: Change<'reverseReceipt' | 'reverseCredit'> = (context) => {
  const taken = deductionsOnReopening(context);
  return {
    ...taken,
    // What the board decided was about a debt that was paid since.
    context: { ...taken.context, settledOn: undefined, decided: undefined },
    entries: [{ type: 'reopened', balanceCents: context.balanceCents }],
    effects: [...(taken.effects ?? []), { type: 'notify', kind: 'reopened', to: toOwner(context) }],
  };
};

export const disputeLapsed: Change<'applyReceipt' | 'applyCredit' | 'cancel' | 'postWriteOff' | 'confirmCorrection'> = () => ({
  context: { dispute: undefined },
  entries: [{ type: 'disputeLapsed' }],
});
