import { addMonths } from '../calendar/dates.js';
import { missingForBadDebt } from '../evidence/grounds.js';
import { formatAmount } from '../money.js';
import { graceEnd } from '../payment-plan/grace.js';
import { type Instalment, planTotal, reducePlan } from '../payment-plan/plan.js';
import { isSeatRecused, type PersonTest, type RollSeat, type Seat, seats, sitterOf } from '../review-board/seats.js';
import { type Choice, type Tally, tally } from '../review-board/tally.js';
import type { Circumstances, Rules, Told } from './commands.js';
import { acceptedEvidence, type CaseContext, type Round } from './context.js';
import { type Refusal, refusal } from './refusal.js';

/** What closing a round makes of the case. */
export type Resolution =
  | { readonly outcome: 'grace'; readonly tally: Tally; readonly months: number; readonly instalments: readonly Instalment[] }
  | { readonly outcome: 'bad_debt' | 'legal_action'; readonly tally: Tally }
  | { readonly outcome: 'continue'; readonly tally: Tally; readonly nextReviewOn: string }
  | { readonly outcome: 'deferred'; readonly tally: Tally; readonly why: string }
  | { readonly outcome: 'void'; readonly tally: Tally; readonly refusal: Refusal };

/** What of a case says who may vote on it. */
export type Ballots = Pick<CaseContext, 'caseId' | 'owner' | 'evidence' | 'round'>;

/** A declared interest, or a known one: owner of the case, the owner's direct manager, who attached its evidence (vote.recused). */
export function recusedFrom(context: Ballots, ownersManager: string | undefined): PersonTest {
  const barred = new Set([
    context.owner,
    ...context.evidence.filter((item) => item.withdrawnReason === undefined).map((item) => item.attachedBy),
  ]);
  if (ownersManager !== undefined) barred.add(ownersManager);
  for (const { person } of context.round?.recusals ?? []) barred.add(person);
  return (login) => barred.has(login);
}

/** The seats of the round in which the person sits today. */
export function seatsOf(context: CaseContext, login: string, told: Circumstances): RollSeat[] {
  const recused = recusedFrom(context, told.ownersManager);
  const away: PersonTest = (person) => told.away?.includes(person) ?? false;
  return (context.round?.roll ?? []).filter((roll) => sitterOf(roll, recused, away) === login);
}

export interface SeatState {
  readonly seat: Seat;
  /** Who sits today; undefined where nobody can. */
  readonly sits: string | undefined;
  readonly state: 'voted' | 'missing' | 'recused' | 'vacant';
}

/** How far the voting on an open round is, seat by seat; what was voted is nobody's business yet. */
export function seatStates(context: Ballots, told: Pick<Circumstances, 'ownersManager' | 'away'>): SeatState[] {
  const recused = recusedFrom(context, told.ownersManager);
  const away: PersonTest = (person) => told.away?.includes(person) ?? false;
  const voted = new Set(countedVotes(context, told.ownersManager).map(({ seat }) => seat));
  return openRound(context).roll.map((held) => {
    const sits = sitterOf(held, recused, away);
    const waiting = sits === undefined ? 'vacant' : 'missing';
    return { seat: held.seat, sits, state: isSeatRecused(held, recused) ? 'recused' : voted.has(held.seat) ? 'voted' : waiting };
  });
}

/** Seats that may vote and have no vote that counts. */
export function unvotedSeats(context: Ballots, ownersManager: string | undefined): Seat[] {
  const { roll, votes } = openRound(context);
  const recused = recusedFrom(context, ownersManager);
  const voted = new Set(votes.filter(({ person }) => !recused(person)).map(({ seat }) => seat));
  return seats.filter((seat) => {
    const held = roll.find((one) => one.seat === seat);
    return held !== undefined && !isSeatRecused(held, recused) && !voted.has(seat);
  });
}

/** The last valid vote of each seat that is not recused: what the tally counts, by name. */
export function countedVotes(context: Ballots, ownersManager: string | undefined): { seat: Seat; person: string; choice: Choice }[] {
  const { roll, votes } = openRound(context);
  const recused = recusedFrom(context, ownersManager);
  const valid = votes.filter(({ person }) => !recused(person));
  return roll.flatMap((held) => {
    const last = isSeatRecused(held, recused) ? undefined : valid.findLast(({ seat }) => seat === held.seat);
    return last ? [{ seat: last.seat, person: last.person, choice: last.choice }] : [];
  });
}

/** The resolution of a round that closes now: the tally, then what would make it void (domain.md, The board). */
export function resolution(context: CaseContext, event: Told<'closeVoting'>): Resolution {
  const { told, rules } = event;
  const round = openRound(context);
  const recused = recusedFrom(context, told.ownersManager);
  const valid = round.votes.filter((vote) => !recused(vote.person));
  const recusedSeats = round.roll.filter((roll) => isSeatRecused(roll, recused)).map((roll) => roll.seat);
  const result = tally(valid, recusedSeats, rules.policy);
  switch (result.outcome) {
    case 'deferred':
      return { outcome: 'deferred', tally: result, why: result.why };
    case 'legal_action':
      return { outcome: 'legal_action', tally: result };
    case 'bad_debt': {
      const refused = refuseMissingEvidence(context, told.date, rules, round.evidence);
      return refused ? { outcome: 'void', tally: result, refusal: refused } : { outcome: 'bad_debt', tally: result };
    }
    case 'continue': {
      if (context.continuedTimes >= rules.policy.continueTimesAtMost)
        return {
          outcome: 'void',
          tally: result,
          refusal: refusal('continue.too_often', { times: context.continuedTimes, atMost: rules.policy.continueTimesAtMost }),
        };
      return {
        outcome: 'continue',
        tally: result,
        nextReviewOn: result.nextReviewOn ?? addMonths(told.date, rules.policy.continueMonthsDefault),
      };
    }
    case 'grace': {
      const months = result.graceMonths ?? rules.policy.graceMonthsDefault;
      const refused = refuseTooLongGrace(context, months, rules) ?? refusePlanless(context, told.date, graceEnd(told.date, months));
      if (refused) return { outcome: 'void', tally: result, refusal: refused };
      return { outcome: 'grace', tally: result, months, instalments: remainingPlan(context) };
    }
  }
}

/** grace.too_long: the months granted to a case add up to at most 2. */
export function refuseTooLongGrace(context: CaseContext, months: number, { policy }: Rules): Refusal | undefined {
  const granted = context.graceMonthsGranted;
  if (granted + months <= policy.graceMonthsAtMost) return undefined;
  return refusal('grace.too_long', {
    months,
    granted,
    atMost: policy.graceMonthsAtMost,
    left: Math.max(0, policy.graceMonthsAtMost - granted),
  });
}

/**
 * evidence.required: what a bad debt of this case lacks today.
 * @param frozen what was accepted when voting opened: what came later was not before those who voted; left out, all that is accepted counts
 */
export function refuseMissingEvidence(
  context: CaseContext,
  date: string,
  { policy }: Rules,
  frozen?: Round['evidence'],
): Refusal | undefined {
  const accepted = acceptedEvidence(context);
  const counting = frozen ? accepted.filter(({ id }) => frozen.some((known) => known.id === id)) : accepted;
  const missing = missingForBadDebt(counting, context, date, policy);
  if (missing.length === 0) return undefined;
  const tooLate = accepted.length - counting.length;
  // `lacks` chooses the sentence.
  return refusal('evidence.required', { missing, lacks: missing.join('_and_'), ...(tooLate > 0 && { tooLate }) });
}

/** plan.required at close: accepted, still covering the balance, with its last date within the grace. */
function refusePlanless(context: CaseContext, from: string, graceEndsOn: string): Refusal | undefined {
  const { plan, balanceCents } = context;
  if (plan?.acceptedOn === undefined)
    return refusal('plan.required', { why: 'not_accepted', balance: formatAmount(balanceCents), graceEndsOn });
  const plannedUntil = plan.instalments.at(-1)?.dueOn ?? from;
  if (plannedUntil < from) return refusal('plan.required', { why: 'passed', lastOn: plannedUntil, from });
  const remaining = remainingPlan(context);
  const refused = refuseUncoveredBalance(context, remaining);
  if (refused) return refused;
  const lastOn = remaining.at(-1)?.dueOn ?? graceEndsOn;
  return lastOn > graceEndsOn ? refusal('plan.required', { why: 'too_late', lastOn, graceEndsOn }) : undefined;
}

/** plan.required: amounts add up to the balance. */
export function refuseUncoveredBalance({ balanceCents }: CaseContext, instalments: readonly Instalment[]): Refusal | undefined {
  const plannedCents = planTotal(instalments);
  if (plannedCents === balanceCents) return undefined;
  return refusal('plan.required', { why: 'amount', planned: formatAmount(plannedCents), balance: formatAmount(balanceCents) });
}

function remainingPlan(context: CaseContext): Instalment[] {
  return context.plan ? reducePlan(context.plan.instalments, Math.max(0, context.plan.reducedByCents)) : [];
}

export function openRound(context: Pick<CaseContext, 'caseId' | 'round'>): Round {
  if (!context.round) throw new Error(`case ${context.caseId} is in voting without a round`);
  return context.round;
}
