import { addDays, type BusinessDate, earliest } from '../calendar/dates.js';
import { nextGraceNight } from '../payment-plan/grace.js';
import { nextPromiseNight } from '../payment-plan/promise.js';
import type { Rules } from './commands.js';
import type { KeptContext } from './context.js';

/**
 * The next night that has something to do here, whatever the region; undefined when none has. It may lie in the past: a
 * case that was reopened with an old age is due in the next night.
 * @param collection the collection region's state, as a path
 */
export function nextDateOf(context: KeptContext, collection: string, { policy, calendar }: Rules): BusinessDate | undefined {
  const { attribution, dispute } = context;
  return earliest([
    nextInCollection(),
    isClosed(collection) ? undefined : nextPromiseNight(context.promises),
    dispute?.remindOn,
    dispute?.escalateOn,
    attribution?.silentOn,
    attribution?.decideBy,
    attribution === undefined ? context.proposalDueOn : undefined,
  ]);

  function nextInCollection(): BusinessDate | undefined {
    switch (collection) {
      case 'salesFollowUp':
        return reviewNight();
      case 'financeConfirmation':
        return context.escalated ? context.escalated.unconfirmedOn : reviewNight();
      case 'gracePeriod':
        return context.grace && nextGraceNight(context.grace, policy.graceLeewayWorkingDays, calendar);
      case 'legalAction':
        return context.legal?.reviewOn;
      default:
        return undefined;
    }
  }

  function reviewNight(): BusinessDate {
    return context.nextReviewOn ?? addDays(context.dueOn, policy.reviewAfterOverdueDays + 1);
  }
}

export function isClosed(collection: string): boolean {
  return collection === 'settled' || collection === 'cancelled' || collection === 'writtenOff';
}
