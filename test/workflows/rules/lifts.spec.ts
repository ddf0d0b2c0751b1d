import { describe, expect, it, test } from '@jest/globals';
import { defaultPolicy } from '../../../workflows/policy.js';
import { type CardInputs, cardOf } from '../../../workflows/scorecard/card.js';
import { lifts, type OverdueItem } from '../../../workflows/scorecard/lifts.js';
import type { MetricKey } from '../../../workflows/scorecard/metrics.js';

const item = (more: Partial<OverdueItem> = {}): OverdueItem => ({
  id: 'a',
  open: '100',
  weight: '1',
  dueInPeriod: true,
  good: false,
  isNew: false,
  renewal: false,
  afterDispute: false,
  ...more,
});

const target = { baseline: '0.5', target: '0.8', challenge: '1' };

/** A card of one line. */
function inputsOf(key: MetricKey, numerator: string, denominator: string): CardInputs {
  return {
    scheme: { metrics: [{ key, weightHundredths: 100_00 }] },
    targets: { collectionCents: 1000_00, metrics: { [key]: target } },
    values: { [key]: { numerator, denominator } },
    quality: { receipts: '0', receiptsOfGoodCustomers: '0', upheldComplaints: 0 },
    deductions: [],
    adjustments: [],
  };
}

/** What the line reads once the item is paid, in per cent; undefined where it lifts nothing. */
function after(key: MetricKey, one: Partial<OverdueItem>, numerator = '200', denominator = '1000', balance = '500'): string | undefined {
  const [lift] = lifts(inputsOf(key, numerator, denominator), [item(one)], balance, defaultPolicy);
  const printed = lift?.lines[0]?.printedHundredths;
  return printed === undefined ? undefined : (printed / 100).toFixed(2);
}

describe('What one overdue item would lift, paid in full', () => {
  test.each<[key: MetricKey, one: Partial<OverdueItem>, reads: string | undefined]>([
    ['collection_achievement', {}, '30.00'],
    ['actual_recovery_rate', {}, '30.00'],
    ['actual_recovery_rate', { weight: '1.2' }, '32.00'],
    ['term_recovery_rate', {}, '30.00'],
    ['term_recovery_rate', { dueInPeriod: false }, undefined],
    ['overdue_recovery_rate', { dueInPeriod: false }, '30.00'],
    ['overdue_recovery_rate', {}, undefined],
    ['new_quality_recovery_rate', { isNew: true }, '30.00'],
    ['new_quality_recovery_rate', {}, undefined],
    ['renewal_recovery_rate', { renewal: true }, '30.00'],
    ['renewal_recovery_rate', {}, undefined],
    ['overdue_share', {}, '11.11'],
    // 200 of 1000 were paid in time: by count.
    ['complaint_collection_timeliness', { afterDispute: true }, '20.10'],
    ['complaint_collection_timeliness', {}, undefined],
    ['satisfaction', {}, undefined],
    // 1 − open ÷ before: 20 % better than 625 is 500; without the item it is 400, 36 % better.
    ['cycle_improvement', {}, '36.00'],
  ])('%s, %j: %s', (key, one, reads) => {
    expect(after(key, one)).toBe(reads);
  });

  it('of a good customer it also adjusts for quality, and less open money makes the same loss weigh more', () => {
    const [lift] = lifts(inputsOf('collection_achievement', '900', '1000'), [item({ good: true })], '500', defaultPolicy);
    expect([lift?.totalHundredths, lift?.pointsHundredths]).toEqual([105_00, 25_00]);
    expect(lifts(inputsOf('bad_debt_rate', '20', '1000'), [item()], '500', defaultPolicy)).toEqual([]);
  });

  it('comes with the largest first, and adds up to a whole card', () => {
    const inputs = inputsOf('collection_achievement', '200', '1000');
    const found = lifts(inputs, [item({ id: 'small', open: '50' }), item({ id: 'large', open: '600' })], '1000', defaultPolicy);
    expect(found.map(({ id }) => id)).toEqual(['large', 'small']);
    const now = cardOf(inputs, defaultPolicy).totalHundredths ?? 0;
    for (const { totalHundredths, pointsHundredths } of found) expect(totalHundredths - pointsHundredths).toBe(now);
  });
});
