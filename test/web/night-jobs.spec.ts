import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { Companies } from '../../src/people/companies.js';
import { Database } from '../../src/platform/database/database.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
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
});

afterAll(async () => {
  await server?.close();
  await owner.end();
  await database.drop();
});

async function rows<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  return (await owner.query<T>(sql)).rows;
}

/** As `serve` does once it listens. */
async function startUp({ url, app }: TestApp): Promise<void> {
  await app.get(Startup).run({ url, print: () => undefined });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

type Schedule = { key: string; cron: string; timezone: string };

function schedules(): Promise<Schedule[]> {
  return rows<Schedule>("select key, cron, timezone from jobs.schedule where name = 'night' order by key");
}

/** When the job library would send it next. */
function nextOf({ cron, timezone }: Schedule, from: string): string | undefined {
  const boss = new PgBoss({ db: { executeSql: async () => ({ rows: [] }) } });
  return boss.previewSchedule(cron, { tz: timezone, from: new Date(from), count: 1 })[0]?.toISOString();
}

const company = (id: string, timeZone: string) => server.app.get(Companies).add({ id, name: id, currency: 'CNY', timeZone });

describe('In production the night', () => {
  beforeAll(async () => {
    server = await startApp({ databaseUrl: database.url, mode: 'production' });
    await company('C01', 'Asia/Shanghai');
    await company('C02', 'America/New_York');
    // On both sides of the date line: 26 hours apart, so that it is never the same day.
    await company('C02E', 'Pacific/Kiritimati');
    await company('C02W', 'Etc/GMT+12');
  });

  test('is nobody’s business before the server runs', async () => {
    expect(await rows('select from jobs.queue')).toEqual([]);
  });

  test('is entered by the role that owns nothing', async () => {
    await rows('alter table jobs.queue add made_by name default current_user');
    await startUp(server);
    expect(await rows('select distinct made_by from jobs.queue')).toEqual([{ made_by: 'recoup_app' }]);
  });

  test('has a schedule in each company’s own time zone, five minutes past its midnight', async () => {
    const [shanghai, newYork] = await schedules();
    expect([shanghai?.key, newYork?.key]).toEqual(['C01', 'C02']);
    expect(shanghai && nextOf(shanghai, '2026-01-15T12:00:00Z')).toBe('2026-01-15T16:05:00.000Z');
    expect(newYork && nextOf(newYork, '2026-01-15T12:00:00Z')).toBe('2026-01-16T05:05:00.000Z');
    // Summer time is the company's, too.
    expect(newYork && nextOf(newYork, '2026-07-15T12:00:00Z')).toBe('2026-07-16T04:05:00.000Z');
  });

  test('is caught up when the server starts, under each company’s own date', async () => {
    await until(async () => (await rows('select from nights where finished_at is not null')).length === 4);
    expect(
      await rows(
        `select company_id, business_date = (now() at time zone c.time_zone)::date as today from nights n join companies c on c.id = n.company_id order by 1`,
      ),
    ).toEqual(['C01', 'C02', 'C02E', 'C02W'].map((id) => ({ company_id: id, today: true })));
    const [{ apart } = { apart: 0 }] = await rows<{ apart: number }>(`select business_date('C02E') - business_date('C02W') as apart`);
    expect([1, 2]).toContain(apart);
  });

  test('of a new company is found, with its schedule, by the hourly look', async () => {
    await company('C03', 'Europe/Berlin');
    expect(await rows("select cron from jobs.schedule where name = 'night-watch'")).toEqual([{ cron: '35 * * * *' }]);
    await server.app.get(Jobs).send(server.app.get(Database), 'night-watch', {}, { key: 'now' });
    await until(async () => (await rows("select from nights where company_id = 'C03' and finished_at is not null")).length === 1);
    expect((await schedules()).at(-1)).toEqual({ key: 'C03', cron: '5 0 * * *', timezone: 'Europe/Berlin' });
  });
});

describe('A job', () => {
  let handled: unknown[];
  let other: TestApp;
  let jobs: Jobs;

  beforeAll(async () => {
    handled = [];
    other = await startApp({ databaseUrl: database.url, mode: 'production' });
    jobs = other.app.get(Jobs);
    jobs.queue<{ stays?: true }>('probe', { policy: 'exclusive', retryLimit: 3, retryDelay: 600 }, async (data, signal) => {
      handled.push(data);
      if (data.stays) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    });
  });

  const states = () =>
    rows("select singleton_key as key, state, retry_count as retries from jobs.job where name = 'probe' order by created_on");

  test('is sent with its transaction, or not at all', async () => {
    const data = other.app.get(Database);
    const lost = data.transaction(async (tx) => {
      await jobs.send(tx, 'probe', { n: 1 }, { key: 'a' });
      throw new Error('changed my mind');
    });
    await expect(lost).rejects.toThrow('changed my mind');
    expect(await states()).toEqual([]);
    expect(await data.transaction((tx) => jobs.send(tx, 'probe', { n: 2 }, { key: 'a' }))).toBe(true);
  });

  test('is alone with its key while it waits', async () => {
    expect(await jobs.send(other.app.get(Database), 'probe', { n: 3 }, { key: 'a' })).toBe(false);
    expect(await states()).toEqual([{ key: 'a', state: 'created', retries: 0 }]);
    expect(handled).toEqual([]);
  });

  test('is done once workers run', async () => {
    await startUp(other);
    await until(async () => ((await states())[0] as { state: string }).state === 'completed');
    expect(handled).toEqual([{ n: 2 }]);
  });

  test('goes back when the server that is at it stops', async () => {
    await jobs.send(other.app.get(Database), 'probe', { stays: true }, { key: 'b' });
    await until(async () => handled.length === 2);
    await other.close();
    expect((await states()).at(-1)).toEqual({ key: 'b', state: 'retry', retries: 0 });
  });

  test('of a queue that no room has is refused', async () => {
    await expect(server.app.get(Jobs).send(server.app.get(Database), 'unknown', {})).rejects.toThrow('no room has a queue unknown');
  });
});

describe('In training mode', () => {
  test('nothing is scheduled: the clock moves the night', async () => {
    const training = await freshDatabase();
    const app = await startApp({ databaseUrl: training.url });
    await startUp(app);
    expect(
      await app.app.get(Database).query(`select name from jobs.schedule union select name from jobs.queue where name like 'night%'`),
    ).toEqual([]);
    await app.close();
    await training.drop();
  });
});
