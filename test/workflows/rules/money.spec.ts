import { describe, expect, it } from '@jest/globals';
import { addMonths, dayOfWeek, daysBetween, isBusinessDate } from '../../../workflows/calendar/dates.js';
import { formatAmount, parseAmount, roundHalfUp } from '../../../workflows/money.js';

describe('An amount', () => {
  it.each([
    ['0', 0],
    ['0.01', 1],
    ['1234.5', 1234_50],
    ['-0.01', -1],
    ['-0', 0],
    ['9999999999999.99', 9999999999999_99],
  ])('%s is exact in fen', (text, cents) => {
    expect(parseAmount(text)).toBe(cents);
  });

  it.each(['', '.5', '5.', '1,000', '1e3', '+1', ' 1', '1.234', '１', 'NaN', '10000000000000', '--1', '0x10'])('is not %j', (text) => {
    expect(parseAmount(text)).toBeUndefined();
  });

  it.each([
    [0, '0.00'],
    [-5, '-0.05'],
    [1234_50, '1234.50'],
  ])('%d fen is printed %s', (cents, text) => {
    expect(formatAmount(cents)).toBe(text);
  });

  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [4n, 3n, 1n],
    [-4n, 3n, -1n],
    [5n, -2n, -3n],
    [0n, 7n, 0n],
  ])('%d ÷ %d rounds half away from zero to %d', (numerator, denominator, rounded) => {
    expect(roundHalfUp(numerator, denominator)).toBe(rounded);
  });
});

describe('A business date', () => {
  it.each(['2028-02-29', '2026-12-31', '0001-01-01'])('%s exists', (date) => {
    expect(isBusinessDate(date)).toBe(true);
  });

  it.each(['2027-02-29', '2026-13-01', '2026-04-31', '2026-00-10', '2026-1-01', '0000-01-01', '2026-01-01T00:00'])(
    '%s does not',
    (date) => {
      expect(isBusinessDate(date)).toBe(false);
    },
  );

  it('has its weekday, its distance and the same day of other months', () => {
    expect([dayOfWeek('2026-05-01'), dayOfWeek('1969-12-28')]).toEqual([5, 0]);
    expect([daysBetween('2027-12-01', '2028-03-01'), daysBetween('2026-05-02', '2026-05-01')]).toEqual([91, -1]);
    expect([addMonths('2026-01-31', 1), addMonths('2026-11-30', 3), addMonths('2026-03-31', -1)]).toEqual([
      '2026-02-28',
      '2027-02-28',
      '2026-02-28',
    ]);
  });
});
