import type { BusinessDate } from '../calendar/dates.js';
import type { Cents } from '../money.js';

export const listStatuses = ['draft', 'published', 'agreed'] as const;

export type ListStatus = (typeof listStatuses)[number];

/**
 * Where a row of the monthly list is (domain.md, The monthly list): it waits for its owner, who confirms, objects or keeps silent; an
 * objection is accepted (`corrected`) or rejected (`disagreed`), and what is disagreed upon the directors settle, or time does.
 */
export const rowStates = ['waiting', 'confirmed', 'silent', 'objected', 'corrected', 'disagreed', 'settled', 'ledger_stands'] as const;

export type RowState = (typeof rowStates)[number];

/** While a row is in one of these, its list is not agreed. */
export const openRowStates = ['waiting', 'objected', 'disagreed'] as const satisfies RowState[];

export const objectionReasons = ['amount', 'owner', 'not_overdue', 'customer_dispute', 'other'] as const;

export type ObjectionReason = (typeof objectionReasons)[number];

/** What the owner says instead. */
export interface Objection {
  readonly reason: ObjectionReason;
  readonly note: string;
  /** The balance as it should be: with reason `amount`. */
  readonly balanceCents?: Cents;
  /** Whose it is: with reason `owner`. */
  readonly owner?: string;
}

/** What a row says after a correction; what is left out stays as drafted. */
export interface Correction {
  readonly balanceCents?: Cents;
  readonly owner?: string;
}

/** `ledger`: the row stays as drafted; `objection`: the owner was right. */
export const settlementOutcomes = ['ledger', 'objection'] as const;

export type SettlementOutcome = (typeof settlementOutcomes)[number];

export const sides = ['sales', 'finance'] as const;

/** Of the two directors who settle a disagreement. */
export type Side = (typeof sides)[number];

export interface Proposal {
  readonly by: string;
  readonly on: BusinessDate;
  readonly outcome: SettlementOutcome;
  readonly note: string;
}

export type Proposals = { readonly [S in Side]?: Proposal };

/** What the rules ask of a row. */
export interface ListRow {
  readonly state: RowState;
  readonly status: ListStatus;
  readonly amountCents: Cents;
  readonly balanceCents: Cents;
  readonly owner: string;
  /** Set when the list is published. */
  readonly answersUntil?: BusinessDate;
  readonly objection?: Objection & { readonly by: string };
  readonly proposals: Proposals;
}

/** What a correction makes of the row: a debt that is not overdue leaves the list's sum. */
export function correctionBy({ reason, balanceCents, owner }: Objection, more: Correction = {}): Correction {
  if (reason === 'not_overdue') return { balanceCents: 0 };
  const balance = balanceCents ?? more.balanceCents;
  const whose = owner ?? more.owner;
  return { ...(balance !== undefined && { balanceCents: balance }), ...(whose !== undefined && { owner: whose }) };
}
