import { addDays, type BusinessDate, earliest } from '../calendar/dates.js';
import { addWorkingDays, nightAfterWorkingDays, type WorkingCalendar } from '../calendar/working-days.js';
import { type EvidenceRequest, lateRequestNight } from '../evidence/requests.js';
import type { Policy } from '../policy.js';
import type { Lettered } from './letters.js';
import { type Limited, limitationEnd, limitationWarnings } from './limitation.js';

/** Who is reminded: a login, or everyone of the company who has the role. */
export type Reminded = { readonly person: string } | { readonly role: string };

/** One's own people are reminded of something on a day. It is identified by the case, its kind and this day, and sent once. */
export interface Reminder {
  readonly kind: ReminderKind;
  readonly dueOn: BusinessDate;
  readonly to: readonly Reminded[];
  readonly facts: Readonly<Record<string, string | number>>;
}

export type ReminderKind =
  | 'overdue_reminder'
  | 'attempt_missing'
  | 'position_missing'
  | 'promise_due'
  | 'instalment_due'
  | 'confirmation_overdue'
  | 'vote_missing'
  | 'limitation_ending'
  | 'list_row_waiting'
  | 'list_row_objected'
  | 'list_row_disagreed'
  | 'evidence_overdue';

/** What the reminders ask of a case. */
export interface Chased extends Lettered, Limited {
  /** The collection region's state, as a path. */
  readonly collection: string;
  readonly openedOn: BusinessDate;
  readonly owner: string;
  readonly attempts: { readonly lastOn?: BusinessDate };
  readonly position?: { readonly on: BusinessDate };
  readonly escalated?: { readonly on: BusinessDate };
  readonly evidenceRequests?: readonly EvidenceRequest[];
  /** Voting that goes on, and who of the seats has not voted. */
  readonly voting?: { readonly openedOn: BusinessDate; readonly missing: readonly string[] };
}

export interface Terms {
  readonly policy: Policy;
  readonly calendar: WorkingCalendar;
}

/** The first reminder of its kind after a date, or none as things stand. */
type ReminderRule = (subject: Chased, after: BusinessDate, terms: Terms) => Reminder | undefined;

/** In the hands of sales and finance: the owner is to get in touch. */
const followedUp: readonly string[] = ['salesFollowUp', 'financeConfirmation'];

const toOwner = ({ owner }: Chased): Reminded[] => [{ person: owner }];

/** On overdue days 1, 7, 15, 30, 60, 80. */
const overdueReminder: ReminderRule = (subject, after, { policy }) => {
  if (!followedUp.includes(subject.collection)) return undefined;
  const day = policy.reminderOverdueDays.find((overdue) => addDays(subject.dueOn, overdue) > after);
  if (day === undefined) return undefined;
  return { kind: 'overdue_reminder', dueOn: addDays(subject.dueOn, day), to: toOwner(subject), facts: { overdueDays: day } };
};

/** After each 5 working days without an attempt. */
const attemptMissing: ReminderRule = (subject, after, { policy, calendar }) => {
  if (!followedUp.includes(subject.collection)) return undefined;
  const since = attemptsSince(subject);
  const every = policy.attemptEveryWorkingDays;
  let end = since;
  for (let workingDays = every; ; workingDays += every) {
    end = addWorkingDays(calendar, end, every);
    const dueOn = addDays(end, 1);
    if (dueOn > after) return { kind: 'attempt_missing', dueOn, to: toOwner(subject), facts: { since, workingDays } };
  }
};

/** On day 85, before the case goes to finance without what sales thinks of it. */
const positionMissing: ReminderRule = (subject, after, { policy }) => {
  const dueOn = addDays(subject.dueOn, policy.positionReminderOverdueDay);
  if (subject.collection !== 'salesFollowUp' || subject.position !== undefined || dueOn <= after) return undefined;
  return { kind: 'position_missing', dueOn, to: toOwner(subject), facts: { overdueDays: policy.positionReminderOverdueDay } };
};

/** The day before. */
const promiseDue: ReminderRule = (subject, after) => {
  const days = subject.promises.filter(({ state }) => state === 'live').map((promise) => ({ promise, dueOn: addDays(promise.dueOn, -1) }));
  const next = firstOf(days, after);
  if (!next) return undefined;
  const { id, amountCents, dueOn: promisedOn } = next.promise;
  return { kind: 'promise_due', dueOn: next.dueOn, to: toOwner(subject), facts: { promise: id, amountCents, promisedOn } };
};

/** 3 days before. */
const instalmentDue: ReminderRule = (subject, after, { policy }) => {
  const { grace, collection } = subject;
  if (collection !== 'gracePeriod' || !grace) return undefined;
  const days = grace.instalments.map((instalment) => ({ instalment, dueOn: addDays(instalment.dueOn, -policy.instalmentReminderDays) }));
  const next = firstOf(days, after);
  if (!next) return undefined;
  const { amountCents, dueOn: instalmentOn } = next.instalment;
  return { kind: 'instalment_due', dueOn: next.dueOn, to: toOwner(subject), facts: { amountCents, instalmentOn } };
};

/** Waiting over 3 working days: the AR clerk, and after as many again the finance director. */
const confirmationOverdue: ReminderRule = (subject, after, { policy, calendar }) => {
  const since = subject.escalated?.on ?? subject.position?.on;
  if (subject.collection !== 'financeConfirmation' || since === undefined) return undefined;
  const each = policy.confirmationReminderWorkingDays;
  for (const [times, role] of [[1, 'ar_clerk'] as const, [2, 'finance_director'] as const]) {
    const dueOn = nightAfterWorkingDays(calendar, since, each * times);
    if (dueOn > after) return { kind: 'confirmation_overdue', dueOn, to: [{ role }], facts: { since, workingDays: each * times } };
  }
  return undefined;
};

/** Voting is open for 3 working days and a seat has not voted. */
const voteMissing: ReminderRule = ({ voting }, after, { policy, calendar }) => {
  if (!voting || voting.missing.length === 0) return undefined;
  const dueOn = nightAfterWorkingDays(calendar, voting.openedOn, policy.voteReminderWorkingDays);
  if (dueOn <= after) return undefined;
  return { kind: 'vote_missing', dueOn, to: voting.missing.map((person) => ({ person })), facts: { openedOn: voting.openedOn } };
};

/** 180, 90 and 30 days before the debt can no longer be claimed: owner and legal. */
const limitationEnding: ReminderRule = (subject, after, { policy }) => {
  const dueOn = limitationWarnings(subject, policy).find((day) => day > after);
  if (dueOn === undefined) return undefined;
  const endsOn = limitationEnd(subject, policy);
  return { kind: 'limitation_ending', dueOn, to: [...toOwner(subject), { role: 'legal_officer' }], facts: { endsOn } };
};

/** What legal was asked for is not attached by its day: who files it, and who heads legal. */
const evidenceOverdue: ReminderRule = ({ evidenceRequests = [] }, after) => {
  const open = evidenceRequests.filter(({ answeredOn }) => answeredOn === undefined);
  const next = firstOf(
    open.map((request) => ({ request, dueOn: lateRequestNight(request) })),
    after,
  );
  if (!next) return undefined;
  const { id: request, on: askedOn, neededBy } = next.request;
  return {
    kind: 'evidence_overdue',
    dueOn: next.dueOn,
    to: [{ role: 'legal_officer' }, { role: 'legal_manager' }],
    facts: { request, askedOn, neededBy },
  };
};

const rules: readonly ReminderRule[] = [
  overdueReminder,
  attemptMissing,
  positionMissing,
  promiseDue,
  instalmentDue,
  confirmationOverdue,
  voteMissing,
  limitationEnding,
  evidenceOverdue,
];

/** From when on the days without an attempt are counted. */
export function attemptsSince({ openedOn, attempts }: Pick<Chased, 'openedOn' | 'attempts'>): BusinessDate {
  return attempts.lastOn !== undefined && attempts.lastOn > openedOn ? attempts.lastOn : openedOn;
}

/** What has come after one date and by another; of a kind that has come several times meanwhile, the last (domain.md, Reminders and letters). */
export function remindersDue(subject: Chased, after: BusinessDate, by: BusinessDate, terms: Terms): Reminder[] {
  return rules.flatMap((rule) => {
    let last: Reminder | undefined;
    for (let next = rule(subject, after, terms); next && next.dueOn <= by; next = rule(subject, next.dueOn, terms)) last = next;
    return last ? [last] : [];
  });
}

export function nextReminderOn(subject: Chased, after: BusinessDate, terms: Terms): BusinessDate | undefined {
  return earliest(rules.map((rule) => rule(subject, after, terms)?.dueOn));
}

function firstOf<T extends { readonly dueOn: BusinessDate }>(days: readonly T[], after: BusinessDate): T | undefined {
  return days.filter(({ dueOn }) => dueOn > after).sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))[0];
}
