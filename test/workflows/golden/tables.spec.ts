import { describe, expect, it } from '@jest/globals';

import { deductionHundredths } from '../../../workflows/attribution/deduction.js';
import { addWorkingDays, isPublished, isWorkingDay } from '../../../workflows/calendar/working-days.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import { graceEnd } from '../../../workflows/payment-plan/grace.js';
import { type Cause, defaultPolicy } from '../../../workflows/policy.js';
import type { Seat } from '../../../workflows/review-board/seats.js';
import { type Ballot, tally } from '../../../workflows/review-board/tally.js';
import { ratio, scoreHundredths } from '../../../workflows/scorecard/curve.js';
import { calendar } from '../support/calendar.js';
import { golden } from '../support/golden.js';

describe('A ballot is counted as worked out by hand', () => {
  const examples = golden<{ recused: Seat[]; votes: Ballot[]; expected: object }>('ballots');

  it.each(examples.map((example) => [JSON.stringify(example.expected), example] as const))('%s', (_, { recused, votes, expected }) => {
    expect(tally(votes, recused, defaultPolicy)).toMatchObject(expected);
  });
});

describe('Grace ends', () => {
  const examples = golden<{ from: string; months: number; ends_on: string }>('grace');

  it.each(examples)('$months months after $from on $ends_on', ({ from, months, ends_on }) => {
    expect(graceEnd(from, months)).toBe(ends_on);
  });
});

describe('A term of working days', () => {
  const examples = golden<{ from: string; add: number; is: string; from_is_working_day: boolean }>('working-days');

  it.each(examples)('of $add from $from ends on $is', ({ from, add, is, from_is_working_day }) => {
    expect(isWorkingDay(calendar, from)).toBe(from_is_working_day);
    expect(addWorkingDays(calendar, from, add)).toBe(is);
  });

  it('counts Monday to Friday where the calendar is unpublished, and says so', () => {
    expect([isPublished(calendar, '2026-10-01'), isPublished(calendar, '2027-10-01')]).toEqual([true, false]);
    expect([isWorkingDay(calendar, '2026-10-01'), isWorkingDay(calendar, '2027-10-01')]).toEqual([false, true]);
  });
});

describe('A deduction', () => {
  const examples = golden<{ cause: Cause; amount: string; share: string; settled: boolean; points: string }>('deductions');

  it.each(examples)('$cause, $amount, $share %, settled: $settled → $points', ({ cause, amount, share, settled, points }) => {
    const basis = { cause, shareHundredths: cents(share), balanceCents: cents(amount), settled };
    expect(formatAmount(deductionHundredths(basis, defaultPolicy))).toBe(points);
  });
});

describe('A curve', () => {
  const examples = golden<{ knots: [value: string, score: string][]; value: string; score: string }>('curves');

  it.each(examples.map((example) => [example.value, example.score, example] as const))(
    'at %s scores %s',
    (_value, _score, { knots, value, score }) => {
      const curve = knots.map(([at, scores]) => ({ value: ratio(at), score: ratio(scores) }));
      expect(formatAmount(scoreHundredths(curve, ratio(value)))).toBe(score);
    },
  );
});
