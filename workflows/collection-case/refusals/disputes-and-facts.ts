import { addWorkingDays } from '../../calendar/working-days.js';
import { formatAmount } from '../../money.js';
import { refusal } from '../refusal.js';
import type { Rule, RuleBook } from './rule.js';

type DisputesAndFacts = 'raiseDispute' | 'resolveDispute' | 'pause' | 'reassign' | 'correctFacts' | 'confirmCorrection' | 'cancel';

const contestsTooMuch: Rule<'raiseDispute'> = ({ balanceCents }, { contestedCents }) =>
  contestedCents > balanceCents
    ? refusal('dispute.amount', { contested: formatAmount(contestedCents), balance: formatAmount(balanceCents) })
    : undefined;

const creditWithinDispute: Rule<'resolveDispute'> = ({ dispute }, { outcome, creditedCents }) => {
  const contestedCents = dispute?.contestedCents ?? 0;
  if (outcome === 'partly_upheld' && creditedCents === undefined)
    return refusal('dispute.credited_missing', { contested: formatAmount(contestedCents) });
  if (creditedCents === undefined || creditedCents <= contestedCents) return undefined;
  return refusal('dispute.amount', { contested: formatAmount(creditedCents), balance: formatAmount(contestedCents) });
};

/** A pause is at most 30 working days, may start earlier, and ends (domain.md, Disputes and pauses). */
const pauseLength: Rule<'pause'> = (_context, { from, until, told, rules }) => {
  const start = from ?? told.date;
  if (until < start) return refusal('pause.ends_before_start', { from: start, until });
  const atMost = rules.policy.pauseWorkingDaysAtMost;
  const lastDay = addWorkingDays(rules.calendar, start, atMost);
  return until > lastDay ? refusal('pause.too_long', { from: start, until, atMost, lastDay }) : undefined;
};

const newOwner: Rule<'reassign'> = ({ owner }, event) => (event.owner === owner ? refusal('reassign.same_owner', { owner }) : undefined);

/** What has been paid, credited or written off stays covered by a corrected amount. */
const amountCoversHistory: Rule<'correctFacts'> = (context, { changes }) => {
  const usedCents = context.amountCents - context.balanceCents;
  if (changes.amountCents === undefined || changes.amountCents >= usedCents) return undefined;
  return refusal('correction.amount', { amount: formatAmount(changes.amountCents), used: formatAmount(usedCents) });
};

const dueAfterIssue: Rule<'correctFacts'> = ({ issuedOn }, { changes }) =>
  changes.dueOn !== undefined && changes.dueOn < issuedOn
    ? refusal('correction.due_before_issue', { dueOn: changes.dueOn, issuedOn })
    : undefined;

const secondPersonConfirms: Rule<'confirmCorrection'> = (context, { correction, told: { by } }) => {
  const asked = context.corrections.find(({ id }) => id === correction);
  if (!asked) return refusal('correction.unknown', { correction, open: context.corrections.map(({ id }) => id) });
  if (by.kind === 'person' && asked.askedBy === by.login) return refusal('correction.same_person', { person: by.login });
  const usedCents = context.amountCents - context.balanceCents;
  if (asked.changes.amountCents === undefined || asked.changes.amountCents >= usedCents) return undefined;
  return refusal('correction.amount', { amount: formatAmount(asked.changes.amountCents), used: formatAmount(usedCents) });
};

/** Opened in error: asked for by the AR clerk, confirmed by the finance director, another person (domain.md, cancelled). */
const twoPersonsCancel: Rule<'cancel'> = ({ cancellation }, { told: { by } }) => {
  if (by.kind !== 'person') return undefined;
  if (!cancellation) return by.roles.includes('ar_clerk') ? undefined : refusal('cancel.not_asked');
  if (by.login === cancellation.askedBy) return refusal('cancel.same_person', { person: by.login, askedOn: cancellation.askedOn });
  return by.roles.includes('finance_director') ? undefined : refusal('cancel.needs_finance_director', { askedBy: cancellation.askedBy });
};

export const disputesAndFactsRules: RuleBook<DisputesAndFacts> = {
  raiseDispute: { typed: [contestsTooMuch] },
  resolveDispute: { typed: [creditWithinDispute] },
  pause: { typed: [pauseLength] },
  reassign: { typed: [newOwner] },
  correctFacts: { typed: [amountCoversHistory, dueAfterIssue] },
  confirmCorrection: { typed: [secondPersonConfirms] },
  cancel: { beforehand: [twoPersonsCancel] },
};
