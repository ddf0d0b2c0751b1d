import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Api } from '../support/api.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { type Running, run } from '../support/process.js';
import { problemIn, RawConnection } from '../support/raw-connection.js';

let database: TestDatabase;
let home: string;
let owner: pg.Client;
let server: Running;
let url: string;
let api: Api;

beforeEach(async () => {
  database = await freshDatabase();
  home = await mkdtemp(join(tmpdir(), 'recoup-stop-'));
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
});

afterEach(async () => {
  try {
    server.signal('SIGKILL');
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
  }
  await server.ended;
  await owner.end();
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

async function start(settings: Record<string, string>): Promise<void> {
  server = run('src/main.ts', [], { DATABASE_URL: database.url, RECOUP_HOME: home, PORT: '0', RECOUP_DEMO: 'none', ...settings });
  await server.says(/http:\/\/127\.0\.0\.1:\d+\n/);
  url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output())?.[0] ?? '';
  api = new Api(url);
}

describe('A server that is told to stop', () => {
  it('finishes the request under way, takes no other, and says so to whom is still connected', async () => {
    await start({ RECOUP_STOP_SECONDS: '30' });
    await holdUpImports();
    const sent = sendFile(api, 'receivables', ledgerFile('receivables', {}));
    await until(oneWaits);
    // A request of which a part has come is under way, too.
    const late = (await RawConnection.to(url)).say('GET /readyz HTTP/1.1', 'host: x', '');
    await until(async () => (await api.send('GET', '/readyz', {})).status === 200);

    server.signal('SIGTERM');
    await until(isRefused);
    const answer = await late.say('', '').closed();
    expect(answer).toMatch(/^HTTP\/1\.1 503 .*connection: close/is);
    expect(answer).toMatch(/retry-after: 5/i);
    expect(problemIn(answer)).toMatchObject({ status: 503, code: 'stopping' });

    await owner.query('rollback');
    const { status, body, headers } = await sent;
    expect([status, body.status, headers.get('connection')]).toEqual([201, 'done', 'close']);
    expect(await server.ended).toBe(0);
    expect(server.errors()).toBe('');
  });

  it('says that it is not ready for as long as it is to let its load balancer know, and serves meanwhile', async () => {
    await start({ RECOUP_DRAIN_SECONDS: '2' });
    server.signal('SIGTERM');
    await until(async () => (await api.send('GET', '/readyz', {})).status === 503);
    expect((await api.send('GET', '/readyz', {})).body.code).toBe('stopping');
    expect((await api.send('GET', '/healthz', {})).status).toBe(200);
    const { status, headers } = await api.get('hr', '/api/v1/me');
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
    await until(isRefused);
    expect(await server.ended).toBe(0);
  });

  it('does not wait longer than it is allowed to, and leaves nothing half done', async () => {
    await start({ RECOUP_STOP_SECONDS: '1' });
    await holdUpImports();
    const sent = sendFile(api, 'receivables', ledgerFile('receivables', {})).catch((error: unknown) => error);
    await until(oneWaits);
    server.signal('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(await sent).toMatchObject({ message: 'fetch failed' });
    await owner.query('rollback');
    expect(await rows('select (select count(*) from imports) + (select count(*) from receivables) as rows')).toEqual([{ rows: '0' }]);
  });

  it('gives back a file that it takes in the background, marked as interrupted', async () => {
    await start({ RECOUP_STOP_SECONDS: '30' });
    await holdUpImports();
    const file = { name: 'large.csv', content: ledgerFile('receivables', {}, { document: 'D2' }) };
    const begun = await api.upload('ar_clerk', '/api/v1/imports', { kind: 'receivables', company: 'C01' }, file, {
      prefer: 'respond-async',
    });
    expect([begun.status, begun.body.status]).toEqual([202, 'running']);
    await until(oneWaits);
    server.signal('SIGTERM');
    await until(isRefused);
    await owner.query('rollback');
    expect(await server.ended).toBe(0);
    expect(await rows('select status, rows, (select count(*) from receivables) as taken from imports')).toEqual([
      { status: 'interrupted', rows: 0, taken: '0' },
    ]);
    expect(await readdir(join(home, 'incoming'))).toEqual([]);
  });

  it('stops the training clock between two days, each with its night', async () => {
    await start({ RECOUP_STOP_SECONDS: '30' });
    const clock = async () => (await rows<{ on: string }>('select business_date::text as on from training_clock'))[0]?.on ?? '';
    const [began, far] = [await clock(), '2040-01-01'];
    const moved = api.post('admin', '/api/v1/training/clock', { date: far });
    await until(async () => (await clock()) > began);
    server.signal('SIGTERM');
    expect((await moved).body).toMatchObject({ status: 503, code: 'stopping' });
    expect(await server.ended).toBe(0);
    const reached = await clock();
    expect(reached < far).toBe(true);
    expect(
      await rows(
        'select company_id, max(business_date)::text as on, bool_and(finished_at is not null) as finished from nights group by 1 order by 1',
      ),
    ).toEqual(['C01', 'C02'].map((company_id) => ({ company_id, on: reached, finished: true })));
  });
});

/** The next import waits until the transaction is rolled back. */
async function holdUpImports(): Promise<void> {
  await owner.query('begin');
  await owner.query(`select pg_advisory_xact_lock(hashtextextended('ledger import C01', 0))`);
}

async function oneWaits(): Promise<boolean> {
  // Not pg_stat_activity: within a transaction that stays as it was when first looked at.
  const waiting = await rows(
    'select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())',
  );
  return waiting.length > 0;
}

async function isRefused(): Promise<boolean> {
  try {
    (await RawConnection.to(url)).cut();
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    return true;
  }
}

async function rows<T>(sql: string): Promise<T[]> {
  return (await owner.query(sql)).rows as T[];
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
