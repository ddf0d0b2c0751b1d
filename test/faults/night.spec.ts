import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { RulesInForce } from '../../src/cases/rules-in-force.js';
import { StartupError } from '../../src/platform/startup-error.js';
import { addDays } from '../../workflows/calendar/dates.js';
import { startApp } from '../support/app.js';
import { copyOf, freshDatabase, type TestDatabase } from '../support/database.js';
import { historyFaults } from '../support/journal-proof.js';
import { brokenInvariants } from '../support/ledger-invariants.js';
import { type Running, run } from '../support/process.js';
import { TrainingSystem } from '../support/training-system.js';
import { type Picture, pictureOf } from '../support/twins.js';

const firstDay = '2026-01-05';
const lastDay = '2026-04-21';

function sweep(url: string, env: Record<string, string> = {}): Running {
  return run('src/cli.ts', ['sweep'], { DATABASE_URL: url, RECOUP_DEMO: 'none', ...env });
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

/**
 * Six hundred receivables that fall due over four months, some with a promise, a position or a dispute on them; then nobody
 * runs a night for 106 days.
 */
async function sleepingSystem(): Promise<TestDatabase> {
  const system = await TrainingSystem.start(firstDay);
  const rows = Array.from({ length: 600 }, (_, n) => ({
    document: `INV-${String(n).padStart(3, '0')}`,
    customer: `K${n % 40}`,
    issuedOn: '2025-10-01',
    dueOn: addDays('2025-12-20', Math.floor(n / 5)),
    amount: `${100 + n}.00`,
    owner: n % 2 ? 'sales0001' : 'sales0002',
  }));
  await system.receivables(...rows);
  for (const n of [0, 4, 8, 12]) {
    const caseId = await system.caseOf(`INV-${String(n).padStart(3, '0')}`);
    await system.take('ar_clerk', caseId, { type: 'recordPromise', amount: '50.00', dueOn: addDays(firstDay, n + 2) });
    await system.take('sales_manager', caseId, { type: 'raiseDispute', reason: 'quality', contestedAmount: '10.00', note: '外观' });
    if (n > 4) await system.take('sales_manager', caseId, { type: 'reportPosition', position: 'will_pay', note: '月底' });
  }
  const asleep = await system.stop();
  await query(asleep.url, `update training_clock set business_date = '${lastDay}'`);
  return asleep;
}

let original: TestDatabase;
let undisturbed: Picture;

beforeAll(async () => {
  original = await sleepingSystem();
  const twin = await copyOf(original.url);
  const night = sweep(twin.url);
  expect([await night.ended, night.errors()]).toEqual([0, '']);
  undisturbed = await pictureOf(twin.url);
  await twin.drop();
}, 120_000);

afterAll(() => original?.drop());

/** On a database of its own that nobody has swept yet. */
async function onTwin(work: (url: string) => Promise<void>): Promise<void> {
  const twin = await copyOf(original.url);
  try {
    await work(twin.url);
  } finally {
    await twin.drop();
  }
}

const isReminder = (entry: object) => (entry as { command: { type: string } }).command.type === 'remind';

describe('Missed nights', () => {
  test('are caught up day by day, each under its own business date', () => {
    expect(undisturbed.nights.filter((night) => (night as { company_id: string }).company_id === 'C01')).toEqual(
      Array.from({ length: 107 }, (_, n) => ({ company_id: 'C01', business_date: addDays(firstDay, n), finished: true })),
    );
    // Due on 10 January: INV-105 to INV-109.
    const history = undisturbed.journal.filter((entry) => (entry as { document: string }).document === 'INV-105');
    const [course, reminders] = [false, true].map((reminds) => history.filter((entry) => isReminder(entry) === reminds));
    // Nobody has published the lists of January to March either.
    const late = (month: string, day: string) => ({
      business_date: day,
      actor: 'clock',
      entries: [{ type: 'factFound', fact: 'list_late', month }],
    });
    expect(course).toMatchObject([
      { business_date: '2026-01-11', actor: 'clock', entries: [{ type: 'caseOpened' }] },
      late('2026-01', '2026-02-06'),
      late('2026-02', '2026-03-06'),
      late('2026-03', '2026-04-06'),
      { business_date: '2026-04-11', actor: 'clock', entries: [{ type: 'escalated', overdueDays: 91 }] },
      { business_date: '2026-04-18', actor: 'clock', entries: [{ type: 'docketed', because: 'unconfirmed' }, { type: 'factFound' }] },
    ]);
    // Overdue day 1, the letter's day 3, and what the days after it bring.
    expect(reminders?.slice(0, 3)).toMatchObject([
      { business_date: '2026-01-11', entries: [{ type: 'reminderDue', kind: 'overdue_reminder' }] },
      { business_date: '2026-01-13', entries: [{ type: 'letterDue', level: 1 }] },
      { business_date: '2026-01-16', entries: [{ type: 'factFound', fact: 'dunning_notice_late' }] },
    ]);
    // Nobody has held January's meeting: each month's night has moved it on.
    expect(undisturbed.meetings).toMatchObject([
      { company_id: 'C01', called_on: '2026-01-20', planned_on: '2026-04-21', status: 'called' },
      { company_id: 'C02', called_on: '2026-01-20' },
    ]);
  });

  test('run a second time change nothing', () =>
    onTwin(async (url) => {
      expect(await sweep(url).ended).toBe(0);
      const again = sweep(url);
      expect([await again.ended, again.output()]).toEqual([0, 'No night is missing.\n']);
      expect(await pictureOf(url)).toEqual(undisturbed);
    }));

  test('run by two processes at once are run once', () =>
    onTwin(async (url) => {
      const both = [sweep(url), sweep(url)];
      expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
      expect(both.map(({ errors }) => errors())).toEqual(['', '']);
      expect(await pictureOf(url)).toEqual(undisturbed);
      // Both had a part in it, or it would have proved nothing.
      for (const { output } of both) expect(output()).toMatch(/^Night of 2026-/m);
    }));

  test(
    'are finished by the next process after five kills in the middle',
    () =>
      onTwin(async (url) => {
        const killedAt: number[] = [];
        for (let kill = 0; kill < 5; kill += 1) {
          const night = sweep(url);
          const before = await nightsDone(url);
          const enough = before + 1 + Math.floor(Math.random() * 35);
          while ((await nightsDone(url)) < enough) await wait(5);
          await wait(Math.random() * 30);
          night.signal('SIGKILL');
          expect(await night.ended).toBe('SIGKILL');
          killedAt.push(await nightsDone(url));
        }
        expect(Math.max(...killedAt)).toBeLessThan(undisturbed.nights.length);
        const last = sweep(url);
        expect([await last.ended, last.errors()]).toEqual([0, '']);
        expect({ killedAt, ...(await pictureOf(url)) }).toEqual({ killedAt, ...undisturbed });
      }),
    180_000,
  );

  async function nightsDone(url: string): Promise<number> {
    const [row] = await query<{ done: number }>(url, 'select count(*)::int as done from nights where finished_at is not null');
    return row?.done ?? 0;
  }
});

describe('The training clock', () => {
  let system: TrainingSystem;

  beforeAll(async () => {
    system = await TrainingSystem.start('2026-03-02');
  });

  afterAll(async () => {
    try {
      expect(await historyFaults(system, system.server.app.get(RulesInForce))).toEqual([]);
      expect(await brokenInvariants(system)).toEqual([]);
    } finally {
      await system.close();
    }
  });

  const moveTo = (date: string) => system.api.post('admin', '/api/v1/training/clock', { date });

  test('goes back where no journal entry lies after it, and no further; and does nothing twice', async () => {
    expect((await moveTo('2026-02-01')).body).toEqual({ date: '2026-02-01' });
    await system.receivables({ document: 'D1', dueOn: '2026-02-10', amount: '100.00' });
    expect((await moveTo('2026-01-15')).status).toBe(200);
    await moveTo('2026-02-20');
    const caseId = await system.caseOf('D1');
    expect((await system.look(caseId)).facts.openedOn).toBe('2026-02-11');
    const back = await moveTo('2026-02-10');
    expect([back.status, back.body.code, back.body.facts]).toEqual([409, 'clock.backwards', { date: '2026-02-10', last: '2026-02-17' }]);
    expect((await system.api.get('admin', '/api/v1/training/clock')).body).toEqual({ date: '2026-02-20' });
    expect((await moveTo('2026-02-17')).status).toBe(200);
    await moveTo('2026-02-28');
    // Opened, and reminded on the 11th, 13th, 17th, 25th, 26th and 28th, once each.
    expect(await system.look(caseId)).toMatchObject({ version: 7, overdueDays: 18 });
    // Two nights of a 20th have run, one of them twice: there is one meeting, since nobody has held it.
    const { body } = await system.api.get('auditor', '/api/v1/meetings?company=C01');
    expect(body.items).toMatchObject([{ calledOn: '2026-01-20' }]);
  });

  test('finishes a night that was broken off, a company’s very first one as well, before it goes on', async () => {
    await system.owner.query(`insert into companies (id, name) values ('C03', '新设公司')`);
    // As a process leaves it that is killed in the middle.
    await system.owner.query(`insert into nights (company_id, business_date) values ('C03', '2026-02-28')`);
    await moveTo('2026-03-01');
    expect(
      await system.rows(`select business_date::text as on, finished_at is not null as finished from nights where company_id = 'C03'`),
    ).toEqual([
      { on: '2026-02-28', finished: true },
      { on: '2026-03-01', finished: true },
    ]);
    await system.owner.query(`update nights set finished_at = null where business_date = '2026-03-01'`);
    await moveTo('2026-03-01');
    expect(await system.rows('select company_id from nights where finished_at is null')).toEqual([]);
    await moveTo('2026-02-28');
  });

  test('stands still, and the journal keeps its date beside the real instant', async () => {
    const caseId = await system.caseOf('D1');
    await system.take('sales0001', caseId, { type: 'logAttempt', channel: 'phone', on: '2026-02-27', outcome: 'no_answer' });
    const { body } = await system.api.get('auditor', `/api/v1/cases/${caseId}/journal?after=7`);
    expect(body.items[0]).toMatchObject({ businessDate: '2026-02-28', entries: [{ enteredLate: true }] });
    expect(Math.abs(Date.parse(body.items[0].at) - Date.now())).toBeLessThan(60_000);
  });

  test('moved by thirty at once goes one step after the other, and the system answers meanwhile', async () => {
    const dates = Array.from({ length: 30 }, (_, n) => addDays('2026-03-01', n % 10));
    const moves = dates.map(moveTo);
    expect((await system.api.get('auditor', '/api/v1/cases')).status).toBe(200);
    const statuses = (await Promise.all(moves)).map(({ status }) => status);
    // Backwards is refused only where something has happened meanwhile.
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect((await moveTo('2026-03-10')).status).toBe(200);
  });

  test.each([undefined, 5, '2026-02-30', '9999-12-31', 'tomorrow'])('is not moved to %j', async (date) => {
    const { status, body } = await system.api.post('admin', '/api/v1/training/clock', { date });
    expect([status, body.errors[0].field]).toEqual([400, 'date']);
  });
});

describe('A training database', () => {
  test('is refused by production in one sentence, and keeps its date', () =>
    onTwin(async (url) => {
      const night = sweep(url, { RECOUP_MODE: 'production' });
      expect(await night.ended).toBe(1);
      expect(night.output()).toMatch(/^recoup: This database .* training .*\.\n$/);
      await expect(startApp({ databaseUrl: url, mode: 'production' })).rejects.toThrow(StartupError);
      expect(await query(url, "select count(*)::int as nights from nights where business_date > date '2026-01-05'")).toEqual([
        { nights: 0 },
      ]);
    }));

  test('cannot be made of one in production', async () => {
    const database = await freshDatabase();
    await (await startApp({ databaseUrl: database.url, mode: 'production' })).close();
    const clock = run('src/cli.ts', ['clock', '2026-01-01'], { DATABASE_URL: database.url });
    expect([await clock.ended, clock.output()]).toEqual([1, expect.stringMatching(/^recoup: This database .*\.\n$/)]);
    expect(await query(database.url, 'select from training_clock')).toEqual([]);
    await database.drop();
  });
});
