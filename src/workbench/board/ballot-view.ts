import { randomUUID } from 'node:crypto';
import { addMonths } from '../../../workflows/calendar/dates.js';
import { graceEnd } from '../../../workflows/payment-plan/grace.js';
import type { Policy } from '../../../workflows/policy.js';
import { choices } from '../../../workflows/review-board/tally.js';
import type { CaseAnswer } from '../../cases/cases.shapes.js';
import type { MeetingOutline, Said } from '../../review-board/agenda.js';
import type { DecisionPaper } from '../../review-board/papers/papers.shapes.js';
import type { ToldRefusal } from '../refused-form.js';

export interface Vote {
  seat: string;
  person: string;
  on: string;
  choice: string;
  reason: string;
  graceMonths?: number;
  nextReviewOn?: string;
}

/** A ballot that came back, or the one that was cast. */
export interface Filled {
  choice?: string;
  reason?: string;
  graceMonths?: string;
  nextReviewOn?: string;
  forSeat?: string;
  group?: string;
}

export interface BallotWish {
  item: MeetingOutline['agenda'][number] & Said;
  paper: DecisionPaper;
  looked: CaseAnswer;
  policy: Policy;
  today: string;
  login: string;
  /** Items of the customer that are being voted on. */
  together: number;
  refused?: { typed: Filled; told: ToldRefusal };
}

/** The ballot: what may be chosen, the reader's own vote where there is one, and why there is no ballot where there is none. */
export function ballotView({ item, paper, looked, policy, today, login, together, refused }: BallotWish): object {
  const mine = item.seats.filter((seat) => seat.mine);
  const own = (item.votes as Vote[]).filter(({ person }) => person === login).at(-1);
  const filled: Filled = refused?.typed ?? (own ? { ...own, graceMonths: String(own.graceMonths ?? '') } : {});
  const chosenMonths = filled.graceMonths || String(policy.graceMonthsDefault);
  const months = Array.from({ length: policy.graceMonthsAtMost }, (_, i) => i + 1);
  return {
    may: looked.allowed.includes('castVote'),
    mayRecuse: looked.allowed.includes('recuse') && mine.length > 0,
    refusal: looked.refused.find(({ type }) => type === 'castVote'),
    version: looked.version,
    key: randomUUID(),
    own: own && { ...own },
    told: refused?.told,
    reason: filled.reason ?? '',
    together,
    isTogether: together > 1,
    group: filled.group !== undefined,
    seats: mine.length > 1 ? mine.map(({ seat }) => ({ seat, chosen: (filled.forSeat ?? own?.seat) === seat })) : [],
    choices: choices.map((choice, i) => ({ choice, n: i + 1, chosen: filled.choice === choice })),
    months: months.map((n) => ({ n, endsOn: graceEnd(today, n), chosen: String(n) === chosenMonths })),
    granted: (paper.before as { graceMonthsGranted: number }).graceMonthsGranted,
    continuedTimes: (paper.before as { continuedTimes: number }).continuedTimes,
    continueTimesAtMost: policy.continueTimesAtMost,
    planAccepted: (paper.plan as { accepted: boolean } | null)?.accepted ?? false,
    missing: paper.evidence.missingForBadDebt,
    nextReviewOn: filled.nextReviewOn ?? '',
    latestReview: addMonths(today, policy.continueMonthsAtMost),
    usualReview: addMonths(today, policy.continueMonthsDefault),
  };
}
