import type { BusinessDate } from '../calendar/dates.js';
import { nightAfterWorkingDays } from '../calendar/working-days.js';
import { type EvidenceRequest, lateRequestNight } from '../evidence/requests.js';
import type { Cause } from '../policy.js';
import { lateLetterNight } from './letters.js';
import { attemptsSince, type Chased, type Terms } from './reminders.js';

/** A fact that bears on responsibility and that the calendar alone shows; its kind is the cause that it speaks for. */
export interface Neglect {
  readonly kind: Extract<Cause, 'dunning_notice_late' | 'evidence_late' | 'follow_up_neglected'>;
  readonly on: BusinessDate;
  readonly numbers: Readonly<Record<string, string | number>>;
}

/** A case with the facts that were found before: each neglect is found once. */
export interface Neglected extends Chased {
  readonly facts: readonly { readonly kind: string; readonly numbers: Readonly<Record<string, string | number>> }[];
}

/** A letter not sent within 2 working days of its day (domain.md, Reminders and letters). */
export function lateLetter(subject: Neglected, { policy, calendar }: Terms): Neglect | undefined {
  const { letterDue, facts } = subject;
  const on = lateLetterNight(subject, policy, calendar);
  if (!letterDue || on === undefined) return undefined;
  const { level, on: letterOn } = letterDue;
  if (facts.some(({ kind, numbers }) => kind === 'dunning_notice_late' && numbers.level === level && numbers.letterOn === letterOn))
    return undefined;
  return { kind: 'dunning_notice_late', on, numbers: { level, letterOn, workingDays: policy.letterLateWorkingDays } };
}

/** While sales follows up, no attempt for so many working days. */
export function noAttempt(subject: Neglected, { policy, calendar }: Terms): Neglect | undefined {
  if (subject.collection !== 'salesFollowUp') return undefined;
  const since = attemptsSince(subject);
  if (subject.facts.some(({ kind, numbers }) => kind === 'follow_up_neglected' && numbers.since === since)) return undefined;
  const workingDays = policy.neglectedWorkingDays;
  return { kind: 'follow_up_neglected', on: nightAfterWorkingDays(calendar, since, workingDays), numbers: { since, workingDays } };
}

/** Evidence that legal was asked for, not attached by its day. */
export function lateEvidence({ evidenceRequests = [], facts }: Neglected): Neglect[] {
  const isFound = ({ id }: EvidenceRequest) => facts.some(({ kind, numbers }) => kind === 'evidence_late' && numbers.request === id);
  return evidenceRequests
    .filter((request) => request.answeredOn === undefined && !isFound(request))
    .map((request) => {
      const { id, on: askedOn, neededBy } = request;
      return { kind: 'evidence_late', on: lateRequestNight(request), numbers: { request: id, askedOn, neededBy } };
    });
}
