import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { appendOnlyTables } from '../../src/platform/database/roles.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let testDatabase: TestDatabase;
let running: TestApp;
let database: Database;

beforeAll(async () => {
  testDatabase = await freshDatabase();
  running = await startApp({ databaseUrl: testDatabase.url });
  database = running.app.get(Database);
});

afterAll(async () => {
  await running.close();
  await testDatabase.drop();
});

describe('The application works as a role that owns nothing', () => {
  it('named recoup_app', async () => {
    expect(await database.query('select current_user as name')).toEqual([{ name: 'recoup_app' }]);
  });

  it.each([...appendOnlyTables])('which may add to %s and read it, but not change it', async (table) => {
    const rights = await database.query<{ right: string }>(
      `select "right" from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) "right" where has_table_privilege($1, "right")`,
      [table],
    );
    expect(rights.map(({ right }) => right)).toEqual(['SELECT', 'INSERT']);
  });

  it.each([
    'update case_journal set hash = null',
    'delete from case_journal',
    'truncate case_journal',
    'alter table case_journal disable trigger all',
  ])('so that it is refused: %s', async (statement) => {
    await expect(database.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    'create table mine (id int)',
    'drop table companies',
    'truncate companies',
    'delete from migrations',
    'create table jobs.mine (id int)',
    'drop table jobs.job',
    'truncate jobs.job',
    'create function f() returns int language sql as $$ select 1 $$',
  ])('and may not: %s', async (statement) => {
    await expect(database.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('and may write the other tables', async () => {
    await database.query("insert into companies (id, name) values ('C90', 'Test')");
    await database.query("update companies set name = 'Test 2' where id = 'C90'");
    await database.query("delete from companies where id = 'C90'");
  });

  it('also after the next migration, which has nothing left to do', async () => {
    expect(await migrate(testDatabase.url)).toEqual([]);
    await expect(database.query('delete from case_journal')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('Values keep what they are', () => {
  it('dates as days, large and exact numbers as text', async () => {
    const sql =
      "select date '2027-03-01' as day, 9007199254740993::int8 as id, 0.10::numeric(18,2) as amount, array[date '2027-03-01'] as days";
    expect(await database.query(sql)).toEqual([{ day: '2027-03-01', id: '9007199254740993', amount: '0.10', days: ['2027-03-01'] }]);
  });
});

describe('A transaction', () => {
  it('is kept when its work is done', async () => {
    await database.transaction((tx) => tx.query("insert into companies (id, name) values ('C91', $1)", ['Kept']));
    expect(await database.query("select name from companies where id = 'C91'")).toEqual([{ name: 'Kept' }]);
  });

  it('leaves nothing when its work fails, and tells the failure', async () => {
    const failing = database.transaction(async (tx) => {
      await tx.query("insert into companies (id, name) values ('C92', 'Lost')");
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await database.query("select name from companies where id = 'C92'")).toEqual([]);
  });

  it('survives the loss of its connection', async () => {
    const lost = database.transaction(async (tx) => {
      const [{ pid } = { pid: 0 }] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await database.query('select pg_terminate_backend($1)', [pid]);
      await tx.query('select 1');
    });
    await expect(lost).rejects.toThrow();
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });
});
