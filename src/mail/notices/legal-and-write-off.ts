import { isIn, type Notice } from './notice.js';

/** What legal, and those who approve and post, are told. */
export const legalAndWriteOffNotices: readonly Notice[] = [
  {
    kind: 'evidence_to_accept',
    urgency: 2,
    facts: {},
    stillHolds: ({ context, facts }) =>
      context.evidence.some(
        ({ id, acceptedBy, withdrawnReason }) => id === facts.evidence && acceptedBy === undefined && withdrawnReason === undefined,
      ),
  },
  {
    kind: 'legal_action_resolved',
    urgency: 2,
    facts: {},
    stillHolds: isIn('legalAction'),
  },
  {
    kind: 'legal_review_due',
    urgency: 2,
    facts: {},
    stillHolds: isIn('legalAction'),
  },
  {
    kind: 'write_off_waiting',
    urgency: 1,
    facts: {},
    stillHolds: isIn('writeOff.awaitingApproval'),
  },
  {
    kind: 'write_off_to_post',
    urgency: 1,
    facts: {},
    stillHolds: isIn('writeOff.awaitingPosting'),
  },
  {
    kind: 'reversal_waiting',
    urgency: 2,
    facts: {},
    stillHolds: ({ context }) => context.writeOff?.reversal !== undefined,
  },
];
