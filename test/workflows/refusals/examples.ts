import { disputesAndFactsExamples } from './disputes-and-facts.js';
import { evidenceExamples } from './evidence.js';
import type { RefusalExample } from './example.js';
import { followUpExamples } from './follow-up.js';
import { moneyExamples } from './money.js';
import { responsibilityExamples } from './responsibility.js';
import { reviewExamples } from './review.js';
import { writeOffExamples } from './write-off.js';

export const examples: readonly RefusalExample[] = [
  ...followUpExamples,
  ...disputesAndFactsExamples,
  ...reviewExamples,
  ...evidenceExamples,
  ...writeOffExamples,
  ...moneyExamples,
  ...responsibilityExamples,
];
