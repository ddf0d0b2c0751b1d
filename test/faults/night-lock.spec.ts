import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { NightDuties } from '../../src/cases/night-duties.js';
import { Night } from '../../src/dunning/night.js';
import { createHttpApp } from '../../src/http-app.js';
import { Companies } from '../../src/people/companies.js';
import { Config } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database/database.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const on = '2026-03-02';
const leaseSeconds = 2;

let database: TestDatabase;
let owner: pg.Client;
let app: Awaited<ReturnType<typeof createHttpApp>>;

beforeEach(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  const config = new Config({ RECOUP_DEMO: 'none', RECOUP_LEASE_SECONDS: String(leaseSeconds), RECOUP_HOME: '/nowhere' });
  app = await createHttpApp({ config, databaseUrl: database.url, logLevel: 'silent' });
  await app.init();
});

afterEach(async () => {
  await app.close();
  await owner.end();
  await database.drop();
});

const run = () => app.get(Night).run('C01', on);

async function night(): Promise<unknown> {
  const { rows } = await owner.query('select finished_at is not null as finished, failures, failure from nights where company_id = $1', [
    'C01',
  ]);
  return rows[0];
}

describe('The duties of a night', () => {
  beforeEach(async () => {
    const known = await app.get(Database).query("select from companies where id = 'C01'");
    if (known.length === 0) await app.get(Companies).add({ id: 'C01', name: 'C01', currency: 'CNY', timeZone: 'Asia/Shanghai' });
  });

  test('may take longer than a frozen process may hold its lock', async () => {
    app.get(NightDuties).add(async () => {
      await app.get(Database).query('select pg_sleep($1)', [leaseSeconds * 1.5]);
    });
    await run();
    expect(await night()).toEqual({ finished: true, failures: 0, failure: null });
  });

  test('end where the lock is lost, as that of a frozen process is: the next one belongs to who has it now', async () => {
    const done: string[] = [];
    app.get(NightDuties).add(async () => {
      done.push('before');
      await owner.query(
        `select pg_terminate_backend(pid) from pg_locks where relation = 'nights'::regclass and mode = 'RowShareLock' and pid <> pg_backend_pid()
           and database = (select oid from pg_database where datname = current_database())`,
      );
    });
    app.get(NightDuties).add(async () => {
      done.push('after');
    });
    await expect(run()).rejects.toThrow();
    expect(done).toEqual(['before']);
    expect(await night()).toMatchObject({ finished: false, failures: 1 });
  });
});
