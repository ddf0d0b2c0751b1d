import type { BusinessDate } from '../calendar/dates.js';
import { nightAfterWorkingDays, type WorkingCalendar } from '../calendar/working-days.js';
import type { Cents } from '../money.js';
import type { Policy } from '../policy.js';

export const disputeReasons = ['quality', 'quantity', 'price', 'delivery', 'invoice_error', 'contract', 'other'] as const;

export type DisputeReason = (typeof disputeReasons)[number];

export const disputeOutcomes = ['upheld', 'partly_upheld', 'rejected'] as const;

export type DisputeOutcome = (typeof disputeOutcomes)[number];

/** What the customer contests, maybe a part: the rest keeps aging and being chased (domain.md, Disputes and pauses). */
export interface CustomerDispute {
  readonly reason: DisputeReason;
  readonly contestedCents: Cents;
  readonly raisedOn: BusinessDate;
  readonly raisedBy: string;
  /** Night in which the sales manager is reminded; gone once it happened. */
  readonly remindOn?: BusinessDate;
  /** Night in which both directors are told; gone once it happened. */
  readonly escalateOn?: BusinessDate;
}

/** Unresolved after 15 working days: reminder to the sales manager; after 30: to both directors (domain.md, customerDispute). */
export function disputeDeadlines(
  raisedOn: BusinessDate,
  policy: Policy,
  calendar: WorkingCalendar,
): { remindOn: BusinessDate; escalateOn: BusinessDate } {
  return {
    remindOn: nightAfterWorkingDays(calendar, raisedOn, policy.disputeReminderWorkingDays),
    escalateOn: nightAfterWorkingDays(calendar, raisedOn, policy.disputeEscalationWorkingDays),
  };
}
