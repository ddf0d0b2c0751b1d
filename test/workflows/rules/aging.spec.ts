import { describe, expect, test } from '@jest/globals';
import { expectedReceipts } from '../../../workflows/aging/forecast.js';
import { lossRates, rollRates } from '../../../workflows/aging/roll-rates.js';

const ages = (...cents: number[]) => Array.from({ length: 8 }, (_, age) => cents[age] ?? 0);

describe('A roll rate is bucket k+1 a month later ÷ bucket k', () => {
  test.each<[what: string, months: number[][], rates: (number | undefined)[]]>([
    ['of one month there is none', [ages(100)], []],
    ['of two months', [ages(1000, 400), ages(900, 200, 100)], [0.2, 0.25]],
    ['several months together, not their average', [ages(1000), ages(100, 100), ages(0, 90)], [190 / 1100, 0]],
    ['more than all cannot roll', [ages(100), ages(0, 300)], [1]],
    [
      'into the last age rolls what it has grown by',
      [ages(0, 0, 0, 0, 0, 0, 200, 500), ages(0, 0, 0, 0, 0, 0, 0, 550)],
      [undefined, undefined, undefined, undefined, undefined, undefined, 0.25],
    ],
    [
      'the last age may shrink',
      [ages(0, 0, 0, 0, 0, 0, 200, 500), ages(0, 0, 0, 0, 0, 0, 0, 400)],
      [undefined, undefined, undefined, undefined, undefined, undefined, 0],
    ],
    ['seven months ago is forgotten', [ages(100), ...Array.from({ length: 7 }, () => ages(100, 50))], [0.5, 0]],
  ])('%s', (_what, months, rates) => {
    const expected = [...rates, ...Array.from({ length: 7 - rates.length }, () => undefined)];
    expect(rollRates(months)).toEqual(expected);
  });
});

describe('A loss rate is the chance to roll on to over 180 days', () => {
  test.each<[what: string, rolls: (number | undefined)[], losses: (number | undefined)[]]>([
    ['the product of what is ahead', [0.1, 0.5, 0.5, 0.5, 0.8, 0.5, 0.5], [0.0025, 0.025, 0.05, 0.1, 0.2, 0.25, 0.5, 1]],
    [
      'unknown where something ahead is unknown',
      [0.1, 0.5, undefined, 0.5, 0.8, 0.5, 0.5],
      [undefined, undefined, undefined, 0.1, 0.2, 0.25, 0.5, 1],
    ],
  ])('%s', (_what, rolls, losses) => {
    expect(lossRates(rolls).map((rate) => (rate === undefined ? undefined : Number(rate.toFixed(6))))).toEqual(losses);
  });
});

describe('Receipts are expected', () => {
  const agreed = [
    { promisedCents: 300, plannedCents: 100 },
    { promisedCents: 0, plannedCents: 50 },
    { promisedCents: 0, plannedCents: 0 },
  ];
  const due = [1000, 2000, 3000];

  test('at their word, and by what usually is paid; of what is overdue beyond what was agreed', () => {
    const rolls = [0.2, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
    expect(expectedReceipts(agreed, due, ages(0, 1000, 200), rolls)).toEqual([
      { promisedCents: 300, plannedCents: 100, dueCents: 800, overdueCents: 200 },
      { promisedCents: 0, plannedCents: 50, dueCents: 1600, overdueCents: undefined },
      { promisedCents: 0, plannedCents: 0, dueCents: 2400, overdueCents: undefined },
    ]);
  });

  test('never less than nothing, where more was agreed than usually comes', () => {
    expect(expectedReceipts(agreed, due, ages(0, 100), [0.2, 0.5])[0]?.overdueCents).toBe(0);
  });

  test('not at all from rates that nobody knows', () => {
    const unknown = Array.from({ length: 7 }, () => undefined);
    expect(expectedReceipts(agreed, due, ages(0, 100), unknown)[0]).toEqual({
      promisedCents: 300,
      plannedCents: 100,
      dueCents: undefined,
      overdueCents: undefined,
    });
  });
});
