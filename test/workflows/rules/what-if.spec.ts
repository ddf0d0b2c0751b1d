import { describe, expect, it, test } from '@jest/globals';
import { addDays } from '../../../workflows/calendar/dates.js';
import type { Opening } from '../../../workflows/collection-case/context.js';
import { defaultPolicy } from '../../../workflows/policy.js';
import type { Changes } from '../../../workflows/policy-versions/changes.js';
import { otherCourse, type Recorded } from '../../../workflows/what-if/other-course.js';
import { Trial } from '../../../workflows/what-if/trial.js';
import { historyFiles, type RecordedEntry, type RecordedRules, rulesOf } from '../../support/histories/old-histories.js';
import type { CasePlayer } from '../support/case-player.js';
import { confirmed, escalatedCase, newCase, plan, resolve, votedCase } from '../support/courses.js';

const tried = (player: CasePlayer, changes: Changes, from = '2026-01-01') =>
  otherCourse(player.recorded, new Trial(from, player.date, changes, [{ effectiveFrom: '2000-01-01', policy: defaultPolicy }]));

describe('Under the policy that was in force', () => {
  const written = historyFiles().flatMap(({ name, rules, histories }) =>
    [...histories]
      // The model's shortest ways leave out nights in which nothing had to be shown.
      .filter(([history]) => history.startsWith('written'))
      .map(([history, entries]) => [`${name}, ${history}`, entries, rules] as const),
  );

  it.each(written)('nothing would have gone another way: %s', (_name, entries, rules) => {
    const recorded = recordedOf(entries, rules);
    const dates = entries.map(({ businessDate }) => businessDate).sort();
    const [first = '', last = ''] = [dates[0], dates.at(-1)];
    const policies = [{ effectiveFrom: '2000-01-01', policy: recorded.openingRules.policy }];
    for (const from of [first, dates[Math.floor(dates.length / 2)] ?? first, addDays(last, 1)]) {
      const { parting, actual, other } = otherCourse(recorded, new Trial(from, last, {}, policies));
      expect([from, parting, other]).toEqual([from, undefined, actual]);
    }
  });

  const courses: [what: string, play: () => CasePlayer][] = [
    ['followed up', () => newCase().on('2026-04-01')],
    ['left unconfirmed', () => escalatedCase().on('2026-05-20')],
    ['in voting that nobody closes', () => votedCase().on('2026-06-01')],
    ['with a broken grace', () => graceUntil('2026-07-10')],
    ['settled', () => newCase().on('2026-03-02').receipt('R1', '1000.00').on('2026-06-01')],
  ];
  it.each(courses)('nothing would have gone another way: a case %s', (_what, play) => {
    const { parting, actual, other } = tried(play(), {});
    expect([parting, other]).toEqual([undefined, actual]);
  });
});

describe('With 60 days instead of 90', () => {
  const sixty: Changes = { reviewAfterOverdueDays: 60 };

  it('a case would have been with finance on day 61, and on the docket 5 working days later', () => {
    const { parting, actual, other } = tried(newCase().on('2026-04-20'), sixty);
    expect(parting).toEqual({ on: '2026-04-01', kind: 'state', happened: 'salesFollowUp', wouldHave: 'financeConfirmation' });
    expect(actual).toMatchObject({ state: 'salesFollowUp', underReviewCents: 0 });
    expect(other).toMatchObject({ state: 'boardReview.docketed', docketedOn: '2026-04-10', underReviewCents: 1000_00 });
    expect([actual.daysIn, other.daysIn]).toEqual([{ salesFollowUp: 79 }, { salesFollowUp: 60, financeConfirmation: 9, boardReview: 10 }]);
  });

  it('a case that had passed day 60 before the span would have gone to finance in the span’s first night', () => {
    const { parting } = tried(newCase().on('2026-04-20'), sixty, '2026-04-13');
    expect(parting).toMatchObject({ on: '2026-04-13', wouldHave: 'financeConfirmation' });
  });

  it('a confirmation that came later would have met another state; the meeting that voted on it would have voted all the same', () => {
    const player = resolve(confirmed(escalatedCase()).on('2026-05-06'), 'legal_action').on('2026-05-20');
    const { parting, actual, other } = tried(player, sixty);
    expect(parting).toMatchObject({ on: '2026-04-01' });
    expect([actual.state, other.state]).toEqual(['legalAction', 'legalAction']);
    expect([actual.docketedOn, other.docketedOn]).toEqual(['2026-05-01', '2026-04-10']);
  });

  it('money that came before is money in both', () => {
    const { parting } = tried(newCase().on('2026-03-15').receipt('R1', '1000.00').on('2026-05-20'), sixty);
    expect(parting).toBeUndefined();
  });
});

describe('Other numbers', () => {
  it('with 120 days a case would not have come before the board, whose votes are then nobody’s', () => {
    const player = resolve(confirmed(escalatedCase()).on('2026-05-06'), 'legal_action').on('2026-05-12');
    const { parting, other } = tried(player, { reviewAfterOverdueDays: 120 });
    expect(parting).toMatchObject({ on: '2026-05-01', happened: 'financeConfirmation', wouldHave: 'salesFollowUp' });
    expect(other).toMatchObject({ state: 'salesFollowUp', underReviewCents: 0 });
  });

  it('a vote for 2 months of grace would have been refused where 1 is the most', () => {
    const player = plan(confirmed(escalatedCase()).on('2026-05-06'), [['2026-06-30', '1000.00']]);
    const { parting, actual, other } = tried(resolve(player, 'grace', { graceMonths: 2 }), { graceMonthsAtMost: 1 });
    expect(parting).toEqual({
      on: '2026-05-06',
      kind: 'refused',
      happened: 'boardReview.voting',
      wouldHave: 'boardReview.voting',
      command: 'castVote',
      refusal: 'grace.too_long',
    });
    expect([actual.state, other.state]).toEqual(['gracePeriod', 'boardReview.docketed']);
  });

  it('more leeway would have kept a grace that was broken', () => {
    const { parting } = tried(graceUntil('2026-06-12'), { graceLeewayWorkingDays: 20 });
    expect(parting).toMatchObject({ kind: 'state', happened: 'boardReview.docketed', wouldHave: 'gracePeriod' });
  });

  test.each<[what: string, changes: Changes, reminders: number, letters: number]>([
    ['fewer reminders', { reminderOverdueDays: [1] }, -1, 0],
    ['later letters', { letterOverdueDays: [3, 60, 70, 80] }, 0, -1],
  ])('%s change nothing but the notices', (_what, changes, reminders, letters) => {
    const { parting, actual, other } = tried(newCase().on('2026-02-20'), changes);
    expect(parting).toMatchObject({ kind: 'notices' });
    expect([Math.sign(other.reminders - actual.reminders), Math.sign(other.letters - actual.letters)]).toEqual([reminders, letters]);
  });
});

function graceUntil(date: string): CasePlayer {
  const player = plan(confirmed(escalatedCase()).on('2026-05-06'), [['2026-06-05', '1000.00']]);
  return resolve(player, 'grace', { graceMonths: 1 }).on(date);
}

function recordedOf(entries: readonly RecordedEntry[], rules: RecordedRules): Recorded {
  const [opened, ...rest] = entries.map(({ command: { told, ...command }, businessDate, ...entry }) => ({
    command,
    told: { ...told, date: businessDate },
    rules: rulesOf(rules, entry),
  }));
  if (!opened) throw new Error('a history without a beginning');
  const { type: _, ...opening } = opened.command as unknown as Opening & { type: string };
  return { opening, openedBy: opened.told, openingRules: opened.rules, steps: rest };
}
