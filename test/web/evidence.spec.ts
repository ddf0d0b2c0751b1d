import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { Api } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let app: TestApp;
let home: string;
let api: Api;
let caseId: string;

beforeAll(async () => {
  database = await freshDatabase();
  home = await mkdtemp(join(tmpdir(), 'recoup-evidence-'));
  app = await startApp({ databaseUrl: database.url, home });
  api = new Api(app.url);
  expect((await api.post('admin', '/api/v1/training/clock', { date: '2026-06-01' })).status).toBe(200);
  const header = 'company,customer,customerName,document,instalment,issuedOn,dueOn,currency,amount,owner,contract,channel';
  const rows = [
    'C01,K1,客户一,D1,1,2025-12-01,2026-01-02,CNY,1000.00,sales0001,,direct',
    'C01,K2,客户二,D2,1,2025-12-01,2026-12-31,CNY,9.00,sales0001,,direct',
  ];
  await api.upload(
    'ar_clerk',
    '/api/v1/imports',
    { kind: 'receivables', company: 'C01' },
    { name: 'r.csv', content: [header, ...rows].join('\n') },
  );
  const { body } = await api.get('auditor', '/api/v1/cases');
  caseId = body.items[0].id;
  await give('finance_director', { type: 'docket', reason: '客户已进入破产程序' });
});

afterAll(async () => {
  await app.close();
  await database.drop();
  await rm(home, { recursive: true });
});

describe('An Idempotency-Key', () => {
  const filed = async (
    key: string,
    { content = '%PDF-1.4 keyed', login = 'legal_officer', on = caseId, ...fields }: Record<string, string> = {},
  ) => {
    const form = { kind: 'statement', ground: 'inability_to_pay', ...fields };
    return api.upload(login, `/api/v1/cases/${on}/evidence`, form, { name: '说明.pdf', content }, { 'idempotency-key': key });
  };
  const count = async () => (await app.app.get(Database).query('select from evidence')).length;
  const incoming = () => readdir(join(home, 'evidence/incoming'));

  test('with the same file and fields answers the same, also to many at once, and files one document', async () => {
    const before = await count();
    const answers = [await filed('again'), ...(await Promise.all(Array.from({ length: 8 }, () => filed('again'))))];
    expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [201, answers[0]?.body]));
    expect([await count(), await incoming()]).toEqual([before + 1, []]);
    expect((await api.get('legal_officer', `/api/v1/evidence/${answers[0]?.body.id}/file`)).body).toBe('%PDF-1.4 keyed');
  });

  test.each([
    ['another file', { content: '%PDF-1.4 other' }],
    ['another field', { note: '补充' }],
  ])('is refused with %s', async (_what, other) => {
    const before = await count();
    const answer = await filed('again', other);
    expect([answer.status, answer.body.code]).toEqual([422, 'request.other_body']);
    expect([await count(), await incoming()]).toEqual([before, []]);
  });

  test('is a person’s own, and not for a command as well', async () => {
    const before = await count();
    expect((await filed('again', { login: 'legal_manager' })).status).toBe(201);
    expect(await count()).toBe(before + 1);
    const path = `/api/v1/cases/${caseId}/commands`;
    const attempt = { type: 'logAttempt', channel: 'phone', on: '2026-06-01', outcome: 'reached' };
    const command = await api.post('legal_officer', path, attempt, { 'idempotency-key': 'again' });
    expect([command.status, command.body.code]).toEqual([422, 'request.other_body']);
  });

  test('is free again after a file that is none; without one, twice is two', async () => {
    expect((await filed('late', { demandOn: '2026-06-02' })).status).toBe(400);
    expect((await filed('late', { demandOn: '2026-06-01' })).status).toBe(201);
    const before = await count();
    const plain = () =>
      api.upload(
        'legal_officer',
        `/api/v1/cases/${caseId}/evidence`,
        { kind: 'contract', ground: 'origin' },
        { name: 'a.pdf', content: '%PDF-1.4 a' },
      );
    expect([(await plain()).status, (await plain()).status]).toEqual([201, 201]);
    expect(await count()).toBe(before + 2);
  });

  test('keeps a role’s refusal from being an answer: who may later, files then', async () => {
    const answer = await filed('role', { login: 'ar_clerk' });
    expect([answer.status, answer.body.code]).toEqual([403, 'role.not_allowed']);
    expect(await app.app.get(Database).query(`select from idempotency_keys where key = 'role'`)).toEqual([]);
  });
});

test('a document stays readable for whoever sees the case after the case’s customer was corrected', async () => {
  const filed = await api.upload(
    'legal_officer',
    `/api/v1/cases/${caseId}/evidence`,
    { kind: 'contract', ground: 'origin' },
    { name: '合同.pdf', content: '%PDF-1.4 contract' },
  );
  expect(filed.status).toBe(201);
  const file = `/api/v1/evidence/${filed.body.id}/file`;
  expect((await api.get('legal_manager', file)).body).toBe('%PDF-1.4 contract');

  await give('ar_clerk', { type: 'correctFacts', changes: { customer: 'K2' }, reason: '开错客户' });
  await give('finance_director', { type: 'confirmCorrection', correction: 1 });
  expect((await api.get('legal_manager', file)).body).toBe('%PDF-1.4 contract');
  expect((await api.get('sales0002', file)).body.code).toBe('evidence.not_found');
  expect((await api.get('hr', file)).body.code).toBe('evidence.not_found');
});

test('whoever asks for what is not theirs to see is on the record', async () => {
  await api.get('sales0002', '/api/v1/evidence/999999/file');
  await api.get('admin', '/api/v1/meetings/999999');
  const recorded = await app.app.get(Database).query('select login, code from access_refusals order by id desc limit 2');
  expect(recorded).toEqual([
    { login: 'admin', code: 'meeting.unknown' },
    { login: 'sales0002', code: 'evidence.not_found' },
  ]);
});

async function give(login: string, body: { type: string; [field: string]: unknown }): Promise<void> {
  const { body: seen } = await api.get('auditor', `/api/v1/cases/${caseId}`);
  const answer = await api.post(login, `/api/v1/cases/${caseId}/commands`, body, { 'if-match': `"${seen.version}"` });
  expect({ type: body.type, status: answer.status, code: answer.body.code }).toEqual({ type: body.type, status: 200, code: undefined });
}
