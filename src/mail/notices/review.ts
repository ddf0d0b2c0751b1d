import { type Held, isIn, isOpen, type Notice } from './notice.js';

const isVoteMissing = (held: Held) => {
  const { round } = held.context;
  return isIn('boardReview.voting')(held) && round !== undefined && !round.votes.some(({ person }) => person === held.recipient);
};

/** What the board, and those who live by its resolutions, are told. */
export const reviewNotices: readonly Notice[] = [
  {
    kind: 'vote_waiting',
    urgency: 1,
    facts: { until: 'date?' },
    stillHolds: (held) => isVoteMissing(held) && held.context.round?.meeting === held.facts.meeting,
  },
  {
    kind: 'vote_missing',
    urgency: 1,
    facts: { openedOn: 'date' },
    stillHolds: (held) => isVoteMissing(held) && held.context.round?.openedOn === held.facts.openedOn,
  },
  {
    kind: 'deferred_twice',
    urgency: 2,
    facts: { times: 'count' },
    stillHolds: isIn('boardReview'),
  },
  {
    kind: 'continued',
    urgency: 3,
    forTeam: true,
    facts: { nextReviewOn: 'date' },
    stillHolds: isIn('salesFollowUp'),
  },
  {
    kind: 'grace_granted',
    urgency: 3,
    forTeam: true,
    facts: { endsOn: 'date' },
    stillHolds: isIn('gracePeriod'),
  },
  {
    kind: 'grace_broken',
    urgency: 1,
    forTeam: true,
    facts: { dueOn: 'date', expectedCents: 'amount', receivedCents: 'amount' },
    stillHolds: isIn('boardReview'),
  },
  {
    kind: 'evidence_requested',
    urgency: 1,
    facts: { note: 'text?', neededBy: 'date?' },
    stillHolds: isOpen,
  },
  {
    kind: 'evidence_overdue',
    urgency: 1,
    facts: { request: 'count', askedOn: 'date', neededBy: 'date' },
    stillHolds: (held) =>
      isOpen(held) && held.context.evidenceRequests?.find(({ id }) => id === held.facts.request)?.answeredOn === undefined,
  },
];
