import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addMonths, dayOfWeek, daysBetween } from '../../../workflows/calendar/dates.js';

const millisecondsPerDay = 86_400_000;
const firstDay = Date.UTC(1900, 0, 1) / millisecondsPerDay;
const lastDay = Date.UTC(2199, 11, 31) / millisecondsPerDay;

const days = fc.integer({ min: firstDay, max: lastDay });

/** The same by the language's own calendar. */
const dateOf = (day: number) => new Date(day * millisecondsPerDay).toISOString().slice(0, 10);

describe('Calendar arithmetic from 1900 to 2199', () => {
  it('counts every day, one after the other', () => {
    const wrong: string[] = [];
    for (let day = firstDay; day < lastDay; day += 1) {
      const [date, next] = [dateOf(day), dateOf(day + 1)];
      const weekday = new Date(day * millisecondsPerDay).getUTCDay();
      if (addDays(date, 1) !== next || addDays(next, -1) !== date || daysBetween(date, next) !== 1 || dayOfWeek(date) !== weekday)
        wrong.push(date);
    }
    expect(wrong).toEqual([]);
  });

  it('adds and counts any number of days as a Date does', () => {
    fc.assert(
      fc.property(days, days, (from, to) => {
        expect([addDays(dateOf(from), to - from), daysBetween(dateOf(from), dateOf(to))]).toEqual([dateOf(to), to - from]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('adds months and stops at the last day of a shorter one', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -600, max: 600 }), (from, months) => {
        const [year = 0, month = 0, day = 0] = dateOf(from).split('-').map(Number);
        const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
        const expected = Date.UTC(year, month - 1 + months, Math.min(day, last)) / millisecondsPerDay;
        expect(addMonths(dateOf(from), months)).toBe(dateOf(expected));
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ['1900-02-28', '1900-03-01'],
    ['2000-02-28', '2000-02-29'],
    ['2100-02-28', '2100-03-01'],
    ['2199-12-31', '2200-01-01'],
    ['0999-12-31', '1000-01-01'],
  ])('the day after %s is %s', (date, next) => {
    expect(addDays(date, 1)).toBe(next);
  });
});
