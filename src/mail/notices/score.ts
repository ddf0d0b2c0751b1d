import type { Notice } from './notice.js';

/** What people are told of their scores. Nobody's figures stand in a mail: who is asked looks them up. */
export const scoreNotices: readonly Notice[] = [
  {
    kind: 'scheme_to_acknowledge',
    urgency: 2,
    isWithoutCase: true,
    personal: true,
    facts: { version: 'count', startsOn: 'date' },
    stillHolds: ({ facts }) => facts.done !== true,
  },
  {
    kind: 'scorecard_appeal_to_decide',
    urgency: 1,
    isWithoutCase: true,
    facts: { period: 'text', person: 'text' },
    stillHolds: ({ facts }) => facts.done !== true,
  },
  {
    kind: 'scorecard_appeal_decided',
    urgency: 2,
    isWithoutCase: true,
    personal: true,
    facts: { period: 'text', countsIn: 'text?' },
    stillHolds: () => true,
  },
  {
    kind: 'scorecard_ready',
    urgency: 3,
    isWithoutCase: true,
    personal: true,
    facts: { period: 'text' },
    stillHolds: () => true,
  },
];
