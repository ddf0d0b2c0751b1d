import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { Database } from '../../src/platform/database/database.js';
import { Forgetting } from '../../src/platform/jobs/forgetting.js';
import { Startup } from '../../src/platform/startup.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let owner: pg.Client;
let server: TestApp;

beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  server = await startApp({ databaseUrl: database.url, settings: { RECOUP_FORGET_DAYS: '10' } });
});

afterAll(async () => {
  await server?.close();
  await owner.end();
  await database.drop();
});

async function rows<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  return (await owner.query<T>(sql)).rows;
}

const forget = () => server.app.get(Forgetting).forget();

/** Tables, and how so many rows of an age in days come into them. */
const passing: readonly [table: string, make: (days: number, rows: number) => string][] = [
  [
    'idempotency_keys',
    (days, count) =>
      `insert into idempotency_keys select 'hr', n || ' of ${days}', 'x', 200, '{}', now() - interval '${days} days' from generate_series(1, ${count}) n`,
  ],
  [
    'sent_forms',
    (days, count) =>
      `insert into sent_forms (login, key, content, route, subjects, begun_at)
       select 'hr', sha256((n || ' of ${days}')::bytea), 'x', 'x', '{}', now() - interval '${days} days' from generate_series(1, ${count}) n`,
  ],
  [
    'sessions',
    (days, count) =>
      `insert into sessions (token_hash, login, expires_at)
       select sha256((n || ' of ${days}')::bytea), 'hr', now() - interval '${days} days' from generate_series(1, ${count}) n`,
  ],
  [
    'sign_in_attempts',
    (days, count) =>
      `insert into sign_in_attempts (login, address, at) select 'hr', '10.0.0.1', now() - interval '${days} days' from generate_series(1, ${count}) n`,
  ],
];

describe('What has served is forgotten after the days of RECOUP_FORGET_DAYS', () => {
  test.each(passing)('however much there is: %s', async (table, make) => {
    await rows(make(11, 12_001));
    await rows(make(9, 3));
    await rows(make(-1, 2));
    await forget();
    expect(await rows(`select count(*)::int as left from ${table}`)).toEqual([{ left: 5 }]);
  });

  test('but what somebody is at is left, and holds up nothing', async () => {
    const at = new pg.Client({ connectionString: database.url });
    await at.connect();
    await rows(
      "delete from sessions; insert into sessions (token_hash, login, expires_at) values ('a', 'hr', '2020-01-01'), ('b', 'hr', '2020-01-01')",
    );
    await at.query("begin; select from sessions where token_hash = 'a' for update");
    await forget();
    await at.end();
    expect(await rows("select encode(token_hash, 'escape') as token from sessions")).toEqual([{ token: 'a' }]);
  });

  test('and what is on record stays', async () => {
    await rows(
      "insert into access_refusals (at, login, method, path, status, code) values ('2020-01-01', 'hr', 'GET', '/x', 404, 'case.unknown')",
    );
    await forget();
    expect(await rows("select login from access_refusals where at < '2021-01-01'")).toEqual([{ login: 'hr' }]);
  });

  test('in production once a day, by whichever replica is there', async () => {
    const fresh = await freshDatabase();
    const production = await startApp({ databaseUrl: fresh.url, mode: 'production' });
    await production.app.get(Startup).run({ url: production.url, print: () => undefined });
    expect(await production.app.get(Database).query("select cron, timezone from jobs.schedule where name = 'forgetting'")).toEqual([
      { cron: '50 19 * * *', timezone: 'UTC' },
    ]);
    await production.close();
    await fresh.drop();
  });
});
