import { type BusinessDate, earliest } from '../calendar/dates.js';
import type { Policy } from '../policy.js';
import { type Seat, seats } from './seats.js';

export const choices = ['grace', 'bad_debt', 'legal_action', 'continue'] as const;

export type Choice = (typeof choices)[number];

export interface Ballot {
  readonly seat: Seat;
  readonly choice: Choice;
  readonly graceMonths?: number;
  readonly nextReviewOn?: BusinessDate;
}

export type Tally =
  | {
      readonly outcome: Choice;
      readonly for: number;
      readonly of: number;
      /** The smallest voted for `grace`. */
      readonly graceMonths?: number;
      /** The earliest voted for `continue`. */
      readonly nextReviewOn?: BusinessDate;
    }
  | { readonly outcome: 'deferred'; readonly why: 'no_quorum' | 'no_majority'; readonly of: number };

/**
 * The board's resolution from valid ballots in the order they were cast: the last of a seat counts, votes of recused seats
 * never; quorum is looked at first; more than half of the seats not recused carry (domain.md, The board).
 */
export function tally(ballots: readonly Ballot[], recused: readonly Seat[], policy: Pick<Policy, 'quorumSeats'>): Tally {
  const last = new Map<Seat, Ballot>();
  for (const ballot of ballots) if (!recused.includes(ballot.seat)) last.set(ballot.seat, ballot);
  const of = seats.length - new Set(recused).size;
  if (last.size < policy.quorumSeats) return { outcome: 'deferred', why: 'no_quorum', of };

  for (const choice of choices) {
    const carrying = [...last.values()].filter((ballot) => ballot.choice === choice);
    if (carrying.length * 2 <= of) continue;
    return { outcome: choice, for: carrying.length, of, ...terms(carrying) };
  }
  return { outcome: 'deferred', why: 'no_majority', of };
}

function terms(carrying: readonly Ballot[]): { graceMonths?: number; nextReviewOn?: BusinessDate } {
  const months = carrying.flatMap((ballot) => ballot.graceMonths ?? []);
  const nextReviewOn = earliest(carrying.map((ballot) => ballot.nextReviewOn));
  return { ...(months.length > 0 && { graceMonths: Math.min(...months) }), ...(nextReviewOn !== undefined && { nextReviewOn }) };
}
