import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';

/**
 * All mail about one customer over 120 days. 20 September and 10 October are working days; 25 to 27 September, Mid-Autumn, and 1 to
 * 7 October, National Day, are not.
 */
let system: TrainingSystem;
let id: string;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-08-20');
  const customer = 'company,customer,name,email\nC01,K1,嘉兴欣荣纺织机械有限公司,ap@xinrong.example\n';
  expect((await sendFile(system.api, 'customers', customer)).body).toMatchObject({ status: 'done' });
  await system.receivables({ document: 'D1', dueOn: '2026-08-20', issuedOn: '2026-06-20', amount: '100000.00' });
  await system.moveTo('2026-08-21');
  id = await system.caseOf('D1');
});

afterAll(() => system?.close());

describe('The first weeks', () => {
  test('the owner is reminded on days 1 and 7; day 3 is a Sunday, and level 1 leaves on Monday', async () => {
    await system.moveTo('2026-08-27');
    expect(await mailSince('2026-08-21')).toEqual([
      '2026-08-21 sales0001: overdue_reminder 08-21',
      '2026-08-24 K1: letter-1',
      '2026-08-27 sales0001: overdue_reminder 08-27',
    ]);
  });

  test('five working days after the last attempt the owner is asked for another; on day 15 level 2 waits for its release', async () => {
    await system.take('sales0001', id, { type: 'logAttempt', channel: 'phone', on: '2026-08-26', outcome: 'will_pay_later' });
    await system.moveTo('2026-09-04');
    await release('ar_clerk', 2);
    expect(await mailSince('2026-08-28')).toEqual([
      '2026-09-03 sales0001: attempt_missing 09-03',
      '2026-09-04 K1: letter-2',
      '2026-09-04 ar_clerk: letter_to_release 09-04',
      '2026-09-04 sales0001: overdue_reminder 09-04',
    ]);
  });
});

describe('A dispute from 8 September', () => {
  test('stops the letter of day 30, and no reminder; 15 working days later the manager is asked', async () => {
    await system.moveTo('2026-09-08');
    await system.take('sales0001', id, { type: 'raiseDispute', reason: 'quality', contestedAmount: '30000.00', note: '三台机器有划痕' });
    await system.moveTo('2026-09-30');
    expect(await mailSince('2026-09-05')).toEqual([
      '2026-09-10 sales0001: attempt_missing 09-10',
      '2026-09-17 sales0001: attempt_missing 09-17',
      // Day 30 is a Saturday, and this Sunday is worked.
      '2026-09-20 sales0001: overdue_reminder 09-19',
      '2026-09-23 sales0001: attempt_missing 09-23',
      '2026-09-30 sales_manager: dispute_unresolved 09-30',
    ]);
  });

  test('is rejected on the eve of National Day: level 3 waits from the next night on, and whoever releases it hears of it after the week', async () => {
    await system.take('sales_manager', id, { type: 'resolveDispute', outcome: 'rejected', note: '验收单已签字' });
    await system.moveTo('2026-10-01');
    expect(await waiting()).toEqual({ level: 3, businessDate: '2026-10-01' });
    await system.moveTo('2026-10-08');
    await release('ar_clerk', 3);
    expect(await mailSince('2026-10-01')).toEqual([
      '2026-10-08 K1: letter-3',
      '2026-10-08 ar_clerk: letter_to_release 10-01',
      '2026-10-08 sales0001: attempt_missing 10-01',
    ]);
  });
});

describe('Promises', () => {
  test('one is announced the day before, and kept', async () => {
    await system.moveTo('2026-10-09');
    await system.take('sales0001', id, { type: 'recordPromise', amount: '40000.00', dueOn: '2026-10-15' });
    await system.moveTo('2026-10-15');
    await system.receipts({ receipt: 'R1', document: 'D1', amount: '40000.00', valueDate: '2026-10-15' });
    await system.moveTo('2026-10-16');
    expect(await mailSince('2026-10-09')).toEqual(['2026-10-14 sales0001: attempt_missing 10-14, promise_due 10-14']);
  });

  test('the next holds the lawyer’s letter of day 60 back, is broken, and chasing goes on the next working day', async () => {
    await system.take('sales0001', id, { type: 'recordPromise', amount: '60000.00', dueOn: '2026-10-20' });
    await system.moveTo('2026-10-20');
    expect(await waiting()).toBeUndefined();
    await system.moveTo('2026-10-21');
    expect(await waiting()).toEqual({ level: 4, businessDate: '2026-10-21' });
    expect(await mailSince('2026-10-16')).toEqual([
      '2026-10-19 sales0001: overdue_reminder 10-19, promise_due 10-19',
      '2026-10-21 legal_officer: letter_to_release 10-21',
      '2026-10-21 sales0001: attempt_missing 10-21, promise_broken 10-21',
    ]);
  });
});

describe('A pause entered a day late', () => {
  test('holds the letter for its days, which make it no later: two working days after it the letter is late', async () => {
    await system.moveTo('2026-10-23');
    await system.take('ar_clerk', id, { type: 'pause', from: '2026-10-22', until: '2026-10-30', reason: '客户搬迁' });
    const held = (await letters('proposed'))[0];
    expect(await system.api.post('legal_officer', `/api/v1/letters/${held?.id}/release`)).toMatchObject({
      status: 409,
      body: { code: 'letter.paused' },
    });
    await system.moveTo('2026-11-03');
    expect(await lateLetters()).toEqual([]);
    await system.moveTo('2026-11-05');
    expect(await lateLetters()).toEqual([{ on: '2026-11-04', level: 4, letterOn: '2026-10-21', workingDays: 2 }]);
    await release('legal_officer', 4);
    expect(await mailSince('2026-10-22')).toEqual([
      '2026-10-28 sales0001: attempt_missing 10-28',
      '2026-11-04 sales0001: attempt_missing 11-04',
      '2026-11-05 K1: letter-4',
    ]);
  });
});

describe('The end', () => {
  test('day 80 is a Sunday; on day 85 a position is asked for; on day 91 finance is, and then the board has the case', async () => {
    await system.moveTo('2026-12-18');
    expect(await mailSince('2026-11-06')).toEqual([
      '2026-11-09 sales0001: overdue_reminder 11-08',
      '2026-11-11 sales0001: attempt_missing 11-11',
      '2026-11-13 sales0001: position_missing 11-13',
      '2026-11-18 sales0001: attempt_missing 11-18',
      '2026-11-19 ar_clerk: confirmation_waiting 11-19',
      '2026-11-19 sales0001: escalated 11-19',
    ]);
    expect(await system.collection(id)).toEqual({ boardReview: 'docketed' });
  });

  test('the customer got four letters, each once, numbered without a gap', async () => {
    const sent = (await letters()).map(({ id: number, level, sentOn, mail }) => [number, level, sentOn, mail]);
    expect(sent.reverse()).toEqual([
      ['1', 1, '2026-08-24', 'sent'],
      ['2', 2, '2026-09-04', 'sent'],
      ['3', 3, '2026-10-08', 'sent'],
      ['4', 4, '2026-11-05', 'sent'],
    ]);
  });
});

interface Letter {
  id: string;
  level: number;
  businessDate: string;
  sentOn: string | null;
  mail: string | null;
}

async function letters(status = ''): Promise<Letter[]> {
  const { body } = await system.api.get('auditor', `/api/v1/letters?customer=K1${status && `&status=${status}`}`);
  return body.items;
}

/** The one that may go today, to whoever releases it. */
async function waiting(): Promise<Pick<Letter, 'level' | 'businessDate'> | undefined> {
  const [letter] = await letters('proposed');
  return letter && { level: letter.level, businessDate: letter.businessDate };
}

async function release(login: string, level: number): Promise<void> {
  const [letter] = await letters('proposed');
  expect(letter).toMatchObject({ level });
  expect(await system.api.post(login, `/api/v1/letters/${letter?.id}/release`)).toMatchObject({ status: 200 });
}

async function lateLetters(): Promise<object[]> {
  const { facts } = (await system.look(id)).facts;
  return facts
    .filter(({ kind }: { kind: string }) => kind === 'dunning_notice_late')
    .map(({ on, numbers }: { on: string; numbers: object }) => ({ on, ...numbers }));
}

/** The day, whom it went to, and the letter, or what the person was told of, each with its day; the board's calendar is not about the customer. */
async function mailSince(day: string): Promise<string[]> {
  const found = await system.rows<{ line: string }>(
    `select concat(o.business_date, ' ', o.recipient, ': ', coalesce(t.told, o.kind)) as line from outbox o
     cross join lateral (
       select string_agg(n.kind || to_char(n.due_on, ' MM-DD'), ', ' order by n.kind) as told
       from notice_mails m join notices n on n.company_id = m.company_id and n.id = m.notice_id
       where m.company_id = o.company_id and m.outbox_id = o.id) t
     where o.business_date >= $1 and o.kind <> 'meeting_called' order by 1`,
    [day],
  );
  return found.map(({ line }) => line);
}
