import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { RawConnection } from '../support/raw-connection.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let caseId: string;

const attempt = { type: 'logAttempt', channel: 'phone', on: '2026-06-30', outcome: 'reached' };

async function start(settings: Record<string, string>): Promise<void> {
  system = await TrainingSystem.start('2026-06-30', settings);
  await system.receivables({ document: 'D1', dueOn: '2026-02-20', amount: '1000.00' });
  caseId = await system.caseOf('D1');
  for (const login of ['auditor', 'ar_clerk', 'legal_officer']) await system.api.token(login);
}

describe('Who waits too long for the database is told so, and nothing was done', () => {
  beforeAll(() => start({ RECOUP_WAIT_SECONDS: '1', RECOUP_STATEMENT_SECONDS: '10' }));
  afterAll(() => system.close());

  const refusedWith = (code: string) => ({ status: 503, code, facts: { retryAfterSeconds: 5 }, detail: expect.stringMatching(/。$/) });

  it('while all connections are taken', async () => {
    const database = system.server.app.get(Database);
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const taken = Array.from({ length: 10 }, () => database.transaction(() => over));
    while (database.connections().used < 10) await new Promise((resolve) => setImmediate(resolve));
    const answer = await system.api.get('auditor', '/api/v1/cases');
    expect(answer.body).toMatchObject(refusedWith('database.busy'));
    expect(answer.headers.get('retry-after')).toBe('5');
    expect((await system.api.send('GET', '/healthz', {})).status).toBe(200);
    expect((await system.api.send('GET', '/readyz', {})).status).toBe(503);
    end();
    await Promise.all(taken);
    expect((await system.api.get('auditor', '/api/v1/cases')).status).toBe(200);
    expect((await system.api.send('GET', '/readyz', {})).status).toBe(200);
  });

  it('while somebody else changes the same', async () => {
    const owner = await system.owner.connect();
    await owner.query('begin');
    await owner.query('select from cases where id = $1 for update', [caseId]);
    const before = await versionOf();
    const answer = await system.give('ar_clerk', caseId, attempt);
    expect(answer.body).toMatchObject(refusedWith('database.locked'));
    await owner.query('rollback');
    owner.release();
    expect(await versionOf()).toBe(before);
    expect((await system.give('ar_clerk', caseId, attempt)).status).toBe(200);
  });

  it('when a connection is taken away in the middle', async () => {
    const owner = await system.owner.connect();
    await owner.query('begin');
    await owner.query('select from cases where id = $1 for update', [caseId]);
    const given = system.give('ar_clerk', caseId, attempt);
    await untilOneWaits();
    await system.rows(
      "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    );
    expect((await given).body).toMatchObject(refusedWith('unavailable'));
    await owner.query('rollback');
    owner.release();
  });

  it('but nobody waits for those who verify the record, however many they are', async () => {
    const owner = await system.owner.connect();
    await owner.query('begin; lock table case_journal in access exclusive mode');
    const asked = Array.from({ length: 30 }, () => system.api.get('auditor', '/api/v1/audit/verify'));
    await untilOneWaits(1.5);
    expect(system.server.app.get(Database).connections()).toMatchObject({ used: 1, waiting: 0 });
    expect((await system.api.get('ar_clerk', '/api/v1/me')).status).toBe(200);
    await owner.query('rollback');
    owner.release();
    expect(new Set((await Promise.all(asked)).map(({ status, body }) => `${status} ${body.ok}`))).toEqual(new Set(['200 true']));
  });

  it('but an import may take its time', async () => {
    const owner = await system.owner.connect();
    await owner.query('begin');
    await owner.query(`select pg_advisory_xact_lock(hashtextextended('ledger import C01', 0))`);
    const sent = sendFile(system.api, 'receivables', ledgerFile('receivables', { document: 'D2' }));
    await untilOneWaits(2.5);
    await owner.query('rollback');
    owner.release();
    expect((await sent).body).toMatchObject({ status: 'done', accepted: 1 });
  });
});

describe('What takes too long is broken off', () => {
  beforeAll(() => start({ RECOUP_WAIT_SECONDS: '30', RECOUP_STATEMENT_SECONDS: '2' }));
  afterAll(() => system.close());

  it('and told so', async () => {
    const owner = await system.owner.connect();
    await owner.query('begin');
    await owner.query('lock table cases in access exclusive mode');
    const answer = await system.api.get('auditor', '/api/v1/cases');
    expect(answer.body).toMatchObject({ status: 503, code: 'database.too_long' });
    await owner.query('rollback');
    owner.release();
    expect((await system.api.get('auditor', '/api/v1/cases')).status).toBe(200);
  });
});

describe('A client that takes its time', () => {
  beforeAll(async () => {
    await start({ RECOUP_REQUEST_SECONDS: '1' });
    await system.take('finance_director', caseId, { type: 'docket', reason: '停业' });
  });
  afterAll(() => system.close());

  const upload = (path: string) => [
    `POST ${path} HTTP/1.1`,
    'host: x',
    'content-type: multipart/form-data; boundary=x',
    'content-length: 90000',
  ];
  const part = (name: string) => `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n%PDF-1.4 and so on`;

  test.each<[what: string, first: () => Promise<string>, piece: string, answer: RegExp]>([
    ['with its head', async () => 'GET /api/v1/me HTTP/1.1\r\nhost: x\r\nx-slow: ', 'a', /^HTTP\/1\.1 408 .*request\.timeout/s],
    ['with its head, before the first word', async () => '', '', /^(HTTP\/1\.1 408 .*)?$/s],
    [
      'with its body',
      async () => 'POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n{',
      ' ',
      /^HTTP\/1\.1 408 .*request\.timeout/s,
    ],
    [
      'with a file to import',
      async () =>
        [...upload('/api/v1/imports'), `authorization: Bearer ${await system.api.token('ar_clerk')}`, '', part('a.csv')].join('\r\n'),
      'x',
      /^HTTP\/1\.1 408 .*request\.timeout/s,
    ],
    [
      'with a document',
      async () =>
        [
          ...upload(`/api/v1/cases/${caseId}/evidence`),
          `authorization: Bearer ${await system.api.token('legal_officer')}`,
          '',
          part('a.pdf'),
        ].join('\r\n'),
      'x',
      /^HTTP\/1\.1 408 .*request\.timeout/s,
    ],
  ])('%s is cut off, holds no connection of the database meanwhile, and leaves nothing', async (_what, first, piece, answer) => {
    const connection = await RawConnection.to(system.server.url);
    connection.say(await first());
    const dripping = setInterval(() => connection.say(piece), 50);
    const closed = connection.closed();
    await until(() => system.server.app.get(Database).connections().used === 0);
    expect((await system.api.get('auditor', '/api/v1/me')).status).toBe(200);
    expect(await closed).toMatch(answer);
    clearInterval(dripping);
    await until(async () => (await leftBehind()).length === 0);
    expect(await system.rows('select from evidence')).toEqual([]);
  });
});

describe('A client that does not take its answer', () => {
  beforeAll(async () => {
    await start({ RECOUP_ANSWER_SECONDS: '1' });
    await system.take('finance_director', caseId, { type: 'docket', reason: '停业' });
  });
  afterAll(() => system.close());

  it('is cut off', async () => {
    const content = Uint8Array.from(Buffer.concat([Buffer.from('%PDF-1.4 '), Buffer.alloc(40_000_000, 'x')]));
    const { body } = await system.api.upload(
      'legal_officer',
      `/api/v1/cases/${caseId}/evidence`,
      { kind: 'contract', ground: 'origin' },
      { name: 'a.pdf', content },
    );
    const authorization = `authorization: Bearer ${await system.api.token('legal_officer')}`;
    const accepted = once(system.server.app.getHttpServer(), 'connection') as Promise<[Socket]>;
    const connection = await RawConnection.to(system.server.url);
    const [served] = await accepted;
    connection.stopReading();
    connection.say(`GET /api/v1/evidence/${body.id}/file HTTP/1.1`, 'host: x', authorization, '', '');
    await until(() => served.bytesWritten > 0);
    await until(() => served.destroyed);
    expect(system.server.app.get(Database).connections().used).toBe(0);
    connection.cut();
    // Who reads has all the time it takes.
    const whole = await system.api.get('legal_officer', `/api/v1/evidence/${body.id}/file`);
    expect(whole.body).toHaveLength(content.length);
  });
});

async function versionOf(): Promise<number | undefined> {
  return (await system.rows<{ version: number }>('select version from cases where id = $1', [caseId]))[0]?.version;
}

/** @param seconds for how long already */
async function untilOneWaits(seconds = 0): Promise<void> {
  await until(async () => {
    const waiting = await system.rows(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and now() - query_start > make_interval(secs => $1)`,
      [seconds],
    );
    return waiting.length > 0;
  });
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function leftBehind(): Promise<string[]> {
  const folders = ['incoming', 'evidence/incoming'].map((folder) => readdir(join(system.home, folder)).catch(() => []));
  return (await Promise.all(folders)).flat();
}
