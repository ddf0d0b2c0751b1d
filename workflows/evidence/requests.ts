import type { BusinessDate } from '../calendar/dates.js';
import { addDays } from '../calendar/dates.js';
import type { Policy } from '../policy.js';
import { areKindsThere, type Debt, type Document, type Ground, type Lack, missingForBadDebt } from './grounds.js';

/** Legal was asked for evidence: by a person, or by the board whose resolution was void for want of it. */
export interface EvidenceRequest {
  /** Counted from 1 in its case. */
  readonly id: number;
  readonly on: BusinessDate;
  /** A login, or `board`. */
  readonly by: string;
  /** The last day on which it is in time. */
  readonly neededBy: BusinessDate;
  /** Without one, whatever a bad debt still lacks. */
  readonly ground?: Ground;
  readonly note?: string;
  /** What the board's resolution lacked. */
  readonly missing?: readonly Lack[];
  /** How many documents the case had then: none of those answers a person, who has seen them. */
  readonly documents: number;
  /** Left out while it is open. */
  readonly answeredOn?: BusinessDate;
}

/** A document of the case, in the order in which they were attached; withdrawn ones keep their place. */
export interface StandingDocument extends Document {
  readonly withdrawnReason?: string;
}

/**
 * The requests as they stand with these documents, accepted or not: attaching is legal's part, accepting another person's. What was
 * answered is open again once too much of it was withdrawn.
 */
export function answeredRequests(
  requests: readonly EvidenceRequest[],
  documents: readonly StandingDocument[],
  debt: Debt,
  on: BusinessDate,
  policy: Policy,
): EvidenceRequest[] {
  const standing = documents.filter(({ withdrawnReason }) => withdrawnReason === undefined);
  return requests.map((request) => {
    const { answeredOn, ...open } = request;
    const isNew = documents.slice(request.documents).some(({ withdrawnReason }) => withdrawnReason === undefined);
    const isThere =
      request.ground === undefined ? missingForBadDebt(standing, debt, on, policy).length === 0 : areKindsThere(request.ground, standing);
    // The board asks by its rule alone: where only an acceptance is missing, nothing is left to attach.
    return (isNew || request.by === 'board') && isThere ? { ...open, answeredOn: answeredOn ?? on } : open;
  });
}

/** The night that finds it late. */
export function lateRequestNight({ neededBy }: EvidenceRequest): BusinessDate {
  return addDays(neededBy, 1);
}
