import { describe, expect, it } from '@jest/globals';
import { defaultPolicy } from '../../../workflows/policy.js';
import { cardOf } from '../../../workflows/scorecard/card.js';
import { asPrinted, type GoldenCard, inputsOf } from '../../support/scorecard/golden-card.js';
import { golden } from '../support/golden.js';

describe('A scorecard reads as it was worked out by hand', () => {
  it.each(golden<GoldenCard>('scorecards'))('$name', (example) => {
    const inputs = inputsOf(example);
    expect(asPrinted(cardOf(inputs, defaultPolicy), inputs.deductions)).toEqual(example.expected);
  });
});
