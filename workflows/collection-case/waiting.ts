import { addDays, type BusinessDate } from '../calendar/dates.js';
import { addWorkingDays } from '../calendar/working-days.js';
import { attemptsSince, type Terms } from '../dunning/reminders.js';
import { chairSeat } from '../review-board/seats.js';
import type { Actor, Role } from './actor.js';
import type { CommandType } from './commands.js';
import { approverOf, type CaseContext } from './context.js';
import { notVoted } from './dunning.js';
import { isClosed } from './next-date.js';

/** Something that a case waits for somebody to do. */
export interface Waiting {
  readonly kind: WaitingKind;
  /** It is late from the next day on. */
  readonly dueOn: BusinessDate;
  readonly for: WaitedFor;
  /** What does it; left out where that is no command of the case. */
  readonly command?: CommandType;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** By a part that somebody has in the case, by role, or by name; `except` who asked for a second person. */
export type WaitedFor =
  | { readonly part: 'owner' | 'owners_manager' | 'chair' }
  | { readonly role: Role; readonly except?: string }
  | { readonly persons: readonly string[] };

export const waitingKinds = [
  'promise',
  'promise_broken',
  'position',
  'attempt',
  'instalment',
  'confirmation',
  'letter',
  'plan',
  'vote',
  'meeting',
  'evidence_requested',
  'evidence_to_accept',
  'legal_review',
  'write_off_approval',
  'write_off_posting',
  'write_off_reversal',
  'correction',
  'cancellation',
  'dispute',
  'attribution_answer',
  'attribution_decision',
  'attribution_proposal',
] as const;

export type WaitingKind = (typeof waitingKinds)[number];

/** What of a case's parts waits for somebody. */
type WaitingRule = (subject: Subject, terms: Terms) => readonly Waiting[];
type Subject = Omit<CaseContext, 'out'> & { readonly collection: string; readonly date: BusinessDate };

/** As long as sales and finance have the case, somebody has to keep in touch with the customer. */
const followedUp: readonly string[] = ['salesFollowUp', 'financeConfirmation'];
const owner: WaitedFor = { part: 'owner' };
/** It takes its course. */
const nobody: WaitedFor = { persons: [] };

const promise: WaitingRule = ({ promises, collection }) =>
  isClosed(collection)
    ? []
    : promises
        .filter(({ state }) => state === 'live')
        .map(({ amountCents, dueOn, recordedOn }) => ({
          kind: 'promise',
          dueOn,
          for: owner,
          command: 'logAttempt',
          facts: { amountCents, recordedOn },
        }));

/** Until somebody has spoken with the customer since. */
const brokenPromise: WaitingRule = ({ promises, collection, attempts }) => {
  const broken = promises.filter(({ state, dueOn }) => state === 'broken' && (attempts.lastOn ?? '') <= dueOn).at(-1);
  if (!broken || !followedUp.includes(collection)) return [];
  const { dueOn: promisedOn, amountCents } = broken;
  return [{ kind: 'promise_broken', dueOn: addDays(promisedOn, 1), for: owner, command: 'logAttempt', facts: { amountCents, promisedOn } }];
};

const position: WaitingRule = ({ collection, position: reported, dueOn }, { policy }) => {
  if (collection !== 'salesFollowUp' || reported) return [];
  const { positionReminderOverdueDay: day, reviewAfterOverdueDays } = policy;
  return [
    {
      kind: 'position',
      dueOn: addDays(dueOn, day),
      for: owner,
      command: 'reportPosition',
      facts: { day, escalatesOnDay: reviewAfterOverdueDays + 1 },
    },
  ];
};

const attempt: WaitingRule = (subject, { policy, calendar }) => {
  if (!followedUp.includes(subject.collection)) return [];
  const since = attemptsSince(subject);
  const { attemptEveryWorkingDays: workingDays } = policy;
  const facts = { since, workingDays, attempts: subject.attempts.count };
  return [{ kind: 'attempt', dueOn: addWorkingDays(calendar, since, workingDays), for: owner, command: 'logAttempt', facts }];
};

const instalment: WaitingRule = ({ collection, grace, date }) => {
  const index = grace?.instalments.findIndex(({ dueOn }) => dueOn >= date) ?? -1;
  const next = grace?.instalments[index];
  if (collection !== 'gracePeriod' || !next) return [];
  const { dueOn, amountCents } = next;
  return [{ kind: 'instalment', dueOn, for: owner, command: 'logAttempt', facts: { amountCents, number: index + 1 } }];
};

const confirmation: WaitingRule = ({ collection, escalated, position: reported, openedOn }, { policy, calendar }) => {
  if (collection !== 'financeConfirmation') return [];
  const since = escalated?.on ?? reported?.on ?? openedOn;
  const dueOn = addWorkingDays(calendar, since, policy.confirmationReminderWorkingDays);
  return [{ kind: 'confirmation', dueOn, for: { role: 'ar_clerk' }, command: 'confirm', facts: { since } }];
};

/** Level 1 goes by itself; finance releases 2 and 3, legal 4 (domain.md, Reminders and letters). */
const letter: WaitingRule = ({ collection, letterDue }) => {
  if (isClosed(collection) || !letterDue || letterDue.level === 1) return [];
  const role = letterDue.level === 4 ? 'legal_officer' : 'ar_clerk';
  return [{ kind: 'letter', dueOn: letterDue.on, for: { role }, facts: { level: letterDue.level } }];
};

const plan: WaitingRule = ({ collection, plan: proposed }, { policy, calendar }) => {
  if (isClosed(collection) || collection === 'gracePeriod' || !proposed || proposed.acceptedOn !== undefined) return [];
  const dueOn = addWorkingDays(calendar, proposed.proposedOn, policy.confirmationReminderWorkingDays);
  return [{ kind: 'plan', dueOn, for: { role: 'ar_clerk' }, command: 'acceptPlan', facts: { instalments: proposed.instalments.length } }];
};

const board: WaitingRule = ({ collection, round }, { policy, calendar }) => {
  if (collection === 'boardReview.docketed') return [{ kind: 'meeting', dueOn: '9999-12-31', for: nobody, facts: {} }];
  if (collection !== 'boardReview.voting' || !round) return [];
  const persons = notVoted(round);
  if (persons.length === 0) return [];
  const dueOn = addWorkingDays(calendar, round.openedOn, policy.meetingClosesAfterWorkingDays);
  return [{ kind: 'vote', dueOn, for: { persons }, command: 'castVote', facts: { openedOn: round.openedOn } }];
};

const evidence: WaitingRule = ({ collection, evidenceRequested, evidence: linked, date }) => {
  if (isClosed(collection)) return [];
  const requested: Waiting[] = evidenceRequested
    ? [{ kind: 'evidence_requested', dueOn: date, for: { role: 'legal_officer' }, facts: {} }]
    : [];
  const unread = linked.filter(({ acceptedBy, withdrawnReason }) => acceptedBy === undefined && withdrawnReason === undefined);
  const [oldest] = unread;
  if (!oldest) return requested;
  const reader: WaitedFor = { role: 'legal_manager', except: oldest.attachedBy };
  const facts = { documents: unread.length };
  return [...requested, { kind: 'evidence_to_accept', dueOn: oldest.attachedOn, for: reader, command: 'acceptEvidence', facts }];
};

const legalReview: WaitingRule = ({ collection, legal }) =>
  collection === 'legalAction' && legal
    ? [
        {
          kind: 'legal_review',
          dueOn: legal.reviewOn,
          for: { role: 'legal_officer' },
          command: 'recordLegalStep',
          facts: { since: legal.since },
        },
      ]
    : [];

const writeOff: WaitingRule = (subject, { policy }) => {
  const { collection, writeOff: decided } = subject;
  if (!decided) return [];
  const dueOn = decided.resolvedOn;
  if (collection === 'writeOff.awaitingApproval') {
    const role = approverOf(subject, policy);
    return [{ kind: 'write_off_approval', dueOn, for: { role }, command: 'approveWriteOff', facts: { resolvedOn: dueOn } }];
  }
  if (collection === 'writeOff.awaitingPosting')
    return [{ kind: 'write_off_posting', dueOn, for: { role: 'ar_clerk' }, command: 'postWriteOff', facts: { resolvedOn: dueOn } }];
  if (!decided.reversal) return [];
  const { askedOn, askedBy, voucherNo } = decided.reversal;
  const second: WaitedFor = { role: 'finance_director', except: askedBy };
  return [{ kind: 'write_off_reversal', dueOn: askedOn, for: second, command: 'reverseWriteOff', facts: { voucherNo } }];
};

/** What somebody asked for and a second person of finance has to confirm. */
const secondPerson: WaitingRule = ({ collection, corrections, cancellation }) => {
  const [correction] = corrections;
  const second = (askedBy: string): WaitedFor => ({ role: 'finance_director', except: askedBy });
  const waiting: Waiting[] = [];
  if (correction)
    waiting.push({
      kind: 'correction',
      dueOn: correction.askedOn,
      for: second(correction.askedBy),
      command: 'confirmCorrection',
      facts: { corrections: corrections.length },
    });
  if (cancellation && !isClosed(collection))
    waiting.push({ kind: 'cancellation', dueOn: cancellation.askedOn, for: second(cancellation.askedBy), command: 'cancel', facts: {} });
  return waiting;
};

const dispute: WaitingRule = ({ dispute: raised, collection }, { policy, calendar }) => {
  if (!raised || isClosed(collection)) return [];
  const { raisedOn, contestedCents } = raised;
  const dueOn = addWorkingDays(calendar, raisedOn, policy.disputeReminderWorkingDays);
  return [{ kind: 'dispute', dueOn, for: { part: 'owners_manager' }, command: 'resolveDispute', facts: { raisedOn, contestedCents } }];
};

/** In the order in which somebody reads them: what has to be done by a person before what only passes. */
const rules: readonly WaitingRule[] = [
  brokenPromise,
  promise,
  confirmation,
  position,
  board,
  writeOff,
  instalment,
  legalReview,
  dispute,
  secondPerson,
  plan,
  letter,
  attempt,
  evidence,
];

/**
 * All that the case waits for, in the order of importance.
 * @param state of the three regions; collection's as a path
 */
export function waitingIn(
  context: Omit<CaseContext, 'out'>,
  state: { readonly collection: string; readonly customerDispute: string; readonly attribution: string },
  date: BusinessDate,
  terms: Terms,
): Waiting[] {
  const { dispute: raised, ...rest } = context;
  const subject = { ...rest, ...(raised && state.customerDispute === 'open' && { dispute: raised }), collection: state.collection, date };
  return [...rules.flatMap((rule) => rule(subject, terms)), ...ofResponsibility(context, state.attribution)];
}

/** Whether it waits for this person; stand-ins have the parts of whom they stand in for. */
export function waitsFor({ for: party }: Waiting, actor: Extract<Actor, { kind: 'person' }>): boolean {
  if ('persons' in party) return party.persons.includes(actor.login);
  if ('role' in party) return actor.roles.includes(party.role) && party.except !== actor.login;
  if (party.part === 'owner') return actor.ownsCase;
  return party.part === 'owners_manager' ? actor.managesOwner : actor.board.sits.includes(chairSeat);
}

/** What comes next: of what is due the most important, else the earliest; that it takes its course only when there is nothing else. */
export function nextStep(waiting: readonly Waiting[], date: BusinessDate): Waiting | undefined {
  const forSomebody = waiting.filter((one) => one.for !== nobody);
  const due = forSomebody.find(({ dueOn }) => dueOn <= date);
  if (due) return due;
  const course = waiting.find((one) => one.for === nobody);
  return course ?? forSomebody.reduce<Waiting | undefined>((first, one) => (first && first.dueOn <= one.dueOn ? first : one), undefined);
}

function ofResponsibility({ attribution, proposalDueOn, writtenOffOn }: Omit<CaseContext, 'out'>, state: string): Waiting[] {
  if (!attribution) {
    const dueOn = proposalDueOn ?? writtenOffOn;
    return dueOn === undefined
      ? []
      : [{ kind: 'attribution_proposal', dueOn, for: { part: 'chair' }, command: 'proposeAttribution', facts: {} }];
  }
  const { shares, accepted, proposedOn, silentOn, decideBy, proposedBy } = attribution;
  const unanswered = shares.flatMap(({ person }) => (person !== undefined && !accepted.includes(person) ? [person] : []));
  if (state === 'proposed' && unanswered.length > 0)
    return [
      {
        kind: 'attribution_answer',
        dueOn: silentOn === undefined ? proposedOn : addDays(silentOn, -1),
        for: { persons: unanswered },
        command: 'acceptAttribution',
        facts: { proposedBy },
      },
    ];
  const decides: WaitedFor = state === 'appealed' ? { role: 'hr' } : { part: 'chair' };
  return state === 'contested' || state === 'appealed'
    ? [{ kind: 'attribution_decision', dueOn: decideBy ?? proposedOn, for: decides, command: 'decideAttribution', facts: { proposedBy } }]
    : [];
}
