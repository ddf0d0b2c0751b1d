import { describe, expect, it, test } from '@jest/globals';
import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Command } from '../../../workflows/collection-case/commands.js';
import type { Entry } from '../../../workflows/collection-case/entries.js';
import { CasePlayer } from '../support/case-player.js';

/** Due on Friday 2026-01-30: overdue day 1 is a Saturday, and the Spring Festival (15–23 February) lies in its first month. */
const dueOn = '2026-01-30';
const day = (overdue: number): BusinessDate => addDays(dueOn, overdue);
const opened = () => new CasePlayer({ dueOn });
const attempt = (on: BusinessDate, more: object = {}): Command => ({
  type: 'logAttempt',
  channel: 'phone',
  on,
  outcome: 'reached',
  ...more,
});
const letter = (level: number, sentOn: BusinessDate): Command => ({
  type: 'recordLetter',
  level,
  channel: 'courier',
  sentOn,
  trackingNo: 'SF1',
});

/** The days on which reminders of a kind were due. */
const remindersOf = (player: CasePlayer, kind: string) =>
  of(player.entries, 'reminderDue', (entry) => entry.kind === kind).map(({ dueOn }) => dueOn);
const lettersOf = (player: CasePlayer) => of(player.entries, 'letterDue').map(({ level, on }) => [level, on]);
const of = (entries: readonly Entry[], type: string, fits: (entry: Entry) => boolean = () => true) =>
  entries.filter((entry) => entry.type === type && fits(entry));

describe('The owner is reminded', () => {
  it('on overdue days 1, 7, 15, 30, 60 and 80', () => {
    const player = opened().on(day(90));
    expect(remindersOf(player, 'overdue_reminder')).toEqual([1, 7, 15, 30, 60, 80].map(day));
  });

  it('after each five working days without an attempt, the Spring Festival left out', () => {
    const player = opened().on('2026-03-03');
    // Opened on Saturday 31 January; 14 and 28 February are working days by the public calendar.
    expect(remindersOf(player, 'attempt_missing')).toEqual(['2026-02-07', '2026-02-14', '2026-02-28']);
    player.by('sales0001', attempt('2026-03-03')).on('2026-03-11');
    expect(remindersOf(player, 'attempt_missing').at(-1)).toBe('2026-03-11');
    expect(player.effects.at(-1)).toMatchObject({ kind: 'attempt_missing', to: { person: 'sales0001' }, facts: { since: '2026-03-03' } });
  });

  it('of a position that is missing on day 85, and not of one that is there', () => {
    expect(remindersOf(opened().on(day(90)), 'position_missing')).toEqual([day(85)]);
    const reported = opened().on(day(20)).by('sales0001', { type: 'reportPosition', position: 'will_pay', note: '下周付款' });
    expect(remindersOf(reported.by('ar_clerk', { type: 'returnToSales', reason: '请补充依据' }).on(day(90)), 'position_missing')).toEqual(
      [],
    );
  });

  it('the day before a promise is due, unless it is kept by then', () => {
    const promised = () =>
      opened()
        .on(day(20))
        .by('sales0001', { type: 'recordPromise', amountCents: 500_00, dueOn: day(30) });
    expect(remindersOf(promised().on(day(40)), 'promise_due')).toEqual([day(29)]);
    expect(remindersOf(promised().receipt('R1', '500.00').on(day(40)), 'promise_due')).toEqual([]);
  });

  it('of several missed days only of the last, each kind by itself', () => {
    const player = opened().on(day(3)).receipt('R1', '1000.00').on(day(40)).reversal('R1', '1000.00').on(day(41));
    expect(remindersOf(player, 'overdue_reminder')).toEqual([day(1), day(30)]);
  });

  it('of nothing once the case is closed', () => {
    const player = opened().on(day(3)).receipt('R1', '1000.00');
    const before = player.entries.length;
    expect(player.on(day(120)).entries.length).toBe(before);
  });
});

describe('Finance is reminded', () => {
  it('of a confirmation after three working days, the finance director after six', () => {
    const player = opened()
      .on('2026-03-02')
      .by('sales0001', { type: 'reportPosition', position: 'will_pay', note: '下周付款' })
      .on('2026-03-20');
    expect(remindersOf(player, 'confirmation_overdue')).toEqual(['2026-03-06', '2026-03-11']);
    const told = player.effects.filter((effect) => effect.type === 'notify' && effect.kind === 'confirmation_overdue');
    expect(told).toMatchObject([{ to: { role: 'ar_clerk' } }, { to: { role: 'finance_director' } }]);
  });
});

describe('The board is reminded', () => {
  it('after three working days, only those who have not voted', () => {
    // Saturday 9 May is a working day by the public calendar.
    const player = opened().on('2026-05-06').by('finance_director', { type: 'docket', reason: '客户失联' }).open();
    player.by('sales_director', { type: 'castVote', choice: 'legal_action', reason: '已无联系' }).on('2026-05-12');
    expect(remindersOf(player, 'vote_missing')).toEqual(['2026-05-10']);
    const told = player.effects.filter((effect) => effect.type === 'notify' && effect.kind === 'vote_missing');
    expect(told.map((effect) => 'to' in effect && effect.to)).toEqual([{ person: 'finance_director' }, { person: 'legal_manager' }]);
  });
});

describe('Letters to the customer', () => {
  it('come due on overdue days 3, 15, 30 and 60; the first goes by itself, the others are released by finance, the last by legal', () => {
    const player = opened().on(day(90));
    expect(lettersOf(player)).toEqual([
      [1, day(3)],
      [2, day(15)],
      [3, day(30)],
      [4, day(60)],
    ]);
    const released = player.effects.filter((effect) => effect.type === 'notify' && effect.kind === 'letter_to_release');
    expect(released.map((effect) => 'to' in effect && effect.to)).toEqual([
      { role: 'ar_clerk' },
      { role: 'ar_clerk' },
      { role: 'legal_officer' },
    ]);
  });

  it('of an old debt that is imported: only the highest level', () => {
    const player = new CasePlayer({ dueOn, openedOn: day(45) }).on(day(70));
    expect(lettersOf(player)).toEqual([
      [3, day(45)],
      [4, day(60)],
    ]);
  });

  test.each<[pause: string, start: (player: CasePlayer) => CasePlayer, first: BusinessDate]>([
    ['do-not-contact days', (player) => player.by('sales_manager', { type: 'pause', until: day(20), reason: '客户停产检修' }), day(21)],
    [
      'a live promise, up to its date',
      (player) => player.by('sales0001', { type: 'recordPromise', amountCents: 100_00, dueOn: day(18) }),
      day(19),
    ],
    [
      'a live promise, for 15 working days at most',
      (player) => player.by('sales0001', { type: 'recordPromise', amountCents: 100_00, dueOn: day(80) }),
      '2026-03-03',
    ],
    [
      'an open dispute, for 30 working days at most',
      (player) => player.by('sales0001', { type: 'raiseDispute', reason: 'quality', contestedCents: 100_00, note: '表面划伤' }),
      '2026-03-24',
    ],
  ])('wait for %s, and then the highest level that has come', (_pause, start, first) => {
    const player = start(opened().on(day(4))).on(day(59));
    const [, second] = lettersOf(player);
    expect(second?.[1]).toBe(first);
  });

  it('do not wait for a promise after two broken ones', () => {
    const player = opened();
    for (const from of [4, 7]) player.on(day(from)).by('sales0001', { type: 'recordPromise', amountCents: 100_00, dueOn: day(from + 1) });
    player
      .on(day(12))
      .by('sales0001', { type: 'recordPromise', amountCents: 100_00, dueOn: day(25) })
      .on(day(16));
    expect(lettersOf(player).at(-1)).toEqual([2, day(15)]);
  });
});

describe('Neglect is found by the night, with dates and numbers', () => {
  it('a letter that is not sent within two working days of its day', () => {
    const player = opened().on('2026-02-05');
    // Its day is Monday 2 February; Wednesday is the last in time.
    expect(player.factsOf('dunning_notice_late')).toEqual([
      { kind: 'dunning_notice_late', on: '2026-02-05', numbers: { level: 1, letterOn: '2026-02-02', workingDays: 2 } },
    ]);
    expect(player.on('2026-02-10').factsOf('dunning_notice_late')).toHaveLength(1);
  });

  it('not one that was sent in time, nor one that a pause entered late excuses', () => {
    const sent = opened().on('2026-02-04').by('ar_clerk', letter(1, '2026-02-04')).on('2026-02-10');
    expect(sent.factsOf('dunning_notice_late')).toEqual([]);
    const excused = opened()
      .on('2026-02-04')
      .by('sales_manager', { type: 'pause', from: '2026-02-01', until: '2026-02-09', reason: '停产' });
    expect(excused.on('2026-02-11').factsOf('dunning_notice_late')).toEqual([]);
    expect(excused.on('2026-02-13').factsOf('dunning_notice_late')).toMatchObject([{ on: '2026-02-13' }]);
  });

  it('no attempt for fifteen working days, once until somebody calls', () => {
    const player = opened().on('2026-03-20');
    expect(player.factsOf('follow_up_neglected')).toMatchObject([{ numbers: { since: '2026-01-31', workingDays: 15 } }]);
    player.by('sales0001', attempt('2026-03-20')).on('2026-04-20');
    expect(player.factsOf('follow_up_neglected')).toHaveLength(2);
  });
});

describe('The limitation clock', () => {
  it('warns owner and legal 180, 90 and 30 days before it runs out', () => {
    const player = opened().on('2029-02-01');
    expect(remindersOf(player, 'limitation_ending')).toEqual(['2028-08-03', '2028-11-01', '2028-12-31']);
    const told = player.effects.filter((effect) => effect.type === 'notify' && effect.kind === 'limitation_ending');
    expect(told).toHaveLength(6);
    expect(told[1]).toMatchObject({ to: { role: 'legal_officer' }, facts: { endsOn: '2029-01-30' } });
  });

  test.each<[what: string, restart: (player: CasePlayer) => CasePlayer, restarts: boolean]>([
    ['an attempt with proof', (player) => player.by('sales0001', attempt('2026-06-01', { evidence: '7' })), true],
    ['an attempt without', (player) => player.by('sales0001', attempt('2026-06-01')), false],
    [
      'a document that proves a demand, once it is accepted',
      (player) => evidence(player).by('legal_manager', { type: 'acceptEvidence', evidence: '9' }),
      true,
    ],
    ['a document that nobody has accepted', (player) => evidence(player), false],
    [
      'a document that was withdrawn again',
      (player) =>
        evidence(player)
          .by('legal_manager', { type: 'acceptEvidence', evidence: '9' })
          .by('legal_officer', { type: 'withdrawEvidence', evidence: '9', reason: '签章不符' }),
      false,
    ],
  ])('restarts, or not, with %s', (_what, restart, restarts) => {
    const player = restart(opened().on('2026-06-01')).on('2028-08-04');
    expect(remindersOf(player, 'limitation_ending')).toEqual(restarts ? [] : ['2028-08-03']);
  });

  it('restarts with a suit', () => {
    const player = opened().on('2026-05-06').by('finance_director', { type: 'docket', reason: '客户失联' }).open();
    for (const login of ['sales_director', 'legal_manager']) player.by(login, { type: 'castVote', choice: 'legal_action', reason: '起诉' });
    player.close().on('2026-06-01').by('legal_officer', { type: 'recordLegalStep', step: 'suit', on: '2026-06-01' });
    expect(remindersOf(player.on('2028-08-04'), 'limitation_ending')).toEqual([]);
  });
});

const evidence = (player: CasePlayer) =>
  player.by('legal_officer', {
    type: 'attachEvidence',
    evidence: '9',
    sha256: 'a'.repeat(64),
    kind: 'letter_receipt',
    ground: 'origin',
    demandOn: '2026-06-01',
  });
