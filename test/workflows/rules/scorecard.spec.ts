import { describe, expect, it, test } from '@jest/globals';
import { defaultPolicy } from '../../../workflows/policy.js';
import { type CardInputs, type CountedDeduction, cardOf } from '../../../workflows/scorecard/card.js';
import type { SchemeMetric } from '../../../workflows/scorecard/scheme.js';

const half = { numerator: '1', denominator: '2' };
const metrics: SchemeMetric[] = [
  { key: 'collection_achievement', weightHundredths: 80_00 },
  { key: 'satisfaction', weightHundredths: 20_00 },
];

function inputs(more: Partial<CardInputs> = {}): CardInputs {
  return {
    scheme: { metrics },
    targets: { metrics: {} },
    values: { collection_achievement: { numerator: '1', denominator: '1' }, satisfaction: { numerator: '85', denominator: '1' } },
    quality: { receipts: '0.00', receiptsOfGoodCustomers: '0.00', upheldComplaints: 0 },
    deductions: [],
    adjustments: [],
    ...more,
  };
}

const card = (more?: Partial<CardInputs>) => cardOf(inputs(more), defaultPolicy);

describe('A line without data stays on the card and weighs nothing', () => {
  it('its weight goes to the others', () => {
    const { lines, totalHundredths } = card({ values: { collection_achievement: { numerator: '1', denominator: '1' } } });
    expect(lines[1]).toMatchObject({ printedHundredths: null, scoreHundredths: null, weightHundredths: 0, contributionHundredths: 0 });
    expect([lines[0]?.weightHundredths, totalHundredths]).toEqual([100_00, 100_00]);
  });

  it.each([
    ['a denominator of 0', { collection_achievement: { numerator: '1', denominator: '0.00' } }, 'no_denominator'],
    ['a missing target', { collection_achievement: { none: 'no_target' } }, 'no_target'],
  ] as const)('%s says so', (_, values, none) => {
    expect(card({ values }).lines[0]?.value).toEqual({ none });
  });

  it('a metric whose curve needs a target has none without it', () => {
    const scheme = { metrics: [{ key: 'actual_recovery_rate', weightHundredths: 100_00 } as const] };
    expect(card({ scheme, values: { actual_recovery_rate: half } }).lines[0]?.value).toEqual({ none: 'no_target' });
    const own = {
      metrics: [
        {
          ...scheme.metrics[0],
          curve: [
            ['0', '0'],
            ['1', '100'],
          ],
        } as SchemeMetric,
      ],
    };
    expect(card({ scheme: own, values: { actual_recovery_rate: half } }).lines[0]?.scoreHundredths).toBe(50_00);
  });

  it('and where no line has data there is no total and no grade', () => {
    expect(card({ values: {} })).toMatchObject({ totalHundredths: null, grade: null });
  });
});

describe('The quality adjustment stays within its bounds', () => {
  test.each<[rule: string, receipts: string, good: string, complaints: number, hundredths: number]>([
    ['nothing received', '0.00', '0.00', 0, 0],
    ['more came back than came in', '-10.00', '-10.00', 0, 0],
    ['all from good customers', '100.00', '100.00', 0, 5_00],
    ['a third', '300.00', '100.00', 0, 1_67],
    ['good customers’ receipts are more than all', '100.00', '150.00', 0, 5_00],
    ['good customers took back', '100.00', '-50.00', 0, -2_50],
    ['each upheld complaint takes 3', '100.00', '100.00', 2, -1_00],
    ['at most 10', '100.00', '100.00', 9, -10_00],
  ])('%s', (_, receipts, receiptsOfGoodCustomers, upheldComplaints, expected) => {
    const { qualityAdjustmentHundredths } = card({ quality: { receipts, receiptsOfGoodCustomers, upheldComplaints } });
    expect(qualityAdjustmentHundredths).toBe(expected);
  });
});

describe('Deductions', () => {
  const row = (kind: CountedDeduction['kind'], points: number, ofEarlier?: CountedDeduction['ofEarlier']): CountedDeduction => ({
    id: '1',
    kind,
    pointsHundredths: points * 100,
    ...(ofEarlier && { ofEarlier }),
  });
  const earlier = (taken: number, counted: number) => ({ takenHundredths: taken * 100, countedHundredths: counted * 100 });

  test.each<[rule: string, rows: CountedDeduction[], deducted: number, lapsed: number, total: number]>([
    ['take points', [row('deduction', 10)], 10, 0, 90],
    ['take 30 at most; the rest lapses', [row('deduction', 20), row('deduction', 15)], 30, 5, 70],
    ['of the period that come back never count', [row('deduction', 40), row('give_back', 20)], 20, 0, 80],
    ['an appeal returns what it reverses', [row('deduction', 15), row('reversal', 15)], 0, 0, 100],
    ['of an earlier period come back beside the bound', [row('deduction', 40), row('give_back', 5, earlier(10, 10))], 25, 10, 75],
    ['of an earlier period add to a card that has none', [row('give_back', 5, earlier(10, 10))], -5, 0, 105],
    ['that had lapsed do not come back', [row('give_back', 20, earlier(40, 30))], -15, 0, 115],
  ])('%s', (_, deductions, deducted, lapsed, total) => {
    const found = card({ deductions });
    expect(found).toMatchObject({
      deductedHundredths: deducted * 100,
      lapsedHundredths: lapsed * 100,
      totalHundredths: total * 100,
    });
  });

  it('never take the total under 0', () => {
    const none = { collection_achievement: { numerator: '0', denominator: '1' }, satisfaction: { numerator: '0', denominator: '1' } };
    expect(card({ values: none, deductions: [row('deduction', 10)] })).toMatchObject({ totalHundredths: 0, grade: 'D' });
  });
});

test.each([
  [100_00, 'A'],
  [99_99, 'B'],
  [85_00, 'B'],
  [84_99, 'C'],
  [70_00, 'C'],
  [69_99, 'D'],
])('a total of %i hundredths is grade %s', (hundredths, grade) => {
  const adjustments = [{ id: '1', pointsHundredths: hundredths - 100_00 }];
  expect(card({ adjustments })).toMatchObject({ totalHundredths: hundredths, grade });
});
