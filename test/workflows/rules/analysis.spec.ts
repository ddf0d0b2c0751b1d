import { describe, expect, it, test } from '@jest/globals';
import { type Aging, agingBuckets, rollRates } from '../../../workflows/scorecard/aging.js';
import { assessmentPeriod, periodBefore, periodContaining } from '../../../workflows/scorecard/assessment-period.js';
import { subordinateAttainment } from '../../../workflows/scorecard/attainment.js';
import { exactValue } from '../../../workflows/scorecard/card.js';
import { countedDeductions, type LedgerDeduction } from '../../../workflows/scorecard/counted-deductions.js';
import { rounded } from '../../../workflows/scorecard/decimal.js';
import {
  averageDaysDelinquent,
  bestPossibleDso,
  collectionEffectiveness,
  cycleImprovement,
  daysSalesOutstanding,
} from '../../../workflows/scorecard/dso.js';
import { rankCorrelation } from '../../../workflows/scorecard/rank-correlation.js';

const told = (exact: Parameters<typeof rounded>[0] | undefined) => exact && rounded(exact);
const sales = String(5538 + 4566 + 7570);

describe('Days sales outstanding', () => {
  it('are what is open ÷ credit sales × days', () => {
    expect(told(daysSalesOutstanding('10869', sales, 90))).toBe('55.35');
  });

  it('are nothing without sales', () => {
    expect(daysSalesOutstanding('10869', '0.00', 90)).toBeUndefined();
  });

  it('at best are those of what is not overdue; the rest is delinquency', () => {
    expect(told(bestPossibleDso('10869', '5000.00', sales, 90))).toBe('29.89');
    expect(told(averageDaysDelinquent('10869', '5000.00', sales, 90))).toBe('25.46');
  });
});

test.each<[opened: string, sold: string, open: string, current: string, expected: string | undefined]>([
  ['1000000', '500000', '800000', '300000', '58.33'],
  ['1000000', '0', '0', '0', '100.00'],
  ['0', '300000', '300000', '300000', undefined],
])('Collection effectiveness of %s + %s − %s, current %s is %s', (opened, sold, open, current, expected) => {
  expect(told(collectionEffectiveness(opened, sold, open, current))).toBe(expected);
});

describe('The cycle improves by', () => {
  const [days, before] = [assessmentPeriod('2026Q2'), assessmentPeriod('2026Q1')] as const;
  const improvement = (opened: string, open: string) =>
    days && before && told(exactValue(cycleImprovement({ opened, open, sales: '900.00', salesBefore: '900.00' }, days, before)));

  test.each([
    ['100.00', '0.00', '1.00'],
    ['90.00', '91.00', '-0.02'],
    ['91.00', '90.00', '0.00'],
    ['0.00', '90.00', undefined],
  ])('from %s open to %s: %s', (opened, open, expected) => {
    expect(improvement(opened, open)).toBe(expected);
  });
});

test('What rolls from bucket to bucket', () => {
  const aging = (balances: Partial<Aging>) =>
    Object.fromEntries(agingBuckets.map((bucket) => [bucket, balances[bucket] ?? '0.00'])) as Aging;
  const [first, second, third] = rollRates(
    aging({ not_due: '400.00', up_to_30: '200.00' }),
    aging({ up_to_30: '100.00', up_to_60: '50.00' }),
  );
  expect([told(first?.rate), told(second?.rate), told(third?.rate)]).toEqual(['0.25', '0.25', undefined]);
});

test.each<[rule: string, pairs: [number, number][], expected: number | undefined]>([
  [
    'the same order',
    [
      [1, 10],
      [2, 20],
      [3, 25],
    ],
    1,
  ],
  [
    'the opposite order',
    [
      [1, 3],
      [2, 2],
      [3, 1],
    ],
    -1,
  ],
  [
    'equal values share their ranks',
    [
      [1, 1],
      [2, 2],
      [2, 3],
      [4, 4],
    ],
    0.9487,
  ],
  [
    'all equal say nothing',
    [
      [1, 1],
      [1, 2],
    ],
    undefined,
  ],
  ['one customer says nothing', [[1, 1]], undefined],
])('Rank correlation: %s', (_, pairs, expected) => {
  const found = rankCorrelation(pairs);
  expect(found === undefined ? undefined : Number(found.toFixed(4))).toBe(expected);
});

describe('An assessment period', () => {
  test.each([
    ['2026-02', '2026-02-01', '2026-02-28', '2026-01-01'],
    ['2026Q3', '2026-07-01', '2026-09-30', '2026-04-01'],
    ['2026', '2026-01-01', '2026-12-31', '2025-01-01'],
  ])('%s is %s to %s, after one from %s', (text, from, to, before) => {
    const days = assessmentPeriod(text);
    expect(days).toMatchObject({ from, to });
    expect(days && periodBefore(days).from).toBe(before);
    expect(days && periodContaining(days.kind, to)).toEqual(days);
  });

  it.each(['2026Q5', '2026-13', '26', '2026Q', '2026-1', '', '2026Q1 '])('is not “%s”', (text) => {
    expect(assessmentPeriod(text)).toBeUndefined();
  });
});

describe('Of a team reach the target', () => {
  test.each([
    [
      'one of two',
      [
        ['100.00', 100_00],
        ['99.99', 100_00],
      ],
      { numerator: '1', denominator: '2' },
    ],
    [
      'who has none is left out',
      [
        ['100.00', 100_00],
        ['1.00', undefined],
      ],
      { numerator: '1', denominator: '1' },
    ],
    ['nobody has one', [['1.00', undefined]], { none: 'no_target' }],
    ['nobody at all', [], { none: 'no_denominator' }],
  ] as const)('%s', (_, members, expected) => {
    expect(subordinateAttainment(members.map(([receipts, collectionCents]) => ({ receipts, collectionCents })))).toEqual(expected);
  });
});

describe('A deduction that comes back', () => {
  const days = assessmentPeriod('2026Q2');
  const row = (id: string, kind: LedgerDeduction['kind'], points: number, countsOn: string, firstCountedOn?: string): LedgerDeduction => ({
    id,
    kind,
    pointsHundredths: points * 100,
    countsOn,
    ...(firstCountedOn && { firstCountedOn }),
  });
  const counted = (...rows: LedgerDeduction[]) => days && countedDeductions(rows, days, 30_00);

  it('within its period is one of its own rows', () => {
    expect(counted(row('1', 'deduction', 10, '2026-04-01'), row('2', 'give_back', 5, '2026-06-30', '2026-04-01'))).toEqual([
      { id: '1', kind: 'deduction', pointsHundredths: 10_00 },
      { id: '2', kind: 'give_back', pointsHundredths: 5_00 },
    ]);
  });

  it('later says what its period took, and what of that counted', () => {
    const earlier = [
      row('1', 'deduction', 20, '2026-01-01'),
      row('2', 'deduction', 25, '2026-03-31'),
      row('3', 'reversal', 5, '2026-02-01', '2026-01-01'),
    ];
    expect(counted(...earlier, row('4', 'give_back', 10, '2026-04-01', '2026-01-01'))).toEqual([
      { id: '4', kind: 'give_back', pointsHundredths: 10_00, ofEarlier: { takenHundredths: 40_00, countedHundredths: 30_00 } },
    ]);
  });
});
