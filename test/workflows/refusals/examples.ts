import { disputesAndFactsExamples } from './disputes-and-facts.js';
import { evidenceAndWriteOffExamples } from './evidence-and-write-off.js';
import type { RefusalExample } from './example.js';
import { followUpExamples } from './follow-up.js';
import { responsibilityExamples } from './responsibility.js';
import { reviewExamples } from './review.js';

export const examples: readonly RefusalExample[] = [
  ...followUpExamples,
  ...disputesAndFactsExamples,
  ...reviewExamples,
  ...evidenceAndWriteOffExamples,
  ...responsibilityExamples,
];
