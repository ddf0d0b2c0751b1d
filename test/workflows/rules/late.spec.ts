import { describe, expect, it, test } from '@jest/globals';
import { defaultPolicy } from '../../../workflows/policy.js';
import { type CardInputs, cardOf } from '../../../workflows/scorecard/card.js';
import { type LedgerSays, lateDifference } from '../../../workflows/scorecard/late.js';

const good = { receipts: '0.00', receiptsOfGoodCustomers: '0.00', upheldComplaints: 0 };
const points = (score: string) => ({ numerator: score, denominator: '1' });

/** Half of it from the ledger, on a curve by which 80 % are 60 points and 100 % are 100; half from a survey, of which 85 are 100 points. */
const closed: CardInputs = {
  scheme: {
    metrics: [
      { key: 'collection_achievement', weightHundredths: 50_00 },
      { key: 'satisfaction', weightHundredths: 50_00 },
    ],
  },
  targets: { metrics: {} },
  values: { collection_achievement: points('0.8'), satisfaction: points('85') },
  quality: good,
  deductions: [],
  adjustments: [],
};

const today = (more: Partial<LedgerSays['values']> = {}, quality: Partial<CardInputs['quality']> = {}): LedgerSays => ({
  values: { collection_achievement: points('0.8'), satisfaction: points('85'), ...more },
  quality: { ...good, ...quality },
});

const difference = (now: LedgerSays, carried = 0, card: CardInputs = closed) => lateDifference(card, now, carried, defaultPolicy);

describe('What came late to a closed card', () => {
  it('is the difference of its total, with the old and the new one', () => {
    expect(difference(today({ collection_achievement: points('1') }))).toEqual({
      wasHundredths: 80_00,
      isHundredths: 100_00,
      carriedHundredths: 0,
      pointsHundredths: 20_00,
    });
  });

  it('may be against the person: a receipt that went back takes what it gave', () => {
    expect(difference(today({ collection_achievement: points('0.4') }))).toMatchObject({ pointsHundredths: -15_00 });
  });

  test.each<[what: string, carried: number, points: number | undefined]>([
    ['a part was taken over: the rest of it', 12_00, 8_00],
    ['all was taken over: nothing', 20_00, undefined],
    ['more was taken over than is left of it: that goes back', 25_00, -5_00],
  ])('is taken over once; %s', (_, carried, left) => {
    expect(difference(today({ collection_achievement: points('1') }), carried)?.pointsHundredths).toBe(left);
  });

  it('is nothing where the total stays as it is', () => {
    expect(difference(today())).toBeUndefined();
  });

  it('gives a line its data that had none', () => {
    const empty: CardInputs = { ...closed, values: { ...closed.values, collection_achievement: { none: 'no_denominator' } } };
    expect(difference(today(), 0, empty)).toMatchObject({ wasHundredths: 100_00, isHundredths: 80_00 });
  });

  it('moves the quality adjustment with the receipts, and leaves the complaints as they were', () => {
    const more = today({}, { receipts: '10.00', receiptsOfGoodCustomers: '10.00', upheldComplaints: 3 });
    expect(difference(more)).toMatchObject({ pointsHundredths: 5_00 });
  });

  test.each<[what: string, now: LedgerSays, card?: Partial<CardInputs>]>([
    ['surveys', today({ satisfaction: points('60') })],
    ['lists', today({ list_accuracy: points('0') }), { values: { ...closed.values, list_accuracy: points('1') } }],
  ])('%s stay as they were closed: they have their own way into the next period', (_, now, card = {}) => {
    expect(difference(now, 0, { ...closed, ...card })).toBeUndefined();
  });

  test.each<[what: string, card: CardInputs, now: LedgerSays]>([
    ['had', { ...closed, values: {} }, today()],
    [
      'has',
      { ...closed, scheme: { metrics: [{ key: 'collection_achievement', weightHundredths: 100_00 }] } },
      today({ collection_achievement: { none: 'no_rate' } }),
    ],
  ])('is nothing where the card %s no total', (_, card, now) => {
    expect(difference(now, 0, { ...card, values: { ...card.values } })).toBeUndefined();
  });

  it('counts in the card that takes it over, in the person’s favour or against', () => {
    const carried = (pointsHundredths: number) => cardOf({ ...closed, carried: [{ ofPeriod: '2026Q1', pointsHundredths }] }, defaultPolicy);
    expect([carried(2_50), carried(-2_50)]).toMatchObject([
      { adjustedHundredths: 2_50, totalHundredths: 82_50 },
      { adjustedHundredths: -2_50, totalHundredths: 77_50 },
    ]);
  });
});
