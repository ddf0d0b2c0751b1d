import { addDays } from '../../calendar/dates.js';
import { nightAfterWorkingDays } from '../../calendar/working-days.js';
import { restartedOn } from '../../dunning/limitation.js';
import { missingForBadDebt } from '../../evidence/grounds.js';
import { acceptedEvidence, approverOf, type LinkedEvidence } from '../context.js';
import { rootCauseOf } from '../forgiving.js';
import { type Change, personOf, toRole } from './change.js';
import { deductionsAfterRecovery, keepWhatRecoveriesGaveBack } from './deductions.js';
import { requestOf, requestsWith } from './evidence-requests.js';
import { endOfReview } from './money.js';

export const evidenceAttached: Change<'attachEvidence'> = (context, event) => {
  const { evidence, sha256, kind, ground, demandOn, told } = event;
  const attachedByLegalManager = told.by.kind === 'person' && told.by.roles.includes('legal_manager');
  const item: LinkedEvidence = {
    id: evidence,
    sha256,
    kind,
    ground,
    attachedBy: personOf(event),
    attachedByLegalManager,
    attachedOn: told.date,
    ...(demandOn !== undefined && { demandOn }),
  };
  return {
    context: requestsWith(context, [...context.evidence, item], event),
    entries: [{ type: 'evidenceAttached', evidence, sha256, kind, ground, demandOn }],
    effects: [{ type: 'notify', kind: 'evidence_to_accept', to: toRole('legal_manager'), facts: { evidence } }],
  };
};

export const evidenceAccepted: Change<'acceptEvidence'> = (context, event) => ({
  context: { evidence: context.evidence.map((item) => (item.id === event.evidence ? { ...item, acceptedBy: personOf(event) } : item)) },
  entries: [{ type: 'evidenceAccepted', evidence: event.evidence }],
});

/** A decision that relied on it and no longer stands on what is left is named with it, since the machine's third version. */
export const evidenceWithdrawn: Change<'withdrawEvidence'> = (context, event) => {
  const { evidence: id, reason, told, rules } = event;
  const evidence = context.evidence.map((item) => (item.id === id ? { ...item, withdrawnReason: reason } : item));
  const isRelied = context.writeOff?.waived === false && acceptedEvidence(context).some((item) => item.id === id);
  const lacks = isRelied ? missingForBadDebt(acceptedEvidence({ ...context, evidence }), context, told.date, rules.policy) : [];
  return {
    context: requestsWith(context, evidence, event),
    entries: [{ type: 'evidenceWithdrawn', evidence: id, reason, ...(isRelied && rules.machine >= 3 && { decision: 'bad_debt', lacks }) }],
  };
};

export const evidenceRequested: Change<'requestEvidence'> = (context, event) => {
  const { ground, note } = event;
  const request = requestOf(context, event, { by: personOf(event), ground, note, neededBy: event.neededBy });
  const neededBy = request?.neededBy ?? event.neededBy;
  return {
    context: { evidenceRequested: true, ...(request && { evidenceRequests: [...(context.evidenceRequests ?? []), request] }) },
    entries: [{ type: 'evidenceRequested', by: 'person', ...(request && { request: request.id }), ground, note, neededBy }],
    effects: [{ type: 'notify', kind: 'evidence_requested', to: toRole('legal_officer'), facts: { ground, note, neededBy } }],
  };
};

/** A step that is a review starts the 90 days anew. */
export const legalStepRecorded: Change<'recordLegalStep'> = (context, { type: _, told, rules, collection: _collection, ...step }) => ({
  context: {
    ...(step.step === 'review' &&
      context.legal && { legal: { ...context.legal, reviewOn: addDays(told.date, rules.policy.legalReviewDays) } }),
    // A suit restarts the limitation clock, since the machine's second version.
    ...(step.step === 'suit' && rules.machine >= 2 && { limitationFrom: restartedOn(context, step.on) }),
  },
  entries: [{ ...step, type: 'legalStepRecorded' }],
});

export const legalReviewDue: Change<'dateReached'> = ({ legal }, { told, rules }) => ({
  ...(legal && { context: { legal: { ...legal, reviewOn: addDays(told.date, rules.policy.legalReviewDays) } } }),
  entries: [{ type: 'legalReviewDue', since: legal?.since }],
  effects: [{ type: 'notify', kind: 'legal_review_due', to: toRole('legal_officer') }],
});

export const writeOffApproved: Change<'approveWriteOff'> = ({ writeOff, balanceCents }, event) => ({
  ...(writeOff && { context: { writeOff: { ...writeOff, approvedBy: personOf(event) } } }),
  entries: [{ type: 'writeOffApproved', balanceCents, note: event.note }],
  effects: [{ type: 'notify', kind: 'write_off_to_post', to: toRole('ar_clerk') }],
});

export const writeOffRejected: Change<'rejectWriteOff'> = (context, { reason }) => ({
  context: { writeOffRejections: context.writeOffRejections + 1 },
  entries: [{ type: 'writeOffRejected', reason, balanceCents: context.balanceCents }],
});

/** What the company waives under a policy amount needs no board (domain.md, smallBalance). */
export const smallBalanceWaived: Change<'waiveSmallBalance'> = (context, event) => ({
  context: {
    writeOff: { waived: true, resolvedOn: event.told.date, approvedBy: personOf(event) },
    escalated: undefined,
    nextReviewOn: undefined,
    plan: undefined,
    grace: undefined,
    legal: undefined,
  },
  entries: [{ type: 'smallBalanceWaived', reason: event.reason, balanceCents: context.balanceCents }],
  effects: [{ type: 'notify', kind: 'write_off_to_post', to: toRole('ar_clerk') }],
});

/** A balance that changes meanwhile goes back to approval (domain.md, writeOff). */
export const approvalWithdrawn: Change<'applyReceipt' | 'applyCredit' | 'reverseReceipt' | 'reverseCredit' | 'confirmCorrection'> = (
  context,
  { rules },
) => {
  const { writeOff, balanceCents } = context;
  if (!writeOff || writeOff.approvedBy === undefined) return {};
  const { approvedBy, ...open } = writeOff;
  return {
    context: { writeOff: open },
    entries: [{ type: 'approvalWithdrawn', approvedBy, balanceCents }],
    effects: [{ type: 'notify', kind: 'write_off_waiting', to: toRole(approverOf(context, rules.policy)) }],
  };
};

export const writeOffPosted: Change<'postWriteOff'> = (context, event) => {
  const { voucherNo, told, rules } = event;
  const writtenOffCents = context.writtenOffCents + context.balanceCents;
  // Where a part was written off before, what was recovered of it is now a smaller part of the whole.
  const points = deductionsAfterRecovery({ ...context, writtenOffCents }, context.recoveredCents);
  const rootCause = rootCauseOf(context, event);
  const why = rules.machine >= 3 && rootCause !== undefined ? { rootCause } : {};
  return {
    ...points,
    context: {
      ...points.context,
      ...endOfReview,
      cancellation: undefined,
      writtenOffCents,
      balanceCents: 0,
      writtenOffOn: told.date,
      ...(context.writeOff && { writeOff: { ...context.writeOff, voucherNo, ...why } }),
      ...(!context.attribution && {
        proposalDueOn: nightAfterWorkingDays(rules.calendar, told.date, rules.policy.attributionProposalWorkingDays),
      }),
    },
    entries: [
      { type: 'writeOffPosted', voucherNo, amountCents: context.balanceCents, ...(rules.machine >= 3 && { ...why, owner: context.owner }) },
    ],
  };
};

export const reversalAsked: Change<'reverseWriteOff'> = ({ writeOff }, event) => {
  const { voucherNo = '', reason = '', told } = event;
  return {
    ...(writeOff && {
      context: { writeOff: { ...writeOff, reversal: { askedBy: personOf(event), askedOn: told.date, reason, voucherNo } } },
    }),
    entries: [{ type: 'reversalAsked', voucherNo, reason }],
    effects: [{ type: 'notify', kind: 'reversal_waiting', to: toRole('finance_director') }],
  };
};

/** The amount comes back less the recoveries so far, which become receipts of the item (domain.md, writtenOff). */
export const writeOffReversed: Change<'reverseWriteOff'> = (context) => ({
  context: {
    ...keepWhatRecoveriesGaveBack(context),
    balanceCents: context.balanceCents + context.writtenOffCents - context.recoveredCents,
    receivedCents: context.receivedCents + context.recoveredCents,
    writtenOffCents: 0,
    recoveredCents: 0,
    recoveries: [],
    writtenOffOn: undefined,
    proposalDueOn: undefined,
  },
  entries: [
    {
      type: 'writeOffReversed',
      voucherNo: context.writeOff?.reversal?.voucherNo,
      writtenOffCents: context.writtenOffCents,
      recoveredCents: context.recoveredCents,
    },
  ],
});
