import type { Notice } from './notice.js';

/** What the named, and those who decide about them, are told. */
export const responsibilityNotices: readonly Notice[] = [
  {
    kind: 'attribution_to_answer',
    urgency: 1,
    personal: true,
    facts: { until: 'date' },
    stillHolds: ({ attribution, context, recipient }) =>
      attribution === 'proposed' && context.attribution?.accepted.includes(recipient) === false,
  },
  {
    kind: 'attribution_to_decide',
    urgency: 1,
    facts: {},
    stillHolds: ({ attribution }) => attribution === 'contested',
  },
  {
    kind: 'appeal_to_decide',
    urgency: 1,
    facts: {},
    stillHolds: ({ attribution }) => attribution === 'appealed',
  },
  {
    kind: 'attribution_final',
    urgency: 2,
    personal: true,
    facts: {},
    stillHolds: ({ attribution }) => attribution === 'final',
  },
  {
    kind: 'decision_late',
    urgency: 1,
    facts: {},
    stillHolds: ({ attribution }) => attribution === 'contested' || attribution === 'appealed',
  },
  {
    kind: 'proposal_missing',
    urgency: 2,
    facts: {},
    stillHolds: ({ attribution }) => attribution === 'none',
  },
];
