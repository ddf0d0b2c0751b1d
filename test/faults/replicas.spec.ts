import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { Api } from '../support/api.js';
import { copyOf, type TestDatabase } from '../support/database.js';
import { type Running, run } from '../support/process.js';
import { sleepingCompany } from '../support/sleeping-company.js';
import { type Picture, pictureOf } from '../support/twins.js';

const cases = 2_000;
const kills = Number(process.env.RECOUP_TEST_KILLS || 5);
const seed = Number(process.env.RECOUP_TEST_SEED || 20_260_421);
const leaseSeconds = 5;
const listening = /http:\/\/127\.0\.0\.1:\d+(?=\n)/;

jest.setTimeout(240_000);

let original: TestDatabase;
let today: string;
let undisturbed: Picture;
let home: string;
let twin: TestDatabase | undefined;
/** On the twin, as its owner. */
let watch: pg.Client;
let started: Running[] = [];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'recoup-replicas-'));
  ({ database: original, today } = await sleepingCompany(cases));
  const url = await onTwin();
  const night = start('src/cli.ts', ['sweep'], url);
  expect([await night.ended, night.errors()]).toEqual([0, '']);
  undisturbed = await pictureOf(url);
  await clear();
});

afterEach(() => clear());

afterAll(async () => {
  await original?.drop();
  rmSync(home, { recursive: true, force: true });
});

function start(script: string, args: string[], url: string): Running {
  const env = { RECOUP_MODE: 'production', RECOUP_HOME: home, HOST: '127.0.0.1', PORT: '0', RECOUP_LEASE_SECONDS: String(leaseSeconds) };
  const running = run(script, args, { DATABASE_URL: url, ...env });
  started.push(running);
  return running;
}

const replica = (url: string) => start('src/main.ts', [], url);

async function onTwin(): Promise<string> {
  twin = await copyOf(original.url);
  watch = new pg.Client({ connectionString: twin.url });
  await watch.connect();
  return twin.url;
}

async function clear(): Promise<void> {
  for (const running of started) {
    try {
      running.signal('SIGKILL');
    } catch (error) {
      expect(error).toMatchObject({ code: 'ESRCH' });
    }
    await running.ended;
  }
  started = [];
  if (!twin) return;
  await watch.end();
  await twin.drop();
  twin = undefined;
}

async function stopped(...replicas: Running[]): Promise<void> {
  for (const { says, signal } of replicas) {
    await says(listening);
    signal('SIGTERM');
  }
  expect(await Promise.all(replicas.map(({ ended }) => ended))).toEqual(replicas.map(() => 0));
}

async function rows<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
  return (await watch.query<T>(sql, values)).rows;
}

async function until(isSo: () => Promise<boolean>, everyMilliseconds = 20): Promise<void> {
  while (!(await isSo())) await wait(everyMilliseconds);
}

async function nightsAreDone(companies = 2): Promise<boolean> {
  const done = await rows('select from nights where business_date = $1 and finished_at is not null', [today]);
  return done.length === companies;
}

function addressOf({ output }: Running): string {
  return listening.exec(output())?.[0] ?? '';
}

/** Cases that this process opened, advanced or reminded of. */
function share({ output }: Running): number {
  const lines = output()
    .split('\n')
    .filter((line) => line.includes('"night done"'));
  return lines
    .map((line) => JSON.parse(line) as { opened: number; advanced: number; reminded: number })
    .reduce((sum, { opened, advanced, reminded }) => sum + opened + advanced + reminded, 0);
}

/** Mulberry32. */
function chance(): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('Two replicas', () => {
  test('share the nights of two thousand cases, with a sweep beside them, and do each once', async () => {
    const url = await onTwin();
    // Nobody gets past the first night before both have come.
    const gate = new pg.Client({ connectionString: url });
    await gate.connect();
    await gate.query("begin; select from receivables where document = 'INV-0000' for update");
    const both = [replica(url), replica(url)];
    await until(async () => {
      const active = await rows("select from jobs.job where name = 'night' and state = 'active' and data ->> 'company' = 'C01'");
      return active.length === 2;
    });
    await gate.query('commit');
    await gate.end();
    const sweep = start('src/cli.ts', ['sweep'], url);
    await until(() => nightsAreDone());
    expect([await sweep.ended, sweep.errors()]).toEqual([0, '']);
    await stopped(...both);
    expect(await pictureOf(url)).toEqual(undisturbed);
    for (const one of both) expect(share(one)).toBeGreaterThan(0);
  });

  test(`go on after ${kills} kills, whichever is hit`, async () => {
    const url = await onTwin();
    const random = chance();
    const entries = undisturbed.journal.length;
    const points = Array.from({ length: kills }, () => Math.floor(random() * entries * 0.9)).sort((a, b) => a - b);
    const pair = [replica(url), replica(url)];
    for (const point of points) {
      await until(async () => (await journalLength()) > point, 5);
      const victim = random() < 0.5 ? 0 : 1;
      pair[victim]?.signal('SIGKILL');
      expect(await pair[victim]?.ended).toBe('SIGKILL');
      pair[victim] = replica(url);
    }
    await until(() => nightsAreDone());
    await stopped(...pair);
    expect({ seed, points, ...(await pictureOf(url)) }).toEqual({ seed, points, ...undisturbed });
  });

  test('when one is frozen inside a night, the other finishes it; awake again, that one writes nothing', async () => {
    const url = await onTwin();
    const frozen = replica(url);
    await freezeInside(frozen);
    const other = replica(url);
    await until(() => nightsAreDone());
    expect(await transactionsOf(frozen)).toEqual([]);
    expect(await pictureOf(url)).toEqual(undisturbed);

    frozen.signal('SIGCONT');
    await frozen.says(listening);
    expect((await fetch(`${addressOf(frozen)}/readyz`)).status).toBe(200);
    await stopped(frozen, other);
    expect(await pictureOf(url)).toEqual(undisturbed);
    expect(await rows('select from nights where failures > 0')).toEqual([]);
  });

  async function journalLength(): Promise<number> {
    const [row] = await rows<{ length: number }>('select count(*)::int as length from case_journal');
    return row?.length ?? 0;
  }

  /** Of which a lock on cases or receivables is held. */
  async function transactionsOf({ pid }: Running): Promise<{ waits: boolean }[]> {
    return rows(
      `select a.state <> 'active' or coalesce(a.wait_event = 'ClientWrite', false) as waits from pg_stat_activity a
       where a.datname = current_database() and a.application_name = $1 and a.xact_start is not null
         and exists (select from pg_locks l where l.pid = a.pid and l.relation in ('cases'::regclass, 'receivables'::regclass) and l.mode <> 'AccessShareLock')`,
      [`recoup ${pid}`],
    );
  }

  async function freezeInside(replica: Running): Promise<void> {
    for (;;) {
      await until(async () => (await transactionsOf(replica)).length > 0, 1);
      replica.signal('SIGSTOP');
      // Only what the database does no more for it is held up: it waits for the next statement, or for its answer to be read.
      await until(async () => (await transactionsOf(replica)).every(({ waits }) => waits));
      if ((await transactionsOf(replica)).length > 0) return;
      replica.signal('SIGCONT');
    }
  }
});

describe('A night that fails', () => {
  test('is shown with its reason, holds up no other company, and is tried again by itself', async () => {
    const url = await onTwin();
    await rows(`create function refuse() returns trigger language plpgsql as $$ begin raise exception '李雷 owes too much' using table = 'cases'; end $$;
       create trigger refuse before insert on cases for each row execute function refuse()`);
    const server = replica(url);
    await server.says(listening);
    const api = new Api(addressOf(server));
    const latest = async (company: string) => (await api.get('auditor', `/api/v1/runs?company=${company}&limit=1`)).body.items[0];
    await until(async () => (await latest('C01')).status === 'failed' && (await nightsAreDone(1)), 200);
    expect(await latest('C02')).toMatchObject({ businessDate: today, status: 'done', left: null, failures: 0 });
    const failed = await latest('C01');
    expect(failed).toMatchObject({ finishedAt: null, opened: 0, failure: 'PostgreSQL P0001 (table cases)' });
    expect(failed.left).toBeGreaterThan(0);
    expect(failed.failures).toBeGreaterThan(0);
    const kept = await rows<{ output: object }>("select output from jobs.job where name = 'night' and output is not null");
    expect(JSON.stringify(kept)).toContain('P0001');
    expect(JSON.stringify(kept)).not.toContain('李雷');

    await rows('drop function refuse cascade');
    await until(() => nightsAreDone(), 200);
    const { body } = await api.get('auditor', '/api/v1/runs?company=C01&limit=200');
    const again = body.items.find((one: { businessDate: string }) => one.businessDate === failed.businessDate);
    expect(again).toMatchObject({ status: 'done', left: null, failure: null, failedAt: null });
    expect(again.failures).toBeGreaterThan(0);
    await stopped(server);
    expect(await pictureOf(url)).toEqual(undisturbed);
  });
});
