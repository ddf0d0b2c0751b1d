import type { BusinessDate } from '../calendar/dates.js';
import { type AssessmentRefusal, refusal } from './refusal.js';

/** A scheme or targets that somebody has proposed. */
export interface Proposal {
  readonly id: string;
  readonly status: string;
  readonly proposedBy: string;
  readonly decidedBy: string | null;
  readonly decidedOn: BusinessDate | null;
}

/** By somebody else than who proposed it, and once. */
export function refuseProposalDecision(
  { id, status, proposedBy, decidedBy, decidedOn }: Proposal,
  by: string,
): AssessmentRefusal | undefined {
  if (proposedBy === by) return refusal('proposal.same_person', { proposal: id, by });
  return status === 'proposed' ? undefined : refusal('proposal.decided', { proposal: id, by: decidedBy ?? '', on: decidedOn ?? '' });
}

export function refuseProposalWithdrawal(
  { id, status, proposedBy, decidedBy, decidedOn }: Proposal,
  by: string,
): AssessmentRefusal | undefined {
  if (proposedBy !== by) return refusal('proposal.not_proposer', { proposal: id, by: proposedBy });
  return status === 'proposed' ? undefined : refusal('proposal.decided', { proposal: id, by: decidedBy ?? '', on: decidedOn ?? '' });
}
