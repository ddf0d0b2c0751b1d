import type { Seat } from '../review-board/seats.js';

/** The roles of product.md, "Who uses it". */
export const roles = [
  'salesperson',
  'sales_manager',
  'sales_director',
  'ar_clerk',
  'finance_director',
  'general_manager',
  'legal_officer',
  'legal_manager',
  'hr',
  'auditor',
  'admin',
] as const;

export type Role = (typeof roles)[number];

/** A person's part in the company's review board today. */
export interface BoardPart {
  /** Seats held as the member. */
  readonly member: readonly Seat[];
  /** Seats held as the named deputy. */
  readonly deputy: readonly Seat[];
  /** Seats in which the person sits today: as member unless away, as deputy while the member is away. */
  readonly sits: readonly Seat[];
}

/**
 * Who gives a command, with everything about them that a rule may ask, resolved when the command was given: the journal
 * keeps it, so that a replay needs nothing else.
 */
export type Actor =
  | {
      readonly kind: 'person';
      readonly login: string;
      /** Held in the case's company, those of people they stand in for today included. */
      readonly roles: readonly Role[];
      /** The case is their own, or of one they stand in for. */
      readonly ownsCase: boolean;
      /** The case's owner is in a team they manage, or manage as a stand-in. */
      readonly managesOwner: boolean;
      readonly board: BoardPart;
    }
  | { readonly kind: 'import'; readonly id: string; readonly login: string }
  | { readonly kind: 'clock' };

/** As the journal prints it: a login, `import:<id> <login>`, or `clock`. */
export function actorName(actor: Actor): string {
  if (actor.kind === 'person') return actor.login;
  return actor.kind === 'import' ? `import:${actor.id} ${actor.login}` : 'clock';
}
