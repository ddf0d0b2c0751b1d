import { addMonths } from '../../calendar/dates.js';
import { type RollSeat, seats } from '../../review-board/seats.js';
import { recusedFrom, refuseTooLongGrace, seatsOf, unvotedSeats } from '../board.js';
import type { Told } from '../commands.js';
import type { CaseContext } from '../context.js';
import { type Refusal, refusal } from '../refusal.js';
import type { Rule, RuleBook } from './rule.js';
import { onceAMonth } from './second-vote.js';

type Review = 'openVoting' | 'castVote' | 'recuse' | 'nameSeat' | 'closeVoting';

/** vote.recused before vote.not_seated: whose interest bars them is told so, not that they have no seat. */
const seated: Rule<'castVote'> = (context, { told }) => {
  if (told.by.kind !== 'person') return undefined;
  const { login } = told.by;
  if (recusedFrom(context, told.ownersManager)(login))
    return refusal('vote.recused', { person: login, why: interestOf(context, login, told.ownersManager) });
  if (seatsOf(context, login, told).length > 0) return undefined;
  return refusal('vote.not_seated', { person: login, seats: context.round?.roll.map((roll) => `${roll.seat}: ${roll.member}`) ?? [] });
};

function interestOf(context: CaseContext, login: string, ownersManager: string | undefined): string {
  if (context.round?.recusals.some(({ person }) => person === login)) return 'declared';
  if (context.owner === login) return 'owner';
  return ownersManager === login ? 'owners_manager' : 'attached_evidence';
}

/** The seat a vote is for: the one asked for, else the one already voted for, else the first the person sits in. */
export function seatOfVote(context: CaseContext, event: Told<'castVote'>): RollSeat | undefined {
  if (event.told.by.kind !== 'person') return undefined;
  const { login } = event.told.by;
  const mine = seatsOf(context, login, event.told);
  const voted = context.round?.votes.find(({ person }) => person === login)?.seat;
  const wanted = event.forSeat ?? voted;
  return wanted === undefined ? mine[0] : mine.find(({ seat }) => seat === wanted);
}

const oneSeatEach: Rule<'castVote'> = (context, event) => {
  if (event.told.by.kind !== 'person') return undefined;
  const { login } = event.told.by;
  const roll = seatOfVote(context, event);
  if (!roll) return refusal('vote.not_seated', { person: login, seats: seatsOf(context, login, event.told).map(({ seat }) => seat) });
  const other = context.round?.votes.find((vote) => vote.person === login && vote.seat !== roll.seat);
  return other ? refusal('vote.twice', { person: login, voted: other.seat, wanted: roll.seat }) : undefined;
};

const reasoned: Rule<'castVote'> = (_context, { reason }) => (reason.trim() === '' ? refusal('vote.reason_required') : undefined);

const termsOfChoice: Rule<'castVote'> = (context, event): Refusal | undefined => {
  const { choice, nextReviewOn, told, rules } = event;
  if (choice === 'grace') return refuseTooLongGrace(context, event.graceMonths ?? rules.policy.graceMonthsDefault, rules);
  if (choice !== 'continue' || nextReviewOn === undefined) return undefined;
  if (nextReviewOn <= told.date) return refusal('continue.not_ahead', { nextReviewOn, today: told.date });
  const latest = addMonths(told.date, rules.policy.continueMonthsAtMost);
  return nextReviewOn > latest
    ? refusal('continue.too_far', { nextReviewOn, latest, months: rules.policy.continueMonthsAtMost })
    : undefined;
};

/** Where fewer than 2 seats can be filled, the general manager names who sits (domain.md, The board): somebody without an interest and without a seat. */
const fewSeatsFilled: Rule<'nameSeat'> = (context, { seat, person, told, rules }) => {
  const { round } = context;
  if (!round) return undefined;
  const recused = recusedFrom(context, told.ownersManager);
  const away = (login: string) => told.away?.includes(login) ?? false;
  const filled = round.roll.filter(({ member, deputy }) =>
    [member, deputy].some((login) => login !== undefined && !recused(login) && !away(login)),
  );
  if (filled.length >= rules.policy.quorumSeats)
    return refusal('seat.board_is_able', { filled: filled.map((roll) => roll.seat), needed: rules.policy.quorumSeats });
  if (filled.some((roll) => roll.seat === seat))
    return refusal('seat.filled', { seat, empty: seats.filter((other) => !filled.some((roll) => roll.seat === other)) });
  if (recused(person)) return refusal('vote.recused', { person, why: interestOf(context, person, told.ownersManager) });
  const sitsIn = seatsOf(context, person, told).find((roll) => roll.seat !== seat);
  return sitsIn && refusal('seat.sits_already', { person, seat: sitsIn.seat });
};

/** A case that came before another meeting since is not this one's to resolve. */
const ownMeeting: Rule<'closeVoting'> = ({ round }, { meeting }) =>
  round && round.meeting !== meeting ? refusal('meeting.another', { meeting, voting: round.meeting }) : undefined;

/** A circular vote ends with its day; who votes later would know what the others did not. */
const untilDeadline: Rule<'castVote'> = ({ round }, { told }) =>
  round?.until !== undefined && told.date > round.until
    ? refusal('vote.deadline_passed', { until: round.until, today: told.date })
    : undefined;

/** Nobody is cut off before the day that they were given: earlier it closes only once every seat that may vote has voted. */
const everybodyOrDeadline: Rule<'closeVoting'> = (context, { told }) => {
  const until = context.round?.until;
  if (until === undefined || told.date > until) return undefined;
  const missing = unvotedSeats(context, told.ownersManager);
  return missing.length > 0 ? refusal('vote.deadline_ahead', { until, missing: missing.join('_and_') }) : undefined;
};

export const reviewRules: RuleBook<Review> = {
  openVoting: { typed: [onceAMonth] },
  castVote: { beforehand: [seated, untilDeadline], typed: [reasoned, oneSeatEach, termsOfChoice] },
  nameSeat: { typed: [fewSeatsFilled] },
  closeVoting: { typed: [ownMeeting, everybodyOrDeadline] },
};
