/** The three seats of a company's review board (domain.md, The board). The holder of the finance director's chairs. */
export const seats = ['sales_director', 'finance_director', 'legal_manager'] as const;

export type Seat = (typeof seats)[number];

export const chairSeat: Seat = 'finance_director';

/** Who holds a seat of a meeting. `named` sits by the general manager's word where neither of the others may. */
export interface RollSeat {
  readonly seat: Seat;
  readonly member: string;
  readonly deputy?: string;
  readonly named?: string;
}

/** A test of a person by login. */
export type PersonTest = (login: string) => boolean;

/**
 * Who sits: the member, or the deputy when the member is recused or away, or whom the general manager named when neither
 * may. Undefined when nobody may.
 */
export function sitterOf(roll: RollSeat, recused: PersonTest, away: PersonTest): string | undefined {
  const { member, deputy, named } = roll;
  if (!recused(member) && !away(member)) return member;
  if (deputy !== undefined && !recused(deputy) && !away(deputy)) return deputy;
  return named !== undefined && !recused(named) ? named : undefined;
}

/** A seat counts as recused when nobody who holds it may vote; a member who is merely away leaves it empty, not recused. */
export function isSeatRecused(roll: RollSeat, recused: PersonTest): boolean {
  return holdersOf(roll).every(recused);
}

/** Seats that somebody can fill: neither recused nor away. Below 2 the general manager names who sits. */
export function fillableSeats(rolls: readonly RollSeat[], recused: PersonTest, away: PersonTest): Seat[] {
  return rolls.filter((roll) => sitterOf(roll, recused, away) !== undefined).map((roll) => roll.seat);
}

export function holdersOf({ member, deputy, named }: RollSeat): string[] {
  return [member, deputy, named].filter((login) => login !== undefined);
}
