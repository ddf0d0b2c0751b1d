import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { Api } from '../support/api.js';
import { copyOf, type TestDatabase } from '../support/database.js';
import { say } from '../support/long.js';
import { MailServer } from '../support/mail-server.js';
import { type Running, run } from '../support/process.js';
import { sleepingCompany } from '../support/sleeping-company.js';
import { type Picture, pictureOf } from '../support/twins.js';

const cases = 2_000;
const kills = Number(process.env.RECOUP_REPLICA_KILLS || 15);
const seed = Number(process.env.RECOUP_TEST_SEED || 20_260_421);
const leaseSeconds = 5;
/** Messages that a process has under way. */
const leasedAtOnce = 40;
const listening = /http:\/\/127\.0\.0\.1:\d+(?=\n)/;

jest.setTimeout(240_000);

let original: TestDatabase;
let today: string;
let undisturbed: Picture;
/** What the undisturbed twin mailed. */
let letters: MessagePicture[];
let mails: MailServer;
let twin: TestDatabase | undefined;
/** Where the twin's replicas keep their seals: another twin's would be those of another record. */
let home: string;
/** On the twin, as its owner. */
let watch: pg.Client;
let started: Running[] = [];

beforeAll(async () => {
  mails = await MailServer.start();
  ({ database: original, today } = await sleepingCompany(cases));
  const url = await onTwin();
  for (const command of [['sweep'], ['mail', 'send']]) {
    const running = start('src/cli.ts', command, url);
    expect([await running.ended, running.errors()]).toEqual([0, '']);
  }
  undisturbed = await pictureOf(url);
  letters = await messages();
  await clear();
});

afterEach(() => clear());

afterAll(async () => {
  await original?.drop();
  await mails?.close();
});

function start(script: string, args: string[], url: string): Running {
  const env = {
    RECOUP_MODE: 'production',
    RECOUP_HOME: home,
    HOST: '127.0.0.1',
    PORT: '0',
    RECOUP_LEASE_SECONDS: String(leaseSeconds),
    SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
    MAIL_FROM: 'recoup@hengchuan.example',
    RECOUP_URL: 'https://recoup.hengchuan.example',
  };
  const running = run(script, args, { DATABASE_URL: url, ...env });
  started.push(running);
  return running;
}

const replica = (url: string) => start('src/main.ts', [], url);

async function onTwin(): Promise<string> {
  home = mkdtempSync(join(tmpdir(), 'recoup-replicas-'));
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
  rmSync(home, { recursive: true, force: true });
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

interface MessagePicture {
  audience: string;
  recipient: string;
  subject: string;
  body: string;
  /** Case and kind of all that it tells of. */
  told: string[];
}

async function messages(): Promise<MessagePicture[]> {
  return (await messagesAndFates()).map(({ picture }) => picture);
}

/**
 * All messages, in an order that two databases with the same history share, each with what became of it.
 * Those of seals are left out: how often a night is sealed depends on who ended when.
 */
async function messagesAndFates(): Promise<{ picture: MessagePicture; status: string; attempts: number; messageId: string }[]> {
  const found = await rows<MessagePicture & { status: string; attempts: number; messageId: string }>(
    `select o.audience, o.recipient, o.subject, regexp_replace(o.body, '/cases/\\d+', '/cases/#', 'g') as body, o.status, o.attempts,
       o.message_id as "messageId",
       array(select concat_ws(' ', r.document, n.kind, n.due_on) from notice_mails m
             join notices n on n.company_id = m.company_id and n.id = m.notice_id
             join cases c on c.company_id = n.company_id and c.id = n.case_id
             join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
             where m.company_id = o.company_id and m.outbox_id = o.id order by 1) as told
     from outbox o where o.kind <> 'seal' order by o.company_id, o.audience, o.recipient, o.subject, body`,
  );
  return found.map(({ status, attempts, messageId, ...picture }) => ({ picture, status, attempts, messageId }));
}

function pointsBelow(end: number, count: number, random: () => number): number[] {
  return Array.from({ length: count }, () => Math.floor(random() * end)).sort((a, b) => a - b);
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

  test(
    `go on after ${kills} kills, whichever is hit: nothing is lost, nothing is mailed twice that is known to have arrived`,
    async () => {
      const url = await onTwin();
      mails.mails.length = 0;
      const random = chance();
      const inNights = pointsBelow(undisturbed.journal.length * 0.9, Math.ceil(kills / 2), random);
      const whileMailing = pointsBelow(letters.length * 0.9, Math.floor(kills / 2), random);
      const pair = [replica(url), replica(url)];
      const killOne = async () => {
        const victim = random() < 0.5 ? 0 : 1;
        pair[victim]?.signal('SIGKILL');
        expect(await pair[victim]?.ended).toBe('SIGKILL');
        pair[victim] = replica(url);
      };
      for (const point of inNights) {
        await until(async () => (await journalLength()) > point, 5);
        await killOne();
      }
      for (const point of whileMailing) {
        await until(async () => mails.mails.length > point, 1);
        await killOne();
      }
      await until(async () => (await nightsAreDone()) && (await mailIsComposed()));
      await stopped(...pair);
      const last = await sendTheRest(url);

      expect({ seed, inNights, ...(await pictureOf(url)) }).toEqual({ seed, inNights, ...undisturbed });
      expect(last.map(({ picture }) => picture)).toEqual(letters);
      expect(await sealsNotMailedOnce()).toEqual([]);
      for (const { picture, status, attempts, messageId } of last) {
        const arrived = mails.mails.filter((mail) => mail.messageId === messageId).length;
        const isCustomers = picture.audience === 'customer';
        expect({ picture, status }).toEqual({ picture, status: isCustomers ? expect.stringMatching(/^(sent|unknown)$/) : 'sent' });
        // What was handed over by a process that died is in doubt: one of us gets it again, a customer does not.
        if (status === 'sent') expect(arrived).toBeGreaterThanOrEqual(1);
        expect(arrived).toBeLessThanOrEqual(isCustomers ? 1 : attempts);
      }
      const inDoubt = last.filter(({ status, attempts }) => status === 'unknown' || attempts > 1).length;
      say(`${kills} kills: ${last.length} messages, ${inDoubt} of them begun more than once or unknown, ${mails.mails.length} arrived`);
      expect(inDoubt).toBeLessThanOrEqual(kills * leasedAtOnce);
      expect(last.length).toBeGreaterThan(inDoubt);
      // Whoever is killed has to start again, which takes seconds each time.
    },
    240_000 + kills * 30_000,
  );

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

  test('a sweep that was frozen inside a night takes it up again when it is awake, and ends well', async () => {
    const url = await onTwin();
    const sweep = start('src/cli.ts', ['sweep'], url);
    await freezeInside(sweep);
    await until(async () => (await transactionsOf(sweep)).length === 0);
    const before = await journalLength();
    expect(await nightsAreDone()).toBe(false);

    sweep.signal('SIGCONT');
    expect([await sweep.ended, sweep.errors()]).toEqual([0, '']);
    expect(sweep.output()).toMatch(/has given up what this process had under way \(.*\); it is taken up again\./);
    expect(await journalLength()).toBeGreaterThan(before);
    expect(await pictureOf(url)).toEqual(undisturbed);
    expect(await rows('select from nights where finished_at is null')).toEqual([]);
  });

  async function mailIsComposed(): Promise<boolean> {
    return (await rows('select from mail_days where business_date = $1', [today])).length === 2;
  }

  /** What a process that died had begun is taken up when its lease is over; what is in doubt is tried after a minute. */
  async function sendTheRest(url: string): Promise<Awaited<ReturnType<typeof messagesAndFates>>> {
    for (;;) {
      await rows(`update outbox set next_try_at = now(), leased_until = now() where status in ('queued', 'sending', 'unknown')`);
      const sending = start('src/cli.ts', ['mail', 'send'], url);
      expect([await sending.ended, sending.errors()]).toEqual([0, '']);
      const fates = await messagesAndFates();
      if (fates.every(({ picture, status }) => status === 'sent' || (status === 'unknown' && picture.audience === 'customer')))
        return fates;
    }
  }

  function sealsNotMailedOnce(): Promise<{ company: string; number: number }[]> {
    return rows(
      `select s.company_id as company, s.number from seals s
       left join outbox o on o.company_id = s.company_id and o.kind = 'seal' and o.status = 'sent' and o.key like 'seal ' || s.number || ' %'
       group by s.company_id, s.number having count(o.id) <> 1`,
    );
  }

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
