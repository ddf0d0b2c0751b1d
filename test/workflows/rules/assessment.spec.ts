import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { type Decider, refuseAppeal, refuseAppealDecision, refuseAppealWithdrawal } from '../../../workflows/scorecard/appeals.js';
import { daysOfPeriod, nameOfPeriod, periodAfter, periodsOfYearsBefore } from '../../../workflows/scorecard/assessment-period.js';
import type { Card, CardLine } from '../../../workflows/scorecard/card.js';
import { type Closing, refuseClosing } from '../../../workflows/scorecard/closing.js';
import { refuseComplaintDecision } from '../../../workflows/scorecard/complaints.js';
import { refuseProposalDecision, refuseProposalWithdrawal } from '../../../workflows/scorecard/proposals.js';
import { factorOf, type Reward } from '../../../workflows/scorecard/reward.js';
import { type Post, posts, type SchemeMetric, type Stage, stages } from '../../../workflows/scorecard/scheme.js';
import { bandOf, schemeFaults } from '../../../workflows/scorecard/scheme-check.js';
import { refuseAcknowledgement, refuseAnnouncement, refuseStart } from '../../../workflows/scorecard/scheme-course.js';
import { readyScheme, readySchemes } from '../../../workflows/scorecard/scheme-defaults.js';
import {
  collectionFromHistory,
  refuseGrowth,
  refuseTarget,
  targetFromBaseline,
  targetFromHistory,
} from '../../../workflows/scorecard/targets.js';
import { wageLoss } from '../../../workflows/scorecard/wage.js';

const salesperson = readyScheme('salesperson', 'growth');
const weighed = (...weights: [SchemeMetric['key'], number][]) =>
  weights.map(([key, percent]) => ({ key, weightHundredths: percent * 100 }));
const codes = (...args: Parameters<typeof schemeFaults>) => schemeFaults(...args).map(({ code }) => code);

describe('A ready scheme', () => {
  it.each(readySchemes.map((scheme) => [scheme.post, scheme.stage, scheme] as const))(
    'of %s, %s, has no fault',
    (_post, _stage, scheme) => {
      expect(schemeFaults(scheme)).toEqual([]);
    },
  );

  it('is there for each post at each stage', () => {
    expect(readySchemes).toHaveLength(posts.length * stages.length);
  });
});

describe('The weights of a scheme', () => {
  it('add up to 100 %, each metric once and with a weight', () => {
    const metrics = salesperson.metrics.map((metric, i) =>
      i === 0 ? { ...metric, weightHundredths: metric.weightHundredths - 1 } : metric,
    );
    expect(schemeFaults({ ...salesperson, metrics })).toEqual([{ code: 'weights_sum', facts: { sum: '99.99', off: '-0.01' } }]);
    const [first = { key: 'satisfaction', weightHundredths: 0 }, ...rest] = salesperson.metrics;
    expect(codes({ ...salesperson, metrics: [first, first, ...rest] }, '试行')).toContain('metric_twice');
    expect(codes({ ...salesperson, metrics: [...salesperson.metrics, { key: 'bad_debt_rate', weightHundredths: 0 }] })).toEqual([
      'weightless',
    ]);
    expect(codes({ ...salesperson, metrics: [] })).toEqual(['no_metrics']);
  });

  test.each<[post: Post, stage: Stage, low: number, high: number]>([
    ['salesperson', 'startup', 60, 60],
    ['salesperson', 'growth', 60, 70],
    ['salesperson', 'mature', 70, 70],
    ['sales_lead', 'growth', 50, 60],
    ['customer_success', 'growth', 40, 50],
    ['finance_ar', 'mature', 60, 60],
  ])('of the collection metrics of %s, %s, lie between %i and %i %%', (post, stage, low, high) => {
    expect(bandOf(post, stage)).toEqual([low, high]);
  });

  test.each<[collection: number, stage: Stage, bandReason: string | undefined, fault: string[]]>([
    [60, 'growth', undefined, []],
    [59.99, 'growth', undefined, ['outside_band']],
    [59.99, 'growth', '初创业务先抢占市场', []],
    [70, 'growth', undefined, []],
    [70.01, 'growth', undefined, ['outside_band']],
    [65, 'startup', undefined, ['outside_band']],
    [60, 'startup', undefined, []],
    [65, 'mature', undefined, ['outside_band']],
    [70, 'mature', undefined, []],
  ])('%d %% of collection metrics, %s, reason %s: %j', (collection, stage, bandReason, fault) => {
    const metrics = weighed(['collection_achievement', collection], ['plan_completion', 80 - collection], ['satisfaction', 20]);
    expect(codes({ ...salesperson, stage, metrics }, bandReason)).toEqual(fault);
  });

  test.each<[post: Post, relations: number, fault: string[]]>([
    ['salesperson', 20, []],
    ['salesperson', 19.99, ['relationship_light']],
    ['sales_lead', 19, ['relationship_light']],
    ['customer_success', 19, ['relationship_light']],
    ['finance_ar', 0, []],
  ])('of customer relations, %s: %d %% → %j, and no reason excuses it', (post, relations, fault) => {
    const [, high] = bandOf(post, 'growth');
    const metrics = weighed(['actual_recovery_rate', high], ['aging_duty', 100 - high - relations], ['satisfaction', relations]).filter(
      ({ weightHundredths }) => weightHundredths > 0,
    );
    expect(codes({ ...salesperson, post, metrics }, '特批')).toEqual(fault);
  });

  test.each<[curve: [string, string][], fault: string[]]>([
    [
      [
        ['0', '0'],
        ['1', '100'],
      ],
      [],
    ],
    [[['0', '0']], ['curve_short']],
    [
      [
        ['0', '0'],
        ['0.5', '60'],
        ['0.5', '100'],
      ],
      ['curve_order'],
    ],
    [
      [
        ['0', '0'],
        ['0.5', '60'],
        ['0.4', '100'],
      ],
      ['curve_order'],
    ],
  ])('may have curves of their own, with rising knots: %j → %j', (curve, fault) => {
    const metrics = salesperson.metrics.map((metric, i) => (i === 0 ? { ...metric, curve } : metric));
    expect(codes({ ...salesperson, metrics })).toEqual(fault);
  });

  it('lead to a reward whose bands fall and end at 0', () => {
    const reward = (...bands: string[]): Reward => ({ by: 'total', bands: bands.map((from) => ({ from, factor: '1' })) });
    expect(codes({ ...salesperson, reward: reward('100', '0') })).toEqual([]);
    for (const wrong of [reward('100', '70'), reward('70', '100', '0'), reward('0', '0'), reward()])
      expect(codes({ ...salesperson, reward: wrong })).toEqual(['reward_order']);
  });
});

describe('A scheme starts', () => {
  test.each<[startsOn: string, endsOn: string | undefined, key: string | undefined]>([
    ['2026-07-01', undefined, undefined],
    ['2026-07-01', '2026-12-31', undefined],
    ['2026-08-01', undefined, 'scheme.starts_within'],
    ['2026-04-01', undefined, 'scheme.not_later'],
    ['2026-07-01', '2026-11-30', 'scheme.ends_within'],
    ['2026-07-01', '2026-03-31', 'scheme.ends_within'],
  ])('with a quarter, later than today: %s to %s → %s', (startsOn, endsOn, key) => {
    expect(refuseStart('quarter', startsOn, endsOn, '2026-05-20')?.key).toBe(key);
  });

  test.each<[status: string, announcedOn: string | null, today: string, key: string | undefined]>([
    ['approved', null, '2026-06-30', undefined],
    ['approved', null, '2026-07-01', 'scheme.started_unannounced'],
    ['approved', '2026-06-01', '2026-06-30', 'scheme.announced'],
    ['proposed', null, '2026-06-30', 'scheme.not_approved'],
  ])('only if it was announced before: %s, announced %s, on %s → %s', (status, announcedOn, today, key) => {
    expect(refuseAnnouncement({ id: '1', status, startsOn: '2026-07-01', announcedOn }, today)?.key).toBe(key);
  });

  it('if somebody else than who proposed it approves it, once', () => {
    const proposal = { id: '1', status: 'proposed', proposedBy: 'hr', decidedBy: null, decidedOn: null };
    expect(refuseProposalDecision(proposal, 'finance_director')).toBeUndefined();
    expect(refuseProposalDecision(proposal, 'hr')?.key).toBe('proposal.same_person');
    expect(
      refuseProposalDecision({ ...proposal, status: 'approved', decidedBy: 'x', decidedOn: '2026-01-01' }, 'finance_director')?.key,
    ).toBe('proposal.decided');
    expect(refuseProposalWithdrawal(proposal, 'hr')).toBeUndefined();
    expect(refuseProposalWithdrawal(proposal, 'admin')?.key).toBe('proposal.not_proposer');
  });
});

describe('Targets from history', () => {
  it('are the mean of the periods with data, 12 % and then 20 % above it, exactly', () => {
    const values = [
      { numerator: '60', denominator: '100' },
      { numerator: '2', denominator: '3' },
      { none: 'no_denominator' as const },
      { numerator: '0', denominator: '0' },
    ];
    // (0.6 + 0.6666…) / 2 = 0.63333…
    expect(targetFromHistory('actual_recovery_rate', values, 1200)).toEqual({
      baseline: '0.6333',
      target: '0.70929600',
      challenge: '0.851155200',
    });
  });

  test.each<[baseline: string, growth: number, target: string, challenge: string]>([
    ['0.62', 1200, '0.694400', '0.8332800'],
    ['0.62', 1000, '0.682000', '0.8184000'],
    ['0.62', 1500, '0.713000', '0.8556000'],
    ['0.80', 1200, '0.896000', '1'],
    ['0.95', 1200, '1', '1'],
    ['1.10', 1200, '1', '1'],
  ])('of a rate stop at 100 %%: %s + %i → %s, %s', (baseline, growth, target, challenge) => {
    expect(targetFromBaseline('actual_recovery_rate', baseline, growth)).toMatchObject({ target, challenge });
  });

  it.each(['0', '-5'])('are none where the baseline is %s', (numerator) => {
    expect(targetFromHistory('cycle_improvement', [{ numerator, denominator: '100' }], 1200)).toBeUndefined();
    expect(targetFromHistory('cycle_improvement', [], 1200)).toBeUndefined();
  });

  it('grow by 10 to 15 %', () => {
    expect([999, 1000, 1500, 1501].map((growth) => refuseGrowth(growth)?.key)).toEqual([
      'targets.growth',
      undefined,
      undefined,
      'targets.growth',
    ]);
  });

  it('of what is to be collected are money, rounded once', () => {
    expect(collectionFromHistory(['100.01', '100.00'], 1200)).toBe(112_01);
    expect(collectionFromHistory([], 1200)).toBeUndefined();
    expect(collectionFromHistory(['-1'], 1200)).toBeUndefined();
  });

  test.each<[baseline: string, target: string, challenge: string, key: string | undefined]>([
    ['0.5', '0.6', '0.7', undefined],
    ['0.9', '1', '1', undefined],
    ['0', '0.6', '0.7', 'targets.order'],
    ['0.7', '0.6', '0.8', 'targets.order'],
    ['0.5', '0.8', '0.7', 'targets.order'],
    ['0.5', '0.8', '1.1', 'targets.above_all'],
  ])('set by hand rise from above 0 to at most 100 %%: %s, %s, %s → %s', (baseline, target, challenge, key) => {
    expect(refuseTarget('actual_recovery_rate', { baseline, target, challenge })?.key).toBe(key);
  });

  it('are not set for what a curve scores', () => {
    expect(refuseTarget('overdue_share', { baseline: '0.1', target: '0.2', challenge: '0.3' })?.key).toBe('targets.not_asked');
  });

  it('look at the periods of the same length within so many years', () => {
    const before = (period: string, years: number) => periodsOfYearsBefore(daysOfPeriod(period), years).map(nameOfPeriod);
    expect(before('2026Q3', 1)).toEqual(['2026Q2', '2026Q1', '2025Q4', '2025Q3']);
    expect(before('2026', 3)).toEqual(['2025', '2024', '2023']);
    expect(before('2026-01', 1)).toHaveLength(12);
    expect(nameOfPeriod(periodAfter(daysOfPeriod('2026Q4')))).toBe('2027Q1');
  });
});

describe('An appeal is decided', () => {
  const appeal = { id: '1', person: 'sales0001', status: 'open', decidedBy: null, decidedOn: null };
  const hr = { login: 'hr', isHr: true, isGeneralManager: false, setBy: [], hrIsInvolved: false } satisfies Decider;
  const manager = { login: 'general_manager', isHr: false, isGeneralManager: true, setBy: [], hrIsInvolved: false } satisfies Decider;

  test.each<[title: string, decider: Decider, key: string | undefined]>([
    ['by hr', hr, undefined],
    ['never by who raised it', { ...hr, login: 'sales0001' }, 'appeal.own'],
    ['never by who set what is questioned', { ...hr, setBy: ['hr'] }, 'appeal.set_by_decider'],
    ['by the general manager where all of hr have set it', { ...manager, setBy: ['hr'], hrIsInvolved: true }, undefined],
    ['not by the general manager otherwise', manager, 'appeal.for_hr'],
    [
      'not by a general manager who decided the attribution',
      { ...manager, setBy: ['general_manager'], hrIsInvolved: true },
      'appeal.set_by_decider',
    ],
  ])('%s', (_title, decider, key) => {
    expect(refuseAppealDecision(appeal, decider)?.key).toBe(key);
  });

  it('once', () => {
    expect(refuseAppealDecision({ ...appeal, status: 'accepted', decidedBy: 'hr', decidedOn: '2026-10-01' }, hr)?.key).toBe(
      'appeal.decided',
    );
  });
});

describe('An appeal', () => {
  const appeal = { id: '1', person: 'sales0001', status: 'open', decidedBy: null, decidedOn: null };

  it('is raised for oneself, against one thing once at a time, and withdrawn by who raised it', () => {
    expect(refuseAppeal('sales0001', 'sales0001', undefined)).toBeUndefined();
    expect(refuseAppeal('sales0001', 'sales_manager', undefined)?.key).toBe('appeal.for_another');
    expect(refuseAppeal('sales0001', 'sales0001', '7')).toEqual({ key: 'appeal.open_already', facts: { appeal: '7' } });
    expect(refuseAppealWithdrawal(appeal, 'sales0001')).toBeUndefined();
    expect(refuseAppealWithdrawal(appeal, 'hr')?.key).toBe('appeal.not_own');
  });
});

describe('A complaint is decided', () => {
  const complaint = { complaint: 'T1', person: 'sales0001', status: 'open', decidedBy: null, decidedOn: null };

  it('by anybody but whom it names, once', () => {
    expect(refuseComplaintDecision(complaint, 'hr')).toBeUndefined();
    expect(refuseComplaintDecision(complaint, 'sales0001')?.key).toBe('complaint.own');
    expect(refuseComplaintDecision({ ...complaint, status: 'upheld', decidedBy: 'hr', decidedOn: '2026-07-01' }, 'hr')).toEqual({
      key: 'complaint.decided',
      facts: { complaint: 'T1', by: 'hr', on: '2026-07-01' },
    });
  });
});

describe('A scheme that is not announced', () => {
  it('cannot be acknowledged', () => {
    const course = { id: '1', status: 'approved', startsOn: '2026-07-01', announcedOn: '2026-06-01' };
    expect(refuseAcknowledgement(course)).toBeUndefined();
    expect(refuseAcknowledgement({ ...course, announcedOn: null })?.key).toBe('scheme.not_announced');
  });
});

describe('No rule of scores', () => {
  it('goes without an example here', () => {
    const root = join(import.meta.dirname, '../../..');
    const sources = globSync('workflows/scorecard/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
    const keys = sources.flatMap((source) => [...source.matchAll(/\brefusal\(\s*'([^']+)'/g)].map(([, key = '']) => key));
    const here = readFileSync(import.meta.filename, 'utf8');
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter((key) => !here.includes(`'${key}'`))).toEqual([]);
  });
});

describe('A period is closed', () => {
  const closing: Closing = {
    period: '2026Q3',
    to: '2026-09-30',
    today: '2026-10-01',
    closedOn: undefined,
    laterClosed: undefined,
    earlierOpen: undefined,
    cards: 2,
    open: [],
  };

  test.each<[title: string, changes: Partial<Closing>, key: string | undefined]>([
    ['when it is over and nothing is open', {}, undefined],
    ['not on its last day', { today: '2026-09-30' }, 'period.not_over'],
    ['once', { closedOn: '2026-10-01' }, 'period.closed'],
    ['not before the one before it', { earlierOpen: '2026Q2' }, 'period.earlier_open'],
    ['not after the one after it', { laterClosed: '2026Q4' }, 'period.later_closed'],
    ['not without cards', { cards: 0 }, 'period.no_cards'],
    ['not with something open', { open: [{ key: 'appeals_open', count: 1 }] }, 'period.unfinished'],
  ])('%s', (_title, changes, key) => {
    expect(refuseClosing({ ...closing, ...changes })?.key).toBe(key);
  });
});

describe('A card pays', () => {
  const line = {
    key: 'collection_achievement',
    value: { numerator: '110', denominator: '100' },
    contributionHundredths: 90_00,
  } as CardLine;
  const card = (totalHundredths: number | null, more: Partial<Card> = {}): Card => ({
    lines: [line],
    qualityAdjustmentHundredths: 0,
    deductedHundredths: 0,
    lapsedHundredths: 0,
    adjustedHundredths: 0,
    totalHundredths,
    grade: null,
    ...more,
  });
  const reward: Reward = {
    by: 'total',
    bands: [
      { from: '100', factor: '1.15' },
      { from: '85', factor: '1' },
      { from: '0', factor: '0.7' },
    ],
  };

  test.each<[total: number | null, factor: string | undefined]>([
    [100_00, '1.15'],
    [99_99, '1'],
    [85_00, '1'],
    [84_99, '0.7'],
    [0, '0.7'],
    [null, undefined],
  ])('by its total: %s → %s', (total, factor) => {
    expect(factorOf(reward, card(total))).toBe(factor);
  });

  it('by what was collected of the target, where the scheme says so', () => {
    const byAchievement: Reward = { by: 'achievement', bands: [{ from: '110', factor: '1.3' }, ...reward.bands] };
    expect(factorOf(byAchievement, card(50_00))).toBe('1.3');
    expect(factorOf(byAchievement, card(50_00, { lines: [] }))).toBeUndefined();
  });

  test.each<[title: string, pay: Parameters<typeof wageLoss>[2], lost: string | undefined, warns: boolean | undefined]>([
    ['so much a point', { monthlyCents: 5_000_00, pointCents: 100_00 }, '1000.00', false],
    ['a fen above a fifth of a month’s pay', { monthlyCents: 4_999_99, pointCents: 100_00 }, '1000.00', true],
    ['what the bonus loses', { monthlyCents: 2_000_00, bonusBaseCents: 3_000_00 }, '900.00', true],
    ['nothing that can be said', { monthlyCents: 2_000_00 }, undefined, undefined],
    ['nothing that can be said without pay', { monthlyCents: 0, pointCents: 100_00 }, undefined, undefined],
  ])('and its deductions cost %s', (_title, pay, lost, warns) => {
    const deducted = card(80_00, { deductedHundredths: 10_00 });
    const found = wageLoss(deducted, reward, pay, 20_00);
    expect([found && (found.lostCents / 100).toFixed(2), found?.warns]).toEqual([lost, warns]);
  });
});
