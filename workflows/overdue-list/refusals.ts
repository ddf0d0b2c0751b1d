import type { BusinessDate } from '../calendar/dates.js';
import { formatAmount } from '../money.js';
import { type Correction, correctionBy, type ListRow, type ListStatus, type Objection, type RowState } from './row.js';
import { type Month, snapshotDay } from './terms.js';

/** Why something is refused: the key of its sentence and the numbers that it names. */
export interface ListRefusal {
  readonly key: string;
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface ListFacts {
  readonly month: Month;
  readonly status: ListStatus;
}

/** A list is drafted, and drafted anew, once its month is over and before it or a later one is published. */
export function refuseDraft(month: Month, today: BusinessDate, known: ListFacts | undefined, lastPublished: Month | undefined) {
  const day = snapshotDay(month);
  if (day >= today) return refusal('list.month_not_over', { month, day, today });
  if (known && known.status !== 'draft') return refusal('list.published_already', { month });
  if (lastPublished !== undefined && lastPublished >= month) return refusal('list.later_published', { month, later: lastPublished });
  return undefined;
}

export function refusePublish({ month, status }: ListFacts, lastPublished: Month | undefined): ListRefusal | undefined {
  if (status !== 'draft') return refusal('list.published_already', { month });
  if (lastPublished !== undefined && lastPublished > month) return refusal('list.later_published', { month, later: lastPublished });
  return undefined;
}

/** Confirming and objecting alike: by the owner, while the row waits, within the days for it. */
export function refuseAnswer(row: ListRow, today: BusinessDate, isOwner: boolean): ListRefusal | undefined {
  if (!isOwner) return refusal('list_row.not_owner', { owner: row.owner });
  if (row.status === 'draft') return refusal('list_row.not_published', {});
  if (row.state !== 'waiting') return notIn(row.state, 'waiting');
  if (row.answersUntil !== undefined && today > row.answersUntil) return refusal('list_row.too_late', { until: row.answersUntil });
  return undefined;
}

export function refuseObjection(row: ListRow, objection: Objection): ListRefusal | undefined {
  const { reason, balanceCents, owner } = objection;
  if (balanceCents !== undefined && reason !== 'amount') return refusal('list_row.value_not_asked', { value: 'balance', reason });
  if (owner !== undefined && reason !== 'owner') return refusal('list_row.value_not_asked', { value: 'owner', reason });
  if (reason === 'amount' && balanceCents === undefined) return refusal('list_row.value_missing', { value: 'balance', reason });
  if (reason === 'owner' && owner === undefined) return refusal('list_row.value_missing', { value: 'owner', reason });
  return refuseCorrection(row, objection);
}

/** @param more what finance adds where the objection names no figure or person */
export function refuseAcceptance(row: ListRow, by: string, more: Correction): ListRefusal | undefined {
  const refused = refuseDecision(row, by);
  if (refused || !row.objection) return refused;
  if (more.balanceCents !== undefined && (row.objection.balanceCents !== undefined || row.objection.reason === 'not_overdue'))
    return refusal('list_row.value_not_asked', { value: 'balance', reason: row.objection.reason });
  if (more.owner !== undefined && (row.objection.owner !== undefined || row.objection.reason === 'not_overdue'))
    return refusal('list_row.value_not_asked', { value: 'owner', reason: row.objection.reason });
  return refuseCorrection(row, correctionBy(row.objection, more));
}

/** Finance decides on an objection; who made it, does not. */
export function refuseDecision(row: ListRow, by: string): ListRefusal | undefined {
  if (row.state !== 'objected' || !row.objection) return notIn(row.state, 'objected');
  return row.objection.by === by ? refusal('list_row.own_objection', { person: by }) : undefined;
}

function refuseCorrection(row: ListRow, { balanceCents, owner }: Correction): ListRefusal | undefined {
  if (balanceCents === row.balanceCents) return refusal('list_row.same_balance', { balance: formatAmount(row.balanceCents) });
  if (balanceCents !== undefined && balanceCents > row.amountCents)
    return refusal('list_row.above_amount', { balance: formatAmount(balanceCents), amount: formatAmount(row.amountCents) });
  if (owner === row.owner) return refusal('list_row.same_owner', { owner });
  return undefined;
}

export function notIn(state: RowState, expected: RowState): ListRefusal {
  return refusal('list_row.not_in_state', { state, expected });
}

function refusal(key: string, facts: ListRefusal['facts']): ListRefusal {
  return { key, facts };
}
