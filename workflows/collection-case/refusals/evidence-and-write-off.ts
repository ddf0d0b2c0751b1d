import { formatAmount } from '../../money.js';
import { refuseMissingEvidence } from '../board.js';
import type { Circumstances, Rules, Told } from '../commands.js';
import { acceptedEvidence, approverOf, type CaseContext, isRecovery, type LinkedEvidence } from '../context.js';
import { forgivenSince, forgivenTogetherCents, rootCauseOf } from '../forgiving.js';
import { type Refusal, refusal } from '../refusal.js';
import type { Rule, RuleBook } from './rule.js';

type EvidenceAndWriteOff =
  | 'attachEvidence'
  | 'acceptEvidence'
  | 'withdrawEvidence'
  | 'requestEvidence'
  | 'recordLegalStep'
  | 'approveWriteOff'
  | 'rejectWriteOff'
  | 'postWriteOff'
  | 'reverseWriteOff'
  | 'waiveSmallBalance'
  | 'applyReceipt'
  | 'reverseReceipt'
  | 'applyCredit'
  | 'reverseCredit';

const notLinkedYet: Rule<'attachEvidence'> = ({ evidence }, event) =>
  evidence.some(({ id }) => id === event.evidence) ? refusal('evidence.already_linked', { evidence: event.evidence }) : undefined;

function linked(context: CaseContext, id: string): LinkedEvidence | Refusal {
  const item = context.evidence.find((candidate) => candidate.id === id);
  if (!item) return refusal('evidence.unknown', { evidence: id });
  return item.withdrawnReason === undefined ? item : refusal('evidence.withdrawn', { evidence: id, reason: item.withdrawnReason });
}

/** Accepted by the legal manager; what he attached himself, by his deputy (domain.md, Who may do what). */
const anotherAccepts: Rule<'acceptEvidence'> = (context, { evidence, told: { by } }) => {
  const item = linked(context, evidence);
  if ('key' in item || by.kind !== 'person') return 'key' in item ? item : undefined;
  if (item.acceptedBy !== undefined) return refusal('evidence.already_accepted', { evidence, acceptedBy: item.acceptedBy });
  if (item.attachedBy === by.login) return refusal('evidence.same_person', { evidence, person: by.login });
  if (by.roles.includes('legal_manager') || item.attachedByLegalManager) return undefined;
  return refusal('evidence.acceptor', { evidence, person: by.login });
};

const canBeWithdrawn: Rule<'withdrawEvidence'> = (context, { evidence }) => {
  const item = linked(context, evidence);
  return 'key' in item ? item : undefined;
};

/** Nobody can be in time for a day that is over; asked by the machine's third version, which holds legal to it. */
const neededFromToday: Rule<'requestEvidence'> = (_context, { neededBy, told, rules }) =>
  rules.machine >= 3 && neededBy !== undefined && neededBy < told.date
    ? refusal('evidence.needed_in_past', { neededBy, today: told.date })
    : undefined;

const stepDate: Rule<'recordLegalStep'> = (_context, { on, told }) =>
  on > told.date ? refusal('legal.in_future', { on, today: told.date }) : undefined;

/** By the finance director; above the limit, or after a rejection, by the general manager (domain.md, writeOff). */
const rightApprover = (context: CaseContext, event: Told<'approveWriteOff' | 'rejectWriteOff'>): Refusal | undefined => {
  const { by } = event.told;
  const { policy } = event.rules;
  if (by.kind !== 'person') return undefined;
  const approver = approverOf(context, policy);
  if (approver === 'finance_director') {
    const split = refuseSplitWriteOff(context, event);
    if (split) return by.roles.includes('general_manager') ? undefined : split;
  }
  if (by.roles.includes(approver)) return undefined;
  return refusal('writeoff.approver', {
    balance: formatAmount(context.balanceCents),
    limit: formatAmount(policy.writeOffLimitCents),
    rejections: context.writeOffRejections,
    approver,
  });
};

/** Together with what else the customer is written off, the debt is above the limit: a receivable that is split gains nothing. */
function refuseSplitWriteOff(context: CaseContext, { told, rules }: Told<'approveWriteOff' | 'rejectWriteOff'>): Refusal | undefined {
  const { forgiven } = told;
  const limitCents = rules.policy.writeOffLimitCents;
  const sumCents = forgivenTogetherCents(context, forgiven?.writeOffs, rules);
  if (sumCents <= limitCents) return undefined;
  return refusal('writeoff.split', {
    balance: formatAmount(context.balanceCents),
    sum: formatAmount(sumCents),
    limit: formatAmount(limitCents),
    since: forgiven?.since ?? forgivenSince(told.date, rules.policy),
    documents: [context.document, ...(forgiven?.writeOffs.documents ?? [])],
  });
}

const evidenceByOthers: Rule<'approveWriteOff'> = (context, { told: { by } }) => {
  if (by.kind !== 'person') return undefined;
  const mine = acceptedEvidence(context).filter((item) => item.attachedBy === by.login || item.acceptedBy === by.login);
  return mine.length > 0
    ? refusal('writeoff.same_person', { person: by.login, why: 'evidence', evidence: mine.map(({ id }) => id) })
    : undefined;
};

/** What was withdrawn since the vote no longer carries the write-off; what was waived and grew is the board's. */
const stillCarried: Rule<'approveWriteOff'> = (context, { told, rules }) =>
  context.writeOff?.waived ? refuseLargeWaiver(context, told, rules) : refuseMissingEvidence(context, told.date, rules);

const postedByAnother: Rule<'postWriteOff'> = ({ writeOff }, { told: { by } }) =>
  by.kind === 'person' && writeOff?.approvedBy === by.login
    ? refusal('writeoff.same_person', { person: by.login, why: 'approved', evidence: [] })
    : undefined;

/** A reversal is asked for by the AR clerk with its voucher and confirmed by the finance director, another person. */
const twoPersonsReverse: Rule<'reverseWriteOff'> = ({ writeOff }, { voucherNo, told: { by } }) => {
  if (by.kind !== 'person') return undefined;
  const asked = writeOff?.reversal;
  if (!asked) {
    if (!by.roles.includes('ar_clerk')) return refusal('reversal.not_asked');
    return voucherNo === undefined ? refusal('reversal.voucher_missing') : undefined;
  }
  if (by.login === asked.askedBy) return refusal('reversal.same_person', { person: by.login, askedOn: asked.askedOn });
  return by.roles.includes('finance_director') ? undefined : refusal('reversal.needs_finance_director', { askedBy: asked.askedBy });
};

const smallEnough: Rule<'waiveSmallBalance'> = (context, { told, rules }) => refuseLargeWaiver(context, told, rules);

/** What one customer is waived counts together, so that a debt in small parts is the board's as a whole. */
function refuseLargeWaiver(context: CaseContext, { forgiven, date }: Circumstances, rules: Rules): Refusal | undefined {
  const { balanceCents } = context;
  const atMostCents = rules.policy.smallBalanceCents;
  if (balanceCents > atMostCents)
    return refusal('waive.too_large', { balance: formatAmount(balanceCents), atMost: formatAmount(atMostCents) });
  const sumCents = forgivenTogetherCents(context, forgiven?.waivers, rules);
  if (sumCents <= atMostCents) return undefined;
  return refusal('waive.split', {
    balance: formatAmount(balanceCents),
    sum: formatAmount(sumCents),
    atMost: formatAmount(atMostCents),
    since: forgiven?.since ?? forgivenSince(date, rules.policy),
    documents: [context.document, ...(forgiven?.waivers.documents ?? [])],
  });
}

/** Named with the posting, or said by the accepted evidence; entries from before the machine's third version had none. */
const rootCauseKnown: Rule<'postWriteOff'> = (context, event) =>
  event.rules.machine < 3 || rootCauseOf(context, event) !== undefined
    ? undefined
    : refusal('writeoff.root_cause', { balance: formatAmount(context.balanceCents) });

/** More than the balance (on a written-off item: than what is not yet recovered) stays on account of the customer. */
const withinBalance: Rule<'applyReceipt'> = (context, { amountCents }) => {
  const roomCents = context.balanceCents > 0 ? context.balanceCents : context.writtenOffCents - context.recoveredCents;
  return amountCents > roomCents
    ? refusal('receipt.beyond_balance', { amount: formatAmount(amountCents), balance: formatAmount(roomCents) })
    : undefined;
};

const creditWithinBalance: Rule<'applyCredit'> = ({ balanceCents }, { amountCents }) =>
  amountCents > balanceCents
    ? refusal('receipt.beyond_balance', { amount: formatAmount(amountCents), balance: formatAmount(balanceCents) })
    : undefined;

/** What this case never had booked cannot be taken from it; a recovery is looked at by itself. */
const receiptWasBooked: Rule<'reverseReceipt'> = (context, event) => {
  const { receivedCents } = context;
  if (isRecovery(context, event) || event.amountCents <= receivedCents) return undefined;
  return refusal('receipt.reversal_beyond', { amount: formatAmount(event.amountCents), booked: formatAmount(receivedCents) });
};

const creditWasBooked: Rule<'reverseCredit'> = ({ creditedCents }, { amountCents }) =>
  amountCents > creditedCents
    ? refusal('receipt.reversal_beyond', { amount: formatAmount(amountCents), booked: formatAmount(creditedCents) })
    : undefined;

export const evidenceAndWriteOffRules: RuleBook<EvidenceAndWriteOff> = {
  attachEvidence: { typed: [notLinkedYet] },
  acceptEvidence: { typed: [anotherAccepts] },
  withdrawEvidence: { typed: [canBeWithdrawn] },
  requestEvidence: { typed: [neededFromToday] },
  recordLegalStep: { typed: [stepDate] },
  approveWriteOff: { beforehand: [rightApprover, evidenceByOthers, stillCarried] },
  rejectWriteOff: { beforehand: [rightApprover] },
  postWriteOff: { beforehand: [postedByAnother], typed: [rootCauseKnown] },
  reverseWriteOff: { typed: [twoPersonsReverse] },
  waiveSmallBalance: { beforehand: [smallEnough] },
  applyReceipt: { typed: [withinBalance] },
  reverseReceipt: { typed: [receiptWasBooked] },
  applyCredit: { typed: [creditWithinBalance] },
  reverseCredit: { typed: [creditWasBooked] },
};
