import { type Held, isIn, isOpen, type Notice } from './notice.js';

const isFollowedUp = isIn('salesFollowUp', 'financeConfirmation');

/** A row of a monthly list waits whatever becomes of its case, until somebody has dealt with it. */
const isNotDone = ({ facts }: Held) => facts.done !== true;

/** What the owner and finance are told while they have the case. */
export const followUpNotices: readonly Notice[] = [
  {
    kind: 'overdue_reminder',
    urgency: 2,
    forTeam: true,
    facts: { overdueDays: 'count' },
    stillHolds: isFollowedUp,
  },
  {
    kind: 'attempt_missing',
    urgency: 2,
    forTeam: true,
    facts: { since: 'date', workingDays: 'count' },
    stillHolds: (held) => isFollowedUp(held) && (held.context.attempts.lastOn ?? '') <= String(held.facts.since),
  },
  {
    kind: 'position_missing',
    urgency: 1,
    forTeam: true,
    facts: { overdueDays: 'count' },
    stillHolds: ({ collection, context }) => collection === 'salesFollowUp' && context.position === undefined,
  },
  {
    kind: 'promise_due',
    urgency: 1,
    forTeam: true,
    facts: { amountCents: 'amount', promisedOn: 'date' },
    stillHolds: (held) => isOpen(held) && held.context.promises.some(({ id, state }) => id === held.facts.promise && state === 'live'),
  },
  {
    kind: 'promise_broken',
    urgency: 1,
    forTeam: true,
    facts: {},
    stillHolds: isOpen,
  },
  {
    kind: 'instalment_due',
    urgency: 2,
    forTeam: true,
    facts: { amountCents: 'amount', instalmentOn: 'date' },
    stillHolds: isIn('gracePeriod'),
  },
  {
    kind: 'confirmation_waiting',
    urgency: 2,
    facts: {},
    stillHolds: isIn('financeConfirmation'),
  },
  {
    kind: 'confirmation_overdue',
    urgency: 1,
    facts: { since: 'date', workingDays: 'count' },
    stillHolds: isIn('financeConfirmation'),
  },
  {
    kind: 'escalated',
    urgency: 2,
    forTeam: true,
    facts: {},
    stillHolds: isIn('financeConfirmation'),
  },
  {
    kind: 'returned_to_sales',
    urgency: 1,
    forTeam: true,
    facts: { reason: 'text' },
    stillHolds: isIn('salesFollowUp'),
  },
  {
    kind: 'plan_waiting',
    urgency: 2,
    facts: {},
    stillHolds: (held) => isOpen(held) && held.context.plan !== undefined && held.context.plan.acceptedOn === undefined,
  },
  {
    kind: 'case_assigned',
    urgency: 2,
    forTeam: true,
    facts: {},
    stillHolds: (held) => isOpen(held) && held.context.owner === held.recipient,
  },
  {
    kind: 'letter_to_release',
    urgency: 1,
    facts: { level: 'count' },
    stillHolds: (held) => isOpen(held) && held.context.letterDue?.level === held.facts.level,
  },
  {
    kind: 'limitation_ending',
    urgency: 1,
    forTeam: true,
    facts: { endsOn: 'date' },
    stillHolds: isOpen,
  },
  {
    kind: 'list_row_waiting',
    urgency: 1,
    facts: { month: 'text', until: 'date' },
    stillHolds: isNotDone,
  },
  {
    kind: 'list_row_objected',
    urgency: 2,
    facts: { month: 'text', note: 'text' },
    stillHolds: isNotDone,
  },
  {
    kind: 'list_row_disagreed',
    urgency: 1,
    facts: { month: 'text', until: 'date', reason: 'text' },
    stillHolds: isNotDone,
  },
];
