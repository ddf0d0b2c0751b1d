import type { Notice } from './notice.js';

/** What those in charge are asked about who may do what. */
export const roleNotices: readonly Notice[] = [
  {
    kind: 'role_to_confirm',
    urgency: 2,
    isWithoutCase: true,
    // Powers that one only stands in for are not handed on.
    personal: true,
    facts: { person: 'text', role: 'role', company: 'text?', proposedBy: 'text' },
    stillHolds: ({ facts }) => facts.done !== true,
  },
];
