import type { BusinessDate } from '../../calendar/dates.js';
import { type CustomerDispute, disputeDeadlines } from '../../dispute/dispute.js';
import { disputePause } from '../../dunning/pauses.js';
import type { FactChanges, Rules, Told } from '../commands.js';
import type { CaseContext, Correction } from '../context.js';
import type { Effect } from '../entries.js';
import { type Change, type Outcome, personOf, toRole } from './change.js';
import { isReviewDue } from './follow-up.js';

export const disputeRaised: Change<'raiseDispute'> = (context, event) => {
  const { reason, contestedCents, note, told, rules } = event;
  return {
    context: {
      dispute: {
        reason,
        contestedCents,
        raisedOn: told.date,
        raisedBy: personOf(event),
        ...disputeDeadlines(told.date, rules.policy, rules.calendar),
      },
    },
    entries: [{ type: 'disputeRaised', reason, contestedCents, note, balanceCents: context.balanceCents }],
  };
};

/** Only imported credits change balances: the amount is what the customer may expect (domain.md, Disputes and pauses). */
export const disputeResolved: Change<'resolveDispute'> = (context, { outcome, creditedCents, note, told, rules }) => ({
  context: {
    dispute: undefined,
    // Letters could not go meanwhile, which nobody is to be blamed for; since the machine's second version.
    ...(context.dispute && rules.machine >= 2 && { pauses: [...context.pauses, pastDispute(context.dispute, told.date, rules)] }),
  },
  entries: [
    {
      type: 'disputeResolved',
      outcome,
      creditedCents,
      contestedCents: context.dispute?.contestedCents,
      raisedOn: context.dispute?.raisedOn,
      note,
    },
  ],
});

function pastDispute({ raisedOn }: CustomerDispute, on: BusinessDate, { policy, calendar }: Rules): CaseContext['pauses'][number] {
  const { from, until } = disputePause(raisedOn, policy, calendar);
  return { from, until: on < until ? on : until, reason: 'dispute' };
}

export function isDisputeReminderDue({ dispute }: CaseContext, { told }: Told): boolean {
  return dispute?.remindOn !== undefined && dispute.remindOn <= told.date;
}

export const disputeReminded: Change<'dateReached'> = ({ dispute }) => ({
  ...(dispute && { context: { dispute: { ...dispute, remindOn: undefined } } }),
  entries: [{ type: 'disputeUnresolved', since: dispute?.raisedOn, told: 'sales_manager' }],
  effects: [{ type: 'notify', kind: 'dispute_unresolved', to: toRole('sales_manager') }],
});

export function isDisputeEscalationDue({ dispute }: CaseContext, { told }: Told): boolean {
  return dispute?.escalateOn !== undefined && dispute.escalateOn <= told.date;
}

export const disputeEscalated: Change<'dateReached'> = ({ dispute }) => ({
  ...(dispute && { context: { dispute: { ...dispute, remindOn: undefined, escalateOn: undefined } } }),
  entries: [{ type: 'disputeUnresolved', since: dispute?.raisedOn, told: 'directors' }],
  effects: ['sales_director', 'finance_director'].map((role): Effect => ({ type: 'notify', kind: 'dispute_escalated', to: toRole(role) })),
});

/**
 * Inside one's team and before the docket at once, as is what the night gives a leaver's manager; otherwise it waits for a
 * second person (domain.md, What must always hold, 8).
 */
export function isReassignedAtOnce(context: CaseContext, event: Told<'reassign'>): boolean {
  return event.told.by.kind === 'clock' || (event.withinTeam && context.firstDocketed === undefined);
}

export const reassigned: Change<'reassign'> = (context, { owner, reason }) => ({
  context: { owner },
  entries: [{ type: 'reassigned', from: context.owner, to: owner, reason }],
  effects: [{ type: 'notify', kind: 'case_assigned', to: { person: owner } }],
});

export const reassignmentAsked: Change<'reassign'> = (context, event) => askFor(context, event, { owner: event.owner }, event.reason);

export const correctionAsked: Change<'correctFacts'> = (context, event) => askFor(context, event, event.changes, event.reason);

function askFor(context: CaseContext, event: Told, changes: FactChanges, reason: string): Outcome {
  const id = context.correctionsAsked + 1;
  const correction: Correction = { id, changes, reason, askedBy: personOf(event), askedOn: event.told.date };
  return {
    context: { correctionsAsked: id, corrections: [...context.corrections, correction] },
    entries: [{ type: 'correctionAsked', correction: id, changes: { ...changes }, reason }],
    effects: [{ type: 'notify', kind: 'correction_waiting', to: toRole('finance_director'), facts: { correction: id } }],
  };
}

/** The balance that the correction leaves. */
export function balanceAfter(context: CaseContext, event: Told<'confirmCorrection'>): number {
  const changes = context.corrections.find(({ id }) => id === event.correction)?.changes;
  return context.balanceCents + (changes?.amountCents ?? context.amountCents) - context.amountCents;
}

/** Amount and due date make the debt that was approved; owner and customer do not. */
export function changesDebt(context: CaseContext, event: Told<'confirmCorrection'>): boolean {
  const changes = context.corrections.find(({ id }) => id === event.correction)?.changes;
  return changes?.amountCents !== undefined || changes?.dueOn !== undefined;
}

export const correctionConfirmed: Change<'confirmCorrection'> = (context, event) => {
  const asked = context.corrections.find(({ id }) => id === event.correction);
  if (!asked) return {};
  const { dueOn, amountCents, customer, owner, nextReviewOn } = context;
  const isStillDue = isReviewDue({ dueOn: asked.changes.dueOn ?? dueOn, nextReviewOn }, event);
  return {
    context: {
      ...asked.changes,
      // A case that is young again is no longer on its way to the board.
      ...(!isStillDue && { escalated: undefined }),
      balanceCents: balanceAfter(context, event),
      corrections: context.corrections.filter(({ id }) => id !== event.correction),
    },
    entries: [
      {
        type: 'factsCorrected',
        correction: event.correction,
        from: { dueOn, amountCents, customer, owner },
        to: { ...asked.changes },
        askedBy: asked.askedBy,
        reason: asked.reason,
      },
    ],
    effects: asked.changes.owner === undefined ? [] : [{ type: 'notify', kind: 'case_assigned', to: { person: asked.changes.owner } }],
  };
};

export const cancellationAsked: Change<'cancel'> = (_context, event) => ({
  context: { cancellation: { askedBy: personOf(event), askedOn: event.told.date, reason: event.reason } },
  entries: [{ type: 'cancellationAsked', reason: event.reason }],
  effects: [{ type: 'notify', kind: 'cancellation_waiting', to: toRole('finance_director') }],
});
