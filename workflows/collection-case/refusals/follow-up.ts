import { addWorkingDays } from '../../calendar/working-days.js';
import { formatAmount } from '../../money.js';
import { areDatesAscending } from '../../payment-plan/plan.js';
import { refuseUncoveredBalance } from '../board.js';
import { overdueDays } from '../context.js';
import { letterReleasers } from '../customer-letter.js';
import { refusal } from '../refusal.js';
import type { Rule, RuleBook } from './rule.js';
import { newFactStands } from './second-vote.js';

type FollowUp =
  | 'logAttempt'
  | 'recordPromise'
  | 'withdrawPromise'
  | 'confirm'
  | 'returnToSales'
  | 'docket'
  | 'proposePlan'
  | 'acceptPlan'
  | 'recordLetter';

/** One's own case or one's team's; finance logs by its own right, legal while the case is with it. */
const attemptNotOwner: Rule<'logAttempt'> = (context, { told: { by } }) => {
  if (by.kind !== 'person' || by.ownsCase || by.managesOwner || by.roles.includes('ar_clerk')) return undefined;
  if (context.legal && (by.roles.includes('legal_officer') || by.roles.includes('legal_manager'))) return undefined;
  return refusal('attempt.not_owner', { owner: context.owner, person: by.login });
};

const attemptDate: Rule<'logAttempt'> = (_context, { on, told, rules }) => {
  if (on > told.date) return refusal('attempt.in_future', { on, today: told.date });
  const atMost = rules.policy.attemptLateWorkingDays;
  const lastEntryOn = addWorkingDays(rules.calendar, on, atMost);
  return told.date > lastEntryOn ? refusal('attempt.too_late', { on, today: told.date, atMost, lastEntryOn }) : undefined;
};

const promiseTerms: Rule<'recordPromise'> = (context, { amountCents, dueOn, told }) => {
  if (amountCents > context.balanceCents)
    return refusal('promise.amount', { amount: formatAmount(amountCents), balance: formatAmount(context.balanceCents) });
  return dueOn < told.date ? refusal('promise.in_past', { dueOn, today: told.date }) : undefined;
};

const promiseToWithdraw: Rule<'withdrawPromise'> = (context, event) => {
  const live = context.promises.filter(({ state }) => state === 'live');
  if (live.length === 0) return refusal('promise.none_live');
  if (event.promise === undefined || live.some(({ id }) => id === event.promise)) return undefined;
  return refusal('promise.unknown', { promise: event.promise, live: live.map(({ id }) => id) });
};

const amountIsBalance: Rule<'confirm'> = ({ balanceCents }, { amountCents }) =>
  amountCents === balanceCents
    ? undefined
    : refusal('confirm.amount', { amount: formatAmount(amountCents), balance: formatAmount(balanceCents) });

const returnInTime: Rule<'returnToSales'> = (context, { told, rules }) => {
  const days = overdueDays(context, told.date);
  const atMost = rules.policy.reviewAfterOverdueDays;
  return days > atMost ? refusal('return.too_old', { days, atMost }) : undefined;
};

const oldEnoughOrReasoned: Rule<'docket'> = (context, { reason, told, rules }) => {
  const days = overdueDays(context, told.date);
  const over = rules.policy.reviewAfterOverdueDays;
  return days > over || (reason !== undefined && reason.trim() !== '') ? undefined : refusal('review.too_young', { days, over });
};

const planDates: Rule<'proposePlan'> = (_context, { instalments, told }) =>
  areDatesAscending(instalments, told.date)
    ? undefined
    : refusal('plan.required', { why: 'dates', dates: instalments.map(({ dueOn }) => dueOn), today: told.date });

const planProposed: Rule<'acceptPlan'> = ({ plan }) => (plan && plan.acceptedOn === undefined ? undefined : refusal('plan.none_proposed'));

const planCoversBalance: Rule<'acceptPlan'> = (context) => refuseUncoveredBalance(context, context.plan?.instalments ?? []);

const letterDate: Rule<'recordLetter'> = (_context, { sentOn, told }) =>
  sentOn > told.date ? refusal('letter.in_future', { sentOn, today: told.date }) : undefined;

/** Level 4 is the lawyer's letter: legal's, the others are finance's (domain.md, Reminders and letters). */
const letterLevel: Rule<'recordLetter'> = (_context, { level, told: { by } }) => {
  if (by.kind !== 'person') return undefined;
  const allowed = letterReleasers(level);
  return by.roles.some((role) => allowed.includes(role)) ? undefined : refusal('letter.level', { level, allowed });
};

export const followUpRules: RuleBook<FollowUp> = {
  logAttempt: { beforehand: [attemptNotOwner], typed: [attemptDate] },
  recordPromise: { typed: [promiseTerms] },
  withdrawPromise: { typed: [promiseToWithdraw] },
  confirm: { typed: [amountIsBalance] },
  returnToSales: { beforehand: [returnInTime] },
  docket: { typed: [oldEnoughOrReasoned, newFactStands] },
  proposePlan: { typed: [planDates] },
  acceptPlan: { beforehand: [planProposed, planCoversBalance] },
  recordLetter: { typed: [letterDate, letterLevel] },
};
