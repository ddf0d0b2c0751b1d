import { isOpen, type Notice } from './notice.js';

/** What is told of disputes, corrections and money that went back. */
export const factsAndMoneyNotices: readonly Notice[] = [
  {
    kind: 'dispute_unresolved',
    urgency: 2,
    forTeam: true,
    facts: {},
    stillHolds: ({ dispute }) => dispute === 'open',
  },
  {
    kind: 'dispute_escalated',
    urgency: 1,
    facts: {},
    stillHolds: ({ dispute }) => dispute === 'open',
  },
  {
    kind: 'correction_waiting',
    urgency: 2,
    facts: {},
    stillHolds: ({ context, facts }) => context.corrections.some(({ id }) => id === facts.correction),
  },
  {
    kind: 'cancellation_waiting',
    urgency: 2,
    facts: {},
    stillHolds: (held) => isOpen(held) && held.context.cancellation !== undefined,
  },
  {
    kind: 'receipt_reversed',
    urgency: 1,
    forTeam: true,
    facts: { receipt: 'text', amountCents: 'amount' },
    stillHolds: () => true,
  },
  {
    kind: 'reopened',
    urgency: 1,
    forTeam: true,
    facts: {},
    stillHolds: isOpen,
  },
];
