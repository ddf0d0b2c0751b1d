import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer } from '../support/api.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let caseId: string;
let meeting: string;

beforeEach(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables({ document: 'D1', dueOn: '2025-11-20', amount: '1000.00' });
  caseId = await system.caseOf('D1');
  await system.take('finance_director', caseId, { type: 'docket', reason: '尽快评审' });
  meeting = await system.openMeeting();
});

afterEach(() => system.close());

const cast = { type: 'castVote', choice: 'bad_debt', reason: '无法收回' };
const seat = '/api/v1/boards/C01/seats/legal_manager';
type Try = (headers: Record<string, string>) => Promise<Answer>;

const vote =
  (login: string, more: object = {}): Try =>
  (headers) =>
    system.api.post(login, `/api/v1/cases/${caseId}/commands`, { ...cast, ...more }, headers);
const put =
  (login: string, body: object): Try =>
  (headers) =>
    system.api.as(login, 'PUT', seat, { body, headers });
const post =
  (login: string, path: () => string, body?: object): Try =>
  (headers) =>
    system.api.post(login, path(), body, headers);

async function recorded(): Promise<unknown[]> {
  return system.rows('select login, code, status, case_id from access_refusals order by id');
}

describe('Refused in both languages, and on record both times:', () => {
  const abuses: [what: string, login: string, code: string, status: number, attempt: Try, prepare?: () => Promise<unknown>][] = [
    ['voting for an absent colleague without being the deputy', 'hr', 'vote.not_seated', 409, vote('hr'), absent],
    ['voting as the deputy of a member who is there', 'legal_officer', 'vote.not_seated', 409, vote('legal_officer')],
    [
      'voting for a colleague’s seat from one’s own',
      'finance_director',
      'vote.not_seated',
      409,
      vote('finance_director', { forSeat: 'legal_manager' }),
    ],
    ['voting as an administrator', 'admin', 'case.unknown', 404, vote('admin')],
    ['voting on one’s own case', 'sales_director', 'vote.recused', 409, vote('sales_director'), ownCase],
    ['voting on a case whose evidence one has filed', 'legal_manager', 'vote.recused', 409, vote('legal_manager'), ownEvidence],
    ['voting on after one’s recusal', 'legal_manager', 'vote.recused', 409, vote('legal_manager'), recused],
    ['voting after the close', 'legal_manager', 'vote.closed', 409, vote('legal_manager'), () => system.closeMeeting(meeting)],
    [
      'reading the votes in the minutes before the close',
      'sales_director',
      'meeting.not_closed',
      409,
      (headers) => system.api.get('sales_director', `/api/v1/meetings/${meeting}/minutes.json`, headers),
    ],
    [
      'closing without being the chair',
      'legal_manager',
      'meeting.chair_only',
      403,
      post('legal_manager', () => `/api/v1/meetings/${meeting}/close`),
    ],
    [
      'closing as the chair’s stand-in',
      'hr',
      'meeting.chair_only',
      403,
      post('hr', () => `/api/v1/meetings/${meeting}/close`),
      chairAbsent,
    ],
    [
      'calling a circular vote without being the chair',
      'sales_director',
      'meeting.chair_only',
      403,
      post('sales_director', () => '/api/v1/meetings/circular', { company: 'C01', until: '2026-03-04', cases: [] }),
    ],
    ['giving oneself a seat', 'admin', 'admin.own_role', 409, put('admin', { member: 'admin' })],
    ['giving a seat to another administrator', 'admin', 'seat.admin', 409, put('admin', { member: 'other-admin' }), otherAdmin],
    ['changing a seat without being an administrator', 'finance_director', 'role.required', 403, put('finance_director', { member: 'hr' })],
    [
      'confirming a change as the administrator who proposed it',
      'admin',
      'seat.board_only',
      403,
      post('admin', () => `${seat}/confirm`),
      proposed,
    ],
    [
      'confirming one’s own seat',
      'general_manager',
      'seat.own_change',
      409,
      post('general_manager', () => `${seat}/confirm`),
      proposedForManager,
    ],
    [
      'reading papers of cases that are not one’s own',
      'sales0002',
      'role.required',
      403,
      (headers) => system.api.get('sales0002', `/api/v1/meetings/${meeting}/papers`, headers),
    ],
  ];

  test.each(abuses.map((abuse) => [abuse[0], abuse] as const))('%s', async (_what, [, login, code, status, attempt, prepare]) => {
    await prepare?.();
    const before = (await recorded()).length;
    const sentences: string[] = [];
    for (const language of ['zh-CN', 'en']) {
      const { body, status: answered } = await attempt({ 'accept-language': language });
      expect([answered, body.code]).toEqual([status, code]);
      sentences.push(body.detail);
    }
    expect(sentences[0]).toMatch(/\p{Script=Han}.*。$/u);
    expect(sentences[1]).toMatch(/^[“\w][^\p{Script=Han}]*\.$/u);
    const refused = (await recorded()).slice(before);
    expect(refused).toMatchObject([
      { login, code, status },
      { login, code, status },
    ]);
    if (code.startsWith('vote.')) expect(refused).toMatchObject([{ case_id: caseId }, { case_id: caseId }]);
  });
});

describe('What is no refusal and still of no use:', () => {
  test('evidence slipped in after the opening carries no bad debt', async () => {
    await system.evidence(caseId, 'contract', 'origin');
    await system.evidence(caseId, 'agreement', 'restructuring');
    for (const login of ['sales_director', 'finance_director']) await system.take(login, caseId, cast);
    const { agenda } = await system.closeMeeting(meeting);
    expect(agenda).toMatchObject([{ outcome: 'void', tally: { why: 'evidence.required' } }]);
    const { body } = await system.api.get('auditor', `/api/v1/meetings/${meeting}/minutes.json`);
    expect(body.items).toMatchObject([{ outcome: 'void', why: 'evidence.required', lacks: { tooLate: 2 }, evidence: [] }]);
  });

  test('others’ votes are nowhere to be read before the close', async () => {
    await system.take('legal_manager', caseId, { ...cast, reason: '机密理由' });
    const paths = [
      `/cases/${caseId}`,
      `/cases/${caseId}/journal`,
      `/meetings/${meeting}`,
      `/meetings/${meeting}/papers`,
      '/notices',
      '/outbox',
    ];
    for (const path of paths)
      for (const login of ['sales_director', 'finance_director', 'auditor', 'general_manager']) {
        const { body } = await system.api.get(login, `/api/v1${path}`);
        expect([path, login, JSON.stringify(body).includes('机密理由')]).toEqual([path, login, false]);
      }
  });

  test('a seat changed while a meeting is open votes in the next one', async () => {
    await proposed();
    expect((await system.api.get('auditor', '/api/v1/boards/C01')).body.seats).toContainEqual({
      seat: 'legal_manager',
      member: 'legal_manager',
      deputy: 'legal_officer',
      waiting: { member: 'hr', deputy: null, proposedBy: 'admin' },
    });
    expect((await system.api.post('finance_director', `${seat}/confirm`)).body.seats).toContainEqual({
      seat: 'legal_manager',
      member: 'hr',
      deputy: null,
    });
    expect((await system.give('hr', caseId, cast)).body.code).toBe('vote.not_seated');
    await system.take('legal_manager', caseId, cast);
    await system.closeMeeting(meeting);
    await system.openMeeting();
    await system.take('hr', caseId, cast);
    expect((await system.give('legal_manager', caseId, cast)).body.code).toBe('vote.not_seated');
  });

  test('who sits cannot be made an administrator', async () => {
    const answer = await system.api.post('admin', '/api/v1/people/legal_manager/roles', { role: 'admin' });
    expect([answer.status, answer.body.code]).toEqual([409, 'grant.seated']);
  });

  test('a seat that nobody holds is filled at once', async () => {
    await system.owner.query(`delete from board_seats where company_id = 'C02' and seat = 'legal_manager'`);
    const { body } = await system.api.as('admin', 'PUT', '/api/v1/boards/C02/seats/legal_manager', { body: { member: 'hr' } });
    expect(body.seats).toContainEqual({ seat: 'legal_manager', member: 'hr', deputy: null });
  });
});

async function standIn(absentee: string, substitute: string): Promise<void> {
  const days = { fromOn: '2026-03-02', untilOn: '2026-03-02' };
  expect((await system.api.post(absentee, '/api/v1/stand-ins', { standIn: substitute, ...days })).status).toBe(201);
}

function absent(): Promise<void> {
  return standIn('legal_manager', 'hr');
}

function chairAbsent(): Promise<void> {
  return standIn('finance_director', 'hr');
}

async function ownCase(): Promise<void> {
  await system.closeMeeting(meeting);
  await system.receivables({ document: 'D2', dueOn: '2025-11-20', amount: '1000.00', owner: 'sales_director' });
  caseId = await system.caseOf('D2');
  await system.take('finance_director', caseId, { type: 'docket', reason: '尽快评审' });
  meeting = await system.openMeeting();
}

async function ownEvidence(): Promise<void> {
  await system.evidence(caseId, 'contract', 'origin', { by: 'legal_manager', acceptedBy: '' });
}

async function recused(): Promise<void> {
  await system.take('legal_manager', caseId, { type: 'recuse', reason: '曾任客户顾问' });
}

async function otherAdmin(): Promise<void> {
  await system.api.post('admin', '/api/v1/people', { login: 'other-admin', name: 'x', password: 'a long password' });
  expect((await system.api.post('admin', '/api/v1/people/other-admin/roles', { role: 'admin' })).status).toBe(201);
}

async function proposed(): Promise<void> {
  expect((await system.api.as('admin', 'PUT', seat, { body: { member: 'hr' } })).status).toBe(200);
}

async function proposedForManager(): Promise<void> {
  expect((await system.api.as('admin', 'PUT', seat, { body: { member: 'general_manager' } })).status).toBe(200);
}
