import { addDays, addMonths } from '../../calendar/dates.js';
import type { Lack } from '../../evidence/grounds.js';
import type { Grace } from '../../payment-plan/grace.js';
import { graceEnd, graceShortfall, nextGraceNight } from '../../payment-plan/grace.js';
import type { NewFact } from '../../review-board/second-vote.js';
import { countedVotes, openRound, type Resolution, resolution } from '../board.js';
import type { Told } from '../commands.js';
import { acceptedEvidence, approverOf, type CaseContext, inflow, overdueDays, type Round } from '../context.js';
import type { Effect, Json } from '../entries.js';
import { seatOfVote } from '../refusals/review.js';
import { type Change, type Outcome, personOf, toOwner, toRole } from './change.js';
import { requestOf } from './evidence-requests.js';

type Docketing = 'confirm' | 'docket' | 'exhaustLegalAction' | 'rejectWriteOff' | 'reverseWriteOff' | 'reverseReceipt' | 'reverseCredit';

/** On the docket: by finance's confirmation, by a director, or from elsewhere in the course. The first time fixes the balance that deductions are measured on. */
export const docketed: Change<Docketing> = (context, event) => {
  const reason = 'reason' in event ? event.reason : undefined;
  const newFact = newFactOf(event);
  return {
    context: { ...onDocket(context, event).context, ...(newFact && { newFact }) },
    entries: [
      {
        type: 'docketed',
        because: event.type,
        reason,
        overdueDays: overdueDays(context, event.told.date),
        ...(newFact?.because === 'named' && { newFact: { ...newFact.named } }),
      },
    ],
  };
};

const eventsThatAreNews = {
  exhaustLegalAction: 'legal_action_exhausted',
  reverseWriteOff: 'write_off_reversed',
  reverseReceipt: 'receipt_reversed',
  reverseCredit: 'credit_reversed',
} as const;

/** An event from outside the board speaks for itself; a confirmation or a rejected write-off brings the board nothing new. */
function newFactOf(event: Told<Docketing>): NewFact | undefined {
  const { told, rules } = event;
  if (rules.machine < 3) return undefined;
  if (event.type === 'docket')
    return event.newFact && { because: 'named', by: personOf(event), on: told.date, named: { ...event.newFact } };
  return event.type in eventsThatAreNews
    ? { because: eventsThatAreNews[event.type as keyof typeof eventsThatAreNews], on: told.date }
    : undefined;
}

/** 5 working days unconfirmed since the escalation: the night dockets it and says so (domain.md, financeConfirmation). */
export const docketedUnconfirmed: Change<'dateReached'> = (context, event) => {
  const { told, rules } = event;
  const escalatedOn = context.escalated?.on ?? told.date;
  const fact = {
    kind: 'confirmation_late' as const,
    on: told.date,
    numbers: { escalatedOn, workingDays: rules.policy.confirmationWorkingDays },
  };
  return {
    context: { ...onDocket(context, event).context, unconfirmed: true, facts: [...context.facts, fact] },
    entries: [
      { type: 'docketed', because: 'unconfirmed', overdueDays: overdueDays(context, told.date) },
      { type: 'factFound', fact: fact.kind, ...fact.numbers },
    ],
  };
};

/** Calling a meeting dockets the rest of the escalated. */
export const calledToBoard: Change<'callToBoard'> = (context, event) => ({
  context: { ...onDocket(context, event).context, unconfirmed: true },
  entries: [{ type: 'docketed', because: 'meeting_called', meeting: event.meeting, overdueDays: overdueDays(context, event.told.date) }],
});

function onDocket(context: CaseContext, { told }: Told): { context: Partial<CaseContext> } {
  return {
    context: {
      firstDocketed: context.firstDocketed ?? { on: told.date, balanceCents: context.balanceCents },
      escalated: undefined,
      nextReviewOn: undefined,
      legal: undefined,
      newFact: undefined,
      // What stands written off keeps its voucher, and the request to reverse it.
      ...(context.writtenOffCents === 0 && { writeOff: undefined }),
      unconfirmed: false,
    },
  };
}

/** The cut-off: who sits, and which documents there were to judge by, stays as it is now until the round closes. */
export const votingOpened: Change<'openVoting'> = (context, event) => {
  const { meeting, roll, until, told, rules } = event;
  const evidence = rules.machine >= 3 ? acceptedEvidence(context).map(({ id, sha256 }) => ({ id, sha256 })) : undefined;
  const newFact: NewFact | undefined = event.newFact && {
    because: 'named',
    by: personOf(event),
    on: told.date,
    named: { ...event.newFact },
  };
  const since = { ...(until !== undefined && { until }), ...(evidence && { evidence }) };
  return {
    context: {
      round: { meeting, openedOn: told.date, roll, votes: [], recusals: [], ...since },
      grace: undefined,
      ...(newFact && { newFact }),
    },
    entries: [
      {
        type: 'votingOpened',
        meeting,
        roll: roll.map((seat) => ({ ...seat })),
        balanceCents: context.balanceCents,
        ...since,
        ...(event.newFact && { newFact: { ...event.newFact } }),
      },
    ],
    effects: [{ type: 'putOnAgenda', meeting }, ...roll.map(({ member }) => voteWaiting(member, { meeting, until }))],
  };
};

export const voteCast: Change<'castVote'> = (context, event) => {
  const { choice, reason, told, rules } = event;
  const round = openRound(context);
  const seat = seatOfVote(context, event)?.seat;
  if (!seat) throw new Error(`a vote was let through without a seat on case ${context.caseId}`);
  const terms = {
    ...(choice === 'grace' && { graceMonths: event.graceMonths ?? rules.policy.graceMonthsDefault }),
    ...(choice === 'continue' && { nextReviewOn: event.nextReviewOn ?? addMonths(told.date, rules.policy.continueMonthsDefault) }),
  };
  const vote = { seat, choice, person: personOf(event), reason, on: told.date, ...terms };
  return {
    context: { round: { ...round, votes: [...round.votes, vote] } },
    entries: [{ type: 'voteCast', meeting: round.meeting, ...vote }],
  };
};

export const recused: Change<'recuse'> = (context, event) => {
  const round = openRound(context);
  const person = personOf(event);
  const deputies = round.roll.flatMap((roll) => (roll.member === person && roll.deputy !== undefined ? [roll.deputy] : []));
  return {
    context: { round: { ...round, recusals: [...round.recusals, { person, reason: event.reason }] } },
    entries: [{ type: 'recused', meeting: round.meeting, person, reason: event.reason }],
    effects: deputies.map((deputy) => voteWaiting(deputy, round)),
  };
};

export const seatNamed: Change<'nameSeat'> = (context, { seat, person }) => {
  const round = openRound(context);
  return {
    context: { round: { ...round, roll: round.roll.map((held) => (held.seat === seat ? { ...held, named: person } : held)) } },
    entries: [{ type: 'seatNamed', meeting: round.meeting, seat, person }],
    effects: [voteWaiting(person, round)],
  };
};

/** @param until of a circular vote, which nobody can cast later */
function voteWaiting(person: string, { meeting, until }: Pick<Round, 'meeting' | 'until'>): Effect {
  return { type: 'notify', kind: 'vote_waiting', to: { person }, facts: { meeting, ...(until !== undefined && { until }) } };
}

/** Guards of closing ask what the round resolves. */
export function resolves(outcome: Resolution['outcome'], { context, event }: { context: CaseContext; event: Told }): boolean {
  return resolution(context, event as Told<'closeVoting'>).outcome === outcome;
}

/** The round ends; what it resolved goes on record, and into the context where the course goes on from it. */
export const votingClosed: Change<'closeVoting'> = (context, event) => {
  const round = openRound(context);
  const result = resolution(context, event);
  const made = consequences[result.outcome](context, event, result);
  const why = result.outcome === 'deferred' ? result.why : result.outcome === 'void' ? result.refusal.key : undefined;
  const votes = round.votes.map((vote) => ({ ...vote }));
  const entry = {
    type: 'votingClosed',
    meeting: round.meeting,
    outcome: result.outcome,
    why,
    tally: { ...result.tally },
    votes,
    ...(event.rules.machine >= 3 && { counted: countedVotes(context, event.told.ownersManager) }),
    ...(event.rules.machine >= 3 && result.outcome === 'continue' && { nextReviewOn: result.nextReviewOn }),
  };
  return {
    context: { round: undefined, roundsClosed: context.roundsClosed + 1, ...decidedNow(context, event, result), ...made.context },
    entries: [result.outcome === 'void' ? { ...entry, lacks: { ...result.refusal.facts } } : entry, ...(made.entries ?? [])],
    effects: [
      { type: 'resolveAgendaItem', meeting: round.meeting, outcome: result.outcome, tally: { ...result.tally, why } as Json },
      ...(made.effects ?? []),
    ],
  };
};

/** Kept for the month in which it is not voted on again; what was left undecided keeps the news that it was opened for. */
function decidedNow(context: CaseContext, { meeting, told, rules }: Told<'closeVoting'>, { outcome }: Resolution): Partial<CaseContext> {
  if (rules.machine < 3 || outcome === 'deferred' || outcome === 'void') return {};
  const evidence = context.evidence.map(({ id }) => id);
  return { decided: { meeting, on: told.date, outcome, evidence, facts: context.facts.length }, newFact: undefined };
}

type Consequence = (context: CaseContext, event: Told<'closeVoting'>, result: Resolution) => Outcome;

/** To the docket again, for the next meeting; deferred twice, the general manager is told (domain.md, boardReview). */
const deferred: Consequence = (context, event, result) => {
  const { rules } = event;
  const deferredTimes = context.deferredTimes + 1;
  const tellManager = deferredTimes === rules.policy.deferredTimesBeforeManager;
  const lacksEvidence = result.outcome === 'void' && result.refusal.key === 'evidence.required';
  const missing = lacksEvidence ? (result.refusal.facts.missing as readonly Lack[]) : undefined;
  // A meeting that finds the same again gives legal no new term.
  const waiting = context.evidenceRequests?.find(({ by, answeredOn }) => by === 'board' && answeredOn === undefined);
  const request = missing && (waiting ?? requestOf(context, event, { by: 'board', missing }));
  const asked = request && { request: request.id, neededBy: request.neededBy };
  return {
    context: {
      deferredTimes,
      ...(lacksEvidence && { evidenceRequested: true }),
      ...(request && !waiting && { evidenceRequests: [...(context.evidenceRequests ?? []), request] }),
    },
    entries: missing ? [{ type: 'evidenceRequested', by: 'board', missing, ...asked }] : [],
    effects: [
      ...(tellManager
        ? [{ type: 'notify' as const, kind: 'deferred_twice', to: toRole('general_manager'), facts: { times: deferredTimes } }]
        : []),
      ...(lacksEvidence
        ? [
            {
              type: 'notify' as const,
              kind: 'evidence_requested',
              to: toRole('legal_officer'),
              facts: { missing, ...(request && { neededBy: request.neededBy }) },
            },
          ]
        : []),
    ],
  };
};

const carried = { deferredTimes: 0, continuedTimes: 0 } as const;

const consequences: Readonly<Record<Resolution['outcome'], Consequence>> = {
  deferred,
  void: deferred,
  continue: (context, _event, result) => {
    if (result.outcome !== 'continue') return {};
    return {
      context: { deferredTimes: 0, continuedTimes: context.continuedTimes + 1, nextReviewOn: result.nextReviewOn },
      effects: [{ type: 'notify', kind: 'continued', to: toOwner(context), facts: { nextReviewOn: result.nextReviewOn } }],
    };
  },
  grace: (context, { told }, result) => {
    if (result.outcome !== 'grace') return {};
    const endsOn = graceEnd(told.date, result.months);
    const grace: Grace = {
      from: told.date,
      endsOn,
      months: result.months,
      instalments: result.instalments,
      inflows: [],
      judgedOn: told.date,
    };
    return {
      context: { ...carried, grace, plan: undefined, graceMonthsGranted: context.graceMonthsGranted + result.months },
      entries: [
        {
          type: 'graceGranted',
          from: told.date,
          endsOn,
          months: result.months,
          instalments: result.instalments.map((instalment) => ({ ...instalment })),
        },
      ],
      effects: [{ type: 'notify', kind: 'grace_granted', to: toOwner(context), facts: { endsOn } }],
    };
  },
  legal_action: (_context, { told, rules }) => ({
    context: { ...carried, legal: { since: told.date, reviewOn: addDays(told.date, rules.policy.legalReviewDays) } },
    effects: [{ type: 'notify', kind: 'legal_action_resolved', to: toRole('legal_officer') }],
  }),
  bad_debt: (context, { told, rules }) => ({
    context: { ...carried, writeOff: { waived: false, resolvedOn: told.date } },
    effects: [{ type: 'notify', kind: 'write_off_waiting', to: toRole(approverOf(context, rules.policy)) }],
  }),
};

export function isGraceBroken({ grace, balanceCents }: CaseContext, { told, rules }: Told): boolean {
  return (
    grace !== undefined &&
    graceShortfall(grace, balanceCents, told.date, rules.policy.graceLeewayWorkingDays, rules.calendar, grace.judgedOn) !== undefined
  );
}

export const graceBroken: Change<'dateReached'> = (context, event) => {
  const { grace, balanceCents } = context;
  const { told, rules } = event;
  if (!grace) return {};
  const shortfall = graceShortfall(grace, balanceCents, told.date, rules.policy.graceLeewayWorkingDays, rules.calendar, grace.judgedOn);
  return {
    context: {
      ...onDocket(context, event).context,
      grace: { ...grace, brokenOn: told.date, judgedOn: told.date },
      ...(rules.machine >= 3 && { newFact: { because: 'grace_broken', on: told.date } }),
    },
    entries: [{ type: 'graceBroken', ...shortfall }],
    effects: [{ type: 'notify', kind: 'grace_broken', to: toOwner(context), facts: { ...shortfall } }],
  };
};

/** The night looked at the plan and found nothing missing. */
export const graceJudged: Change<'dateReached'> = ({ grace }, { told, rules }) => {
  if (!grace) return {};
  const verdict = nextGraceNight(grace, rules.policy.graceLeewayWorkingDays, rules.calendar);
  if (verdict === undefined || verdict > told.date) return {};
  return { context: { grace: { ...grace, judgedOn: told.date } }, entries: [{ type: 'instalmentMet', on: told.date }] };
};

/** Whether a receipt that turns out to be in time takes back the verdict; only until voting opens (domain.md, gracePeriod). */
export function healsGrace(context: CaseContext, event: Told<'applyReceipt'>): boolean {
  const { told, rules } = event;
  const { grace } = { ...context, ...inflow(context, event) };
  if (grace?.brokenOn === undefined) return false;
  const balanceCents = context.balanceCents - event.amountCents;
  return graceShortfall(grace, balanceCents, told.date, rules.policy.graceLeewayWorkingDays, rules.calendar, grace.from) === undefined;
}

export const graceRestored: Change<'applyReceipt'> = ({ grace }) => {
  if (!grace) return {};
  const { brokenOn, ...restored } = grace;
  return { context: { grace: restored }, entries: [{ type: 'graceRestored', brokenOn, endsOn: grace.endsOn }] };
};
