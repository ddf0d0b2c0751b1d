import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { readSealFile } from '../../src/audit/seal-file.js';
import { Verification } from '../../src/audit/verify/verification.js';
import { addDays } from '../../workflows/calendar/dates.js';
import { copyOf, type TestDatabase } from '../support/database.js';
import { say } from '../support/long.js';
import { TrainingSystem } from '../support/training-system.js';
import { type Picture, pictureOf } from '../support/twins.js';
import { Picks } from './histories/picks.js';
import { atWork, perform } from './kills/at-work.js';
import { withInterruptions } from './kills/interruptions.js';
import { firstDay, type Job, lifeIn } from './kills/life.js';
import { type Kill, WorkerProcess } from './kills/worker-process.js';

const kills = Number(process.env.RECOUP_KILLS ?? 30);
const inALife = 5;
/** Half of the kills each. */
const lives = Array.from({ length: Math.ceil(kills / 2 / inALife) }, (_, n) => n + 1);

let folder: string;
let original: TestDatabase;
let jobs: Job[];
let undisturbed: Picture;
/** How many statements each job takes. */
let statements: number[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recoup-kills-'));
  jobs = await lifeIn(join(folder, 'files'));
  original = await (await TrainingSystem.start(firstDay)).stop();
  await onTwin(async (url, home) => {
    const { end, done } = await new WorkerProcess(url, home).work({ jobs, from: 0 });
    expect(end).toBe(0);
    statements = jobs.map((_job, n) => done.get(n) ?? 0);
    undisturbed = await pictureOf(url);
  });
}, 120_000);

afterAll(async () => {
  await original?.drop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test('The undisturbed life has something of everything', () => {
  const { cases, notices, meetings, nights, receipts, allocations, credits, imports } = undisturbed;
  for (const some of [cases, notices, receipts, allocations, credits]) expect(some.length).toBeGreaterThan(20);
  expect([meetings.length, nights.length, imports.length]).toEqual([2, 2 * 26, 7]);
  expect(new Set(cases.map((one) => (one as { collection: string }).collection))).toEqual(
    new Set(['salesFollowUp', 'financeConfirmation', 'boardReview.docketed', 'settled', 'cancelled']),
  );
});

describe(`Imports and nights that are broken off ${kills} times and run again end as if nothing had happened`, () => {
  test.each(lives)(`${inALife} SIGKILLs of the process, life %i`, (life) =>
    onTwin(async (url, home) => {
      const points = pointsOf(new Picks(life));
      let next = new WorkerProcess(url, home);
      let from = 0;
      try {
        for (const kill of [...points, undefined]) {
          const worker = next;
          // It gets ready meanwhile, as another replica would.
          if (kill) next = new WorkerProcess(url, home);
          const { end, done } = await worker.work({ jobs, from, kill });
          expect({ kill, end }).toEqual({ kill, end: kill ? 'SIGKILL' : 0 });
          from = Math.max(from, ...[...done.keys()].map((job) => job + 1));
        }
      } finally {
        await next.dismiss();
      }
      await expectUndisturbed(url, home, { life, points });
    }),
  );

  test.each(lives)(`${inALife} connections ended by the database, life %i`, (life) =>
    onTwin(async (url, home) => {
      const points = pointsOf(new Picks(1_000_000 + life));
      await interrupted(url, home, async (app, interrupt) => {
        for (const [n, job] of jobs.entries()) {
          for (const point of points.filter((one) => one.job === n)) await interrupt(() => perform(app, job), point);
          await perform(app, job);
        }
      });
      await expectUndisturbed(url, home, { life, points });
    }),
  );
});

describe('At whichever statement the connection ends', () => {
  test('a file is taken as a whole or not at all', () =>
    onTwin((url, home) =>
      interrupted(url, home, async (app, interrupt) => {
        for (const [n, job] of jobs.entries()) {
          const before = await ledgerOf(url);
          const between: object[] = [];
          if (n === 3 || n === 5)
            for (let statement = 0, isReached = true; isReached; statement += 1) {
              isReached = await interrupt(() => perform(app, job), { statement, sent: true });
              between.push(await ledgerOf(url));
            }
          await perform(app, job);
          const after = await ledgerOf(url);
          for (const [statement, ledger] of between.entries())
            expect({ n, statement, is: [before, after] }).toEqual({ n, statement, is: expect.arrayContaining([ledger]) });
        }
        const { imports: _, ...picture } = await pictureOf(url);
        expect(undisturbed).toMatchObject(picture);
      }),
    ));

  test('a night is finished when it is asked for again, though no other day comes', () =>
    onTwin(async (url, home) => {
      await interrupted(url, home, async (app, interrupt) => {
        for (const job of jobs) if (job.does === 'import' && job.kind === 'receivables') await perform(app, job);
        for (let statement = 0, until = firstDay, isReached = true; isReached; statement += 1) {
          until = addDays(until, 1);
          const night = () => perform(app, { does: 'nights', until });
          isReached = await interrupt(night, { statement, sent: true });
          await night();
          expect({ statement, ...(await nightsOf(url)) }).toEqual({ statement, last: until, companies: 2, open: 0 });
        }
      });
      await expectRecord(url, home);
    }));
});

/** Half of them in imports, half in nights; in the order of the jobs. */
function pointsOf(picks: Picks): Kill[] {
  return Array.from({ length: inALife }, (_, n) => {
    const does = n % 2 === 0 ? 'import' : 'nights';
    const job = picks.of([...jobs.keys()].filter((index) => jobs[index]?.does === does)) ?? 0;
    return { job, statement: picks.next() % (statements[job] ?? 1), sent: picks.next() % 2 === 0 };
  }).sort((a, b) => a.job - b.job);
}

async function onTwin(live: (url: string, home: string) => Promise<void>): Promise<void> {
  const database = await copyOf(original.url);
  try {
    await live(database.url, await mkdtemp(join(folder, 'home-')));
  } finally {
    await database.drop();
  }
}

async function interrupted(
  url: string,
  home: string,
  live: (app: INestApplicationContext, interrupt: Parameters<Parameters<typeof withInterruptions>[1]>[0]) => Promise<void>,
): Promise<void> {
  const app = await atWork(url, home);
  try {
    await withInterruptions(url, (interrupt) => live(app, interrupt));
  } finally {
    await app.close();
  }
}

/** The same picture, and a record that holds. */
async function expectUndisturbed(url: string, home: string, context: { life: number; points: readonly Kill[] }): Promise<void> {
  expect({ context, ...(await pictureOf(url)) }).toEqual({ context, ...undisturbed });
  await expectRecord(url, home);
  say(`life ${context.life} ended as undisturbed after ${context.points.length} kills`);
}

/** Everything verifies, and every seal is outside the database as well. */
async function expectRecord(url: string, home: string): Promise<void> {
  const app = await atWork(url, home);
  try {
    const names = (await readdir(join(home, 'seals'))).filter((name) => name.endsWith('.json'));
    const files = await Promise.all(names.map((name) => readSealFile(join(home, 'seals', name))));
    const { ok, seals, problems } = await app.get(Verification).verify(files);
    expect({ ok, problems, seals }).toEqual({ ok: true, problems: [], seals: files.length });
  } finally {
    await app.close();
  }
}

/** How much there is of everything that a file brings. */
function ledgerOf(url: string): Promise<object> {
  return rowOf(
    url,
    `select (select count(*) from receivables) as receivables, (select sum(balance) from receivables) as balance, (select count(*) from receipts) as receipts,
       (select count(*) from allocations) as allocations, (select count(*) from credits) as credits, (select count(*) from case_journal) as entries`,
  );
}

/** The last night, in how many companies it was finished, and how many are not. */
function nightsOf(url: string): Promise<object> {
  return rowOf(
    url,
    `select max(business_date)::text as last, (count(*) filter (where finished_at is null))::int as open,
       (count(*) filter (where finished_at is not null and business_date = (select max(business_date) from nights)))::int as companies from nights`,
  );
}

async function rowOf(url: string, sql: string): Promise<object> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<object>(sql);
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}
