import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { languages } from '../../../src/platform/i18n/language.js';
import { Texts } from '../../../src/platform/i18n/texts.js';
import { bucketOf, differenceOf } from '../../../workflows/overdue-list/differences.js';
import {
  type ListRefusal,
  refuseAcceptance,
  refuseAnswer,
  refuseDecision,
  refuseDraft,
  refuseObjection,
  refusePublish,
} from '../../../workflows/overdue-list/refusals.js';
import { correctionBy, type ListRow, type Objection } from '../../../workflows/overdue-list/row.js';
import { settle } from '../../../workflows/overdue-list/settlement.js';
import {
  answersUntil,
  lastMonthOver,
  monthEndedBefore,
  publishBy,
  settlementUntil,
  snapshotDay,
} from '../../../workflows/overdue-list/terms.js';
import { calendar, rulesWith } from '../support/calendar.js';

const { policy } = rulesWith();
const texts = new Texts();
const today = '2026-04-03';

const row: ListRow = {
  state: 'waiting',
  status: 'published',
  amountCents: 200_000,
  balanceCents: 100_000,
  owner: 'sales0001',
  answersUntil: '2026-04-08',
  proposals: {},
};
const objected: ListRow = {
  ...row,
  state: 'objected',
  objection: { by: 'sales0001', reason: 'amount', note: '已付一半', balanceCents: 50_000 },
};
const disputed: ListRow = { ...objected, objection: { by: 'sales0001', reason: 'customer_dispute', note: '质量争议' } };
const disagreed: ListRow = { ...objected, state: 'disagreed' };
const objection = (more: Partial<Objection>): Objection => ({ reason: 'amount', note: '…', ...more });

describe('The days of a list', () => {
  test.each([
    ['2026-01', '2026-01-31', '2026-02-05'],
    ['2026-02', '2026-02-28', '2026-03-05'],
    ['2028-02', '2028-02-29', '2028-03-05'],
    ['2026-12', '2026-12-31', '2027-01-05'],
  ])('of %s: it shows %s and is published by %s', (month, day, by) => {
    expect([snapshotDay(month), publishBy(month, policy)]).toEqual([day, by]);
  });

  test.each([
    ['2026-04-01', '2026-03'],
    ['2027-01-01', '2026-12'],
    ['2026-04-02', undefined],
    ['2026-03-31', undefined],
  ])('the night of %s drafts %s', (night, month) => {
    expect(monthEndedBefore(night)).toBe(month);
  });

  test('the last month that is over on its own first day is the one before', () => {
    expect([lastMonthOver('2026-04-01'), lastMonthOver('2026-04-30'), lastMonthOver('2026-01-15')]).toEqual([
      '2026-03',
      '2026-03',
      '2025-12',
    ]);
  });

  // Qingming: 4 to 6 April 2026 are free.
  test.each([
    ['2026-04-01', '2026-04-07', '2026-04-09'],
    ['2026-04-03', '2026-04-09', '2026-04-13'],
    ['2026-09-28', '2026-10-08', '2026-10-10'],
  ])('terms that begin on %s end on %s and %s, by the public calendar', (on, answers, settlement) => {
    expect([answersUntil(on, policy, calendar), settlementUntil(on, policy, calendar)]).toEqual([answers, settlement]);
  });
});

describe('How a row stands against the last list', () => {
  test.each([
    [1, 1],
    [30, 1],
    [31, 2],
    [60, 2],
    [61, 3],
    [90, 3],
    [91, 4],
    [5000, 4],
  ])('%i days overdue are in bucket %i', (days, bucket) => {
    expect(bucketOf(days)).toBe(bucket);
  });

  test.each([
    ['not on it', { balanceCents: 100, overdueDays: 20 }, undefined, 'new'],
    ['the same', { balanceCents: 100, overdueDays: 25 }, { balanceCents: 100, overdueDays: 20, balanceNowCents: 100 }, 'unchanged'],
    ['more is open', { balanceCents: 101, overdueDays: 25 }, { balanceCents: 100, overdueDays: 20, balanceNowCents: 100 }, 'worse'],
    ['older', { balanceCents: 100, overdueDays: 31 }, { balanceCents: 100, overdueDays: 30, balanceNowCents: 100 }, 'worse'],
    [
      'paid in part but older',
      { balanceCents: 60, overdueDays: 61 },
      { balanceCents: 100, overdueDays: 31, balanceNowCents: 100 },
      'worse',
    ],
    ['paid in part', { balanceCents: 60, overdueDays: 29 }, { balanceCents: 100, overdueDays: 1, balanceNowCents: 100 }, 'better'],
    [
      'its figure then was wrong',
      { balanceCents: 60, overdueDays: 61 },
      { balanceCents: 100, overdueDays: 31, balanceNowCents: 60 },
      'corrected',
    ],
  ])('%s', (_what, now, last, kind) => {
    expect(differenceOf(now, last)).toBe(kind);
  });
});

/** What refuses, and beside it what is taken in the same situation. */
const examples: [rule: string, refused: () => ListRefusal | undefined, accepted: () => ListRefusal | undefined, refusal: ListRefusal][] = [
  [
    'a month that is not over has no list',
    () => refuseDraft('2026-04', today, undefined, undefined),
    () => refuseDraft('2026-03', today, undefined, '2026-02'),
    { key: 'list.month_not_over', facts: { month: '2026-04', day: '2026-04-30', today } },
  ],
  [
    'what is published is not drafted anew',
    () => refuseDraft('2026-03', today, { month: '2026-03', status: 'agreed' }, '2026-03'),
    () => refuseDraft('2026-03', today, { month: '2026-03', status: 'draft' }, '2026-02'),
    { key: 'list.published_already', facts: { month: '2026-03' } },
  ],
  [
    'no list comes before one that is published',
    () => refusePublish({ month: '2026-02', status: 'draft' }, '2026-03'),
    () => refusePublish({ month: '2026-02', status: 'draft' }, '2026-01'),
    { key: 'list.later_published', facts: { month: '2026-02', later: '2026-03' } },
  ],
  [
    'only the owner answers',
    () => refuseAnswer(row, today, false),
    () => refuseAnswer(row, today, true),
    { key: 'list_row.not_owner', facts: { owner: 'sales0001' } },
  ],
  [
    'a draft is not answered',
    () => refuseAnswer({ ...row, status: 'draft' }, today, true),
    () => refuseAnswer(row, today, true),
    { key: 'list_row.not_published', facts: {} },
  ],
  [
    'the day after the term is too late',
    () => refuseAnswer(row, '2026-04-09', true),
    () => refuseAnswer(row, '2026-04-08', true),
    { key: 'list_row.too_late', facts: { until: '2026-04-08' } },
  ],
  [
    'nobody answers twice',
    () => refuseAnswer({ ...row, state: 'confirmed' }, today, true),
    () => refuseAnswer(row, today, true),
    { key: 'list_row.not_in_state', facts: { state: 'confirmed', expected: 'waiting' } },
  ],
  [
    'another amount is named',
    () => refuseObjection(row, objection({})),
    () => refuseObjection(row, objection({ balanceCents: 50_000 })),
    { key: 'list_row.value_missing', facts: { value: 'balance', reason: 'amount' } },
  ],
  [
    'no amount is named that does not belong to the reason',
    () => refuseObjection(row, objection({ reason: 'not_overdue', balanceCents: 50_000 })),
    () => refuseObjection(row, objection({ reason: 'not_overdue' })),
    { key: 'list_row.value_not_asked', facts: { value: 'balance', reason: 'not_overdue' } },
  ],
  [
    'the amount named is another one',
    () => refuseObjection(row, objection({ balanceCents: 100_000 })),
    () => refuseObjection(row, objection({ balanceCents: 99_999 })),
    { key: 'list_row.same_balance', facts: { balance: '1000.00' } },
  ],
  [
    'the amount named is at most the document’s',
    () => refuseObjection(row, objection({ balanceCents: 200_001 })),
    () => refuseObjection(row, objection({ balanceCents: 200_000 })),
    { key: 'list_row.above_amount', facts: { balance: '2000.01', amount: '2000.00' } },
  ],
  [
    'the owner named is another one',
    () => refuseObjection(row, objection({ reason: 'owner', owner: 'sales0001' })),
    () => refuseObjection(row, objection({ reason: 'owner', owner: 'sales0002' })),
    { key: 'list_row.same_owner', facts: { owner: 'sales0001' } },
  ],
  [
    'nobody decides on their own objection',
    () => refuseDecision(objected, 'sales0001'),
    () => refuseDecision(objected, 'ar_clerk'),
    { key: 'list_row.own_objection', facts: { person: 'sales0001' } },
  ],
  [
    'finance accepts what was said, or adds what was not',
    () => refuseAcceptance(objected, 'ar_clerk', { balanceCents: 70_000 }),
    () => refuseAcceptance(disputed, 'ar_clerk', { balanceCents: 70_000 }),
    { key: 'list_row.value_not_asked', facts: { value: 'balance', reason: 'amount' } },
  ],
  [
    'one director alone settles nothing',
    () => refusalOf(settle(proposed(), ['sales'], said('zhao', 'ledger'), today)),
    () => refusalOf(settle(proposed(), ['finance'], said('qian', 'ledger'), today)),
    { key: 'list_row.second_person', facts: { person: 'zhao', outcome: 'ledger' } },
  ],
  [
    'nobody speaks for both sides',
    () => refusalOf(settle(proposed(), ['finance'], said('zhao', 'ledger'), today)),
    () => refusalOf(settle(proposed(), ['finance'], said('qian', 'ledger'), today)),
    { key: 'list_row.other_director', facts: { person: 'zhao' } },
  ],
];

describe('A rule refuses, and takes what satisfies it:', () => {
  test.each(examples)('%s', (_rule, refused, accepted, refusal) => {
    expect(refused()).toEqual(refusal);
    expect(accepted()).toBeUndefined();
  });

  test.each(examples)('%s, and says so', (_rule, _refused, _accepted, { key, facts }) => {
    for (const language of languages) {
      const sentence = texts.say(language, `refusals:${key}`, facts);
      expect(sentence).toMatch(language === 'en' ? /^[“\w].*\.$/ : /\p{Script=Han}.*。$/u);
      expect(sentence).not.toMatch(/\{\{|\$t\(|[a-z]\.[a-z]/i);
    }
  });

  test('and none of its rules goes without an example', () => {
    const shown = new Set(examples.map(([, , , { key }]) => key));
    const sources = globSync('workflows/overdue-list/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
    const keys = sources.flatMap((source) =>
      [...source.matchAll(/\brefusal\(\s*'([^']+)'|\bkey: '([^']+)'/g)].map(([, a, b]) => a ?? b ?? ''),
    );
    expect(keys.filter((key) => !shown.has(key))).toEqual([]);
    expect(keys.length).toBeGreaterThan(15);
  });
});

describe('Accepted, an objection', () => {
  test.each<[Objection, object, object]>([
    [objection({ balanceCents: 50_000 }), {}, { balanceCents: 50_000 }],
    [objection({ reason: 'owner', owner: 'sales0002' }), {}, { owner: 'sales0002' }],
    [objection({ reason: 'not_overdue' }), {}, { balanceCents: 0 }],
    [objection({ reason: 'customer_dispute' }), {}, {}],
    [objection({ reason: 'other' }), { balanceCents: 10, owner: 'sales0002' }, { balanceCents: 10, owner: 'sales0002' }],
  ])('%o makes %o of the row', (said, more, correction) => {
    expect(correctionBy(said, more)).toEqual(correction);
  });
});

describe('The two directors', () => {
  test('settle by saying the same', () => {
    expect(settle(disagreed, ['sales'], said('zhao', 'objection'), today)).toEqual({
      proposals: { sales: { by: 'zhao', on: today, outcome: 'objection', note: '…' } },
    });
    expect(settle(proposed(), ['finance'], said('qian', 'ledger'), today)).toMatchObject({ outcome: 'ledger' });
  });

  test('go on talking where they differ, until one comes round', () => {
    const second = settle(proposed(), ['finance'], said('qian', 'objection'), today);
    expect(second).toMatchObject({ proposals: { sales: { outcome: 'ledger' }, finance: { outcome: 'objection' } } });
    expect(second).not.toHaveProperty('outcome');
    const proposals = 'proposals' in second ? second.proposals : {};
    expect(settle({ ...disagreed, proposals }, ['sales'], said('zhao', 'objection'), today)).toMatchObject({ outcome: 'objection' });
  });

  test('who holds both offices speaks for one side, and another person for the other', () => {
    const first = settle(disagreed, ['sales', 'finance'], said('sun', 'ledger'), today);
    const proposals = 'proposals' in first ? first.proposals : {};
    expect(proposals).toMatchObject({ sales: { by: 'sun' } });
    expect(refusalOf(settle({ ...disagreed, proposals }, ['sales', 'finance'], said('sun', 'ledger'), today))?.key).toBe(
      'list_row.second_person',
    );
    expect(settle({ ...disagreed, proposals }, ['sales', 'finance'], said('qian', 'ledger'), today)).toMatchObject({ outcome: 'ledger' });
  });

  test('have nothing to settle that finance has not rejected', () => {
    expect(refusalOf(settle(objected, ['sales'], said('zhao', 'ledger'), today))).toEqual({
      key: 'list_row.not_in_state',
      facts: { state: 'objected', expected: 'disagreed' },
    });
  });
});

const root = join(import.meta.dirname, '../../..');

function said(by: string, outcome: 'ledger' | 'objection') {
  return { by, outcome, note: '…' };
}

function proposed(): ListRow {
  return { ...disagreed, proposals: { sales: { by: 'zhao', on: today, outcome: 'ledger', note: '…' } } };
}

function refusalOf(made: ReturnType<typeof settle>): ListRefusal | undefined {
  return 'refused' in made ? made.refused : undefined;
}
