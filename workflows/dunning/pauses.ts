import { addDays, type BusinessDate } from '../calendar/dates.js';
import { addWorkingDays, type WorkingCalendar } from '../calendar/working-days.js';
import type { CustomerDispute } from '../dispute/dispute.js';
import type { Grace } from '../payment-plan/grace.js';
import type { PromiseToPay } from '../payment-plan/promise.js';
import type { Policy } from '../policy.js';

/** What may stop letters to the customer. */
export interface Pausing {
  readonly dispute?: CustomerDispute;
  readonly promises: readonly PromiseToPay[];
  readonly grace?: Grace;
  /** Do-not-contact days, both ends included. */
  readonly pauses: readonly { readonly from: BusinessDate; readonly until: BusinessDate }[];
}

/**
 * The first day, from `day` on, on which letters to the customer may go (domain.md, Disputes and pauses): after an open dispute
 * (at most 30 working days), a live promise (at most 15, and none after two broken ones), a grace that runs, do-not-contact days.
 */
export function firstOpenDay(subject: Pausing, day: BusinessDate, policy: Policy, calendar: WorkingCalendar): BusinessDate {
  const spans = pausesOf(subject, policy, calendar);
  let open = day;
  // One pause may begin where another ends.
  for (let before = ''; before !== open; ) {
    before = open;
    for (const { from, until } of spans) if (from <= open && open <= until) open = addDays(until, 1);
  }
  return open;
}

/** What was a pause stays one when it is over: a letter is not late for the days on which it could not go. */
function pausesOf({ dispute, promises, grace, pauses }: Pausing, policy: Policy, calendar: WorkingCalendar) {
  return [
    ...pauses,
    ...(dispute ? [disputePause(dispute.raisedOn, policy, calendar)] : []),
    ...promises
      .filter((promise) => isPause(promise, promises, policy))
      .map(({ recordedOn, dueOn }) => {
        const longest = addWorkingDays(calendar, recordedOn, policy.promisePauseWorkingDays);
        return { from: recordedOn, until: dueOn < longest ? dueOn : longest };
      }),
    ...(grace ? [{ from: grace.from, until: grace.brokenOn ?? grace.endsOn }] : []),
  ];
}

/** An open dispute stops letters for so long at most. */
export function disputePause(
  raisedOn: BusinessDate,
  policy: Policy,
  calendar: WorkingCalendar,
): { from: BusinessDate; until: BusinessDate } {
  return { from: raisedOn, until: addWorkingDays(calendar, raisedOn, policy.disputePauseWorkingDays) };
}

function isPause({ state, recordedOn }: PromiseToPay, all: readonly PromiseToPay[], policy: Policy): boolean {
  const brokenBefore = all.filter((other) => other.state === 'broken' && other.dueOn < recordedOn).length;
  return state !== 'withdrawn' && brokenBefore < policy.brokenPromisesWithoutPause;
}
