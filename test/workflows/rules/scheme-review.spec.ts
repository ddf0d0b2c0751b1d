import { describe, expect, it } from '@jest/globals';
import { defaultPolicy } from '../../../workflows/policy.js';
import { type CardInputs, cardOf } from '../../../workflows/scorecard/card.js';
import { distribution, gain, separations, underScheme } from '../../../workflows/scorecard/review.js';

/** A card by satisfaction and overdue share, half each; a value that is left out has no data. */
function inputs(satisfaction: string | undefined, overdue: string | undefined): CardInputs {
  return {
    scheme: {
      metrics: [
        { key: 'satisfaction', weightHundredths: 50_00 },
        { key: 'overdue_share', weightHundredths: 50_00 },
      ],
    },
    targets: { metrics: {} },
    values: {
      satisfaction: satisfaction === undefined ? { none: 'no_survey' } : { numerator: satisfaction, denominator: '1' },
      overdue_share: overdue === undefined ? { none: 'no_denominator' } : { numerator: overdue, denominator: '1' },
    },
    quality: { receipts: '0', receiptsOfGoodCustomers: '0', upheldComplaints: 0 },
    deductions: [],
    adjustments: [],
  };
}

const past = [
  { person: 'a', inputs: inputs('95', '0.2'), policy: defaultPolicy },
  { person: 'b', inputs: inputs('85', '0.05'), policy: defaultPolicy },
  { person: 'c', inputs: inputs('60', '0'), policy: defaultPolicy },
  { person: 'd', inputs: inputs(undefined, undefined), policy: defaultPolicy },
];

describe('The review of a scheme', () => {
  it('counts totals in bands of ten points, with everything from 120 on in the last', () => {
    const bands = distribution([0, 9_99, 10_00, 119_99, 120_00, 131_00]);
    expect(bands.filter(({ cards }) => cards > 0)).toEqual([
      { from: 0, cards: 2 },
      { from: 10, cards: 1 },
      { from: 110, cards: 1 },
      { from: 120, cards: 2 },
    ]);
  });

  it('says which metric tells people apart, which follows the totals, and who is at an end', () => {
    const [satisfaction, overdue] = separations(past.map((one) => cardOf(one.inputs, defaultPolicy)));
    expect(satisfaction).toMatchObject({ key: 'satisfaction', cards: 4, noData: 1, least: 0, most: 120, atMost: 1, atNothing: 1 });
    expect(overdue).toMatchObject({ key: 'overdue_share', noData: 1, least: 0, most: 120 });
    expect(satisfaction?.mean).toBeCloseTo(73.33, 2);
    expect(satisfaction?.spread).toBeCloseTo(52.49, 2);
    expect(separations([])).toEqual([]);
  });
});

describe('What if the weights were others', () => {
  it('tells who gains and who loses, the most first; nobody without data does either', () => {
    const changes = underScheme(past, [{ key: 'satisfaction', weightHundredths: 100_00 }]);
    expect(changes.map((change) => [change.person, gain(change), change.gradeBefore, change.gradeAfter])).toEqual([
      ['a', 60_00, 'D', 'A'],
      ['b', 0, 'A', 'A'],
      ['d', 0, null, null],
      ['c', -60_00, 'D', 'D'],
    ]);
  });

  it('changes nothing by the same scheme, and names what was not measured', () => {
    const same = underScheme(past, past[0]?.inputs.scheme.metrics ?? []);
    expect(same.every((change) => gain(change) === 0)).toBe(true);
    const [first] = underScheme(past.slice(0, 1), [
      { key: 'satisfaction', weightHundredths: 50_00 },
      { key: 'bad_debt_rate', weightHundredths: 50_00 },
    ]);
    expect([first?.unmeasured, first?.afterHundredths]).toEqual([['bad_debt_rate'], 120_00]);
  });
});
