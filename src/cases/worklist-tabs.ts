import { addDays, type BusinessDate } from '../../workflows/calendar/dates.js';
import { addWorkingDays } from '../../workflows/calendar/working-days.js';
import type { Rules } from '../../workflows/collection-case/commands.js';
import type { Only } from './case-list.js';
import { agingFromDays } from './case-sums.js';

/** What the worklist's tabs show beside what a filter can say. */
export const worklistTabs = ['today', 'unattended', 'position', 'disputed', 'old'] as const;

export type WorklistTab = (typeof worklistTabs)[number];

/** Nobody has been in touch for as long as the policy allows: what `attempt` of waiting.ts finds late. */
export function unattended(today: BusinessDate, { policy, calendar }: Rules): Only {
  let since = today;
  do since = addDays(since, -1);
  while (addWorkingDays(calendar, since, policy.attemptEveryWorkingDays) >= today);
  const last = `coalesce(c.snapshot #>> '{context,attempts,lastOn}', '')`;
  return (push) => {
    const until = push(since);
    return `(c.collection in ('salesFollowUp', 'financeConfirmation') and ${last} <= ${until} and c.opened_on <= ${until}::date)`;
  };
}

/** Sales owes what it thinks: what `position` of waiting.ts finds due. */
export function positionMissing(today: BusinessDate, { policy }: Rules): Only {
  return (push) =>
    `(c.collection = 'salesFollowUp' and c.due_on <= ${push(addDays(today, -policy.positionReminderOverdueDay))} and not c.snapshot -> 'context' ? 'position')`;
}

/** In the orders of the indexes that have them. */
export const unattendedOrder = `coalesce(c.snapshot #>> '{context,attempts,lastOn}', ''), c.opened_on`;
export const positionOrder = 'c.due_on, c.id';

export const disputed: Only = () => `c.customer_dispute = 'open'`;

/** The two last buckets of the aging. */
export function old(today: BusinessDate): Only {
  return (push) => `c.due_on <= ${push(addDays(today, -agingFromDays[3]))}`;
}

export function oneOf(ids: readonly string[]): Only {
  return (push) => `c.id = any (${push(ids)}::bigint[])`;
}
