import type { BusinessDate } from '../calendar/dates.js';
import { periodContaining } from './assessment-period.js';
import { type AssessmentRefusal, refusal } from './refusal.js';
import type { PeriodKind } from './scheme.js';

/** Where a scheme is on its way: decided on, announced, begun. */
export interface SchemeCourse {
  readonly id: string;
  readonly status: string;
  readonly startsOn: BusinessDate;
  readonly announcedOn: BusinessDate | null;
}

/** Nobody is measured by two schemes within one period, and nobody by one that could not be known before. */
export function refuseStart(kind: PeriodKind, startsOn: BusinessDate, endsOn: BusinessDate | undefined, today: BusinessDate) {
  const { from } = periodContaining(kind, startsOn);
  if (startsOn !== from) return refusal('scheme.starts_within', { startsOn, kind, from });
  if (endsOn !== undefined && (endsOn < startsOn || periodContaining(kind, endsOn).to !== endsOn))
    return refusal('scheme.ends_within', { endsOn, kind, to: periodContaining(kind, endsOn < startsOn ? startsOn : endsOn).to });
  return startsOn <= today ? refusal('scheme.not_later', { startsOn, today }) : undefined;
}

/** Before it starts: what was not announced by then never starts. */
export function refuseAnnouncement(
  { id, status, startsOn, announcedOn }: SchemeCourse,
  today: BusinessDate,
): AssessmentRefusal | undefined {
  if (status !== 'approved') return refusal('scheme.not_approved', { scheme: id, status });
  if (announcedOn !== null) return refusal('scheme.announced', { scheme: id, on: announcedOn });
  return startsOn <= today ? refusal('scheme.started_unannounced', { scheme: id, startsOn, today }) : undefined;
}

export function refuseAcknowledgement({ id, announcedOn }: SchemeCourse): AssessmentRefusal | undefined {
  return announcedOn === null ? refusal('scheme.not_announced', { scheme: id }) : undefined;
}
