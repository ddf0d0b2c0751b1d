import type { BusinessDate } from '../calendar/dates.js';
import { type AssessmentRefusal, refusal } from './refusal.js';

/** What keeps a period open, in the order in which people are told. */
export const checklistKeys = [
  'lists_unsettled',
  'attributions_open',
  'write_offs_without_proposal',
  'receipts_unclassified',
  'complaints_undecided',
  'appeals_open',
  'schemes_unacknowledged',
  'targets_missing',
] as const;

export type ChecklistKey = (typeof checklistKeys)[number];

export interface ChecklistItem {
  readonly key: ChecklistKey;
  readonly count: number;
}

export interface Closing {
  readonly period: string;
  readonly to: BusinessDate;
  readonly today: BusinessDate;
  readonly closedOn: BusinessDate | undefined;
  /** One of the same length that comes later and is closed. */
  readonly laterClosed: string | undefined;
  /** One of the same length before it that has cards and is not closed. */
  readonly earlierOpen: string | undefined;
  readonly cards: number;
  readonly open: readonly ChecklistItem[];
}

/** A period is closed once, when it is over, after those before it, with nothing left open. */
export function refuseClosing(closing: Closing): AssessmentRefusal | undefined {
  const { period, to, today, closedOn, laterClosed, earlierOpen, cards, open } = closing;
  if (closedOn !== undefined) return refusal('period.closed', { period, on: closedOn });
  if (to >= today) return refusal('period.not_over', { period, to, today });
  if (laterClosed !== undefined) return refusal('period.later_closed', { period, later: laterClosed });
  if (earlierOpen !== undefined) return refusal('period.earlier_open', { period, earlier: earlierOpen });
  if (cards === 0) return refusal('period.no_cards', { period });
  if (open.length > 0) return refusal('period.unfinished', { period, items: open.length });
  return undefined;
}

/** @param closedOn when it was closed */
export function refuseClosed(period: string, closedOn: BusinessDate | undefined): AssessmentRefusal | undefined {
  return closedOn === undefined ? undefined : refusal('period.closed', { period, on: closedOn });
}
