import type { BusinessDate } from '../calendar/dates.js';
import { type AssessmentRefusal, refusal } from './refusal.js';

export const complaintKinds = ['over_dunning', 'withheld_shipment', 'other'] as const;

export type ComplaintKind = (typeof complaintKinds)[number];

export interface Complaint {
  readonly complaint: string;
  readonly person: string;
  readonly status: string;
  readonly decidedBy: string | null;
  readonly decidedOn: BusinessDate | null;
}

/** Whoever is named in it has no say; nor has who brought it, where it is decided against somebody. */
export function refuseComplaintDecision(
  { complaint, person, status, decidedBy, decidedOn }: Complaint,
  by: string,
): AssessmentRefusal | undefined {
  if (by === person) return refusal('complaint.own', { complaint });
  return status === 'open' ? undefined : refusal('complaint.decided', { complaint, by: decidedBy ?? '', on: decidedOn ?? '' });
}
