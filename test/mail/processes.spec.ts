import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MailServer } from '../support/mail-server.js';
import { MailSystem } from '../support/mail-system.js';
import { run } from '../support/process.js';

let mails: MailServer;
let system: MailSystem;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'recoup-mail-'));
  mails = await MailServer.start();
  system = await MailSystem.start(`smtp://127.0.0.1:${mails.port}`);
});

afterAll(async () => {
  await system?.close();
  await mails?.close();
  await rm(home, { recursive: true, force: true });
});

beforeEach(async () => {
  mails.mails.length = 0;
  mails.hold = async () => undefined;
  await system.owner.query('delete from notice_mails; delete from outbox');
});

const environment = () => ({
  RECOUP_MODE: 'production',
  RECOUP_HOME: home,
  DATABASE_URL: system.database.url,
  SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
  MAIL_FROM: 'recoup@hengchuan.example',
  HOST: '127.0.0.1',
  PORT: '0',
});

/** Resolves when the mail server has a whole message, which it then never answers for. */
function messageHeld(): Promise<void> {
  return new Promise((resolve) => {
    mails.hold = () => {
      resolve();
      return new Promise(() => undefined);
    };
  });
}

describe('recoup mail send', () => {
  test('sends what waits, and says so', async () => {
    await system.put({}, { key: 'two' });
    const sending = run('src/cli.ts', ['mail', 'send'], environment());
    expect([await sending.ended, sending.errors()]).toEqual([0, '']);
    expect(sending.output()).toContain('mail: 2 sent, 0 to try again, 0 refused, 0 unknown');
    expect(mails.mails).toHaveLength(2);
  });

  test('killed while the server has the message: ours is sent again, the customer’s waits for a person, nothing is sent twice else', async () => {
    await system.put({ key: 'customer', audience: 'customer' });
    const held = messageHeld();
    const killed = run('src/cli.ts', ['mail', 'send'], environment());
    await held;
    await system.put({ key: 'ours' });
    killed.signal('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    expect(await system.row('customer')).toMatchObject({ status: 'sending' });
    expect((await system.row('customer')).handed_at).not.toBeNull();

    mails.hold = async () => undefined;
    await system.passTime();
    const next = run('src/cli.ts', ['mail', 'send'], environment());
    expect(await next.ended).toBe(0);
    expect([(await system.row('customer')).status, (await system.row('ours')).status]).toEqual(['unknown', 'sent']);
    expect(mails.mails).toHaveLength(1);
  });
});

describe('recoup user', () => {
  test('says where somebody is mailed, and takes no address that is none', async () => {
    const added = run(
      'src/cli.ts',
      ['user', 'add', 'yu.ting', '--name', '刘雨婷', '--role', 'salesperson', '--email', 'yu@x.example'],
      environment(),
    );
    expect(await added.ended).toBe(0);
    const changed = run('src/cli.ts', ['user', 'email', 'yu.ting', 'yu.ting@hengchuan.example'], environment());
    expect(await changed.ended).toBe(0);
    const { rows } = await system.owner.query(`select email from people where login = 'yu.ting'`);
    expect(rows).toEqual([{ email: 'yu.ting@hengchuan.example' }]);
    const refused = run('src/cli.ts', ['user', 'email', 'yu.ting', 'nowhere'], environment());
    expect(await refused.ended).toBe(1);
    expect(refused.errors()).toContain('Must be an e-mail address.');
  });
});

describe('The server', () => {
  test('puts the day’s mail together after nine, sends by itself, and stops when it is asked to', async () => {
    await system.owner.query(
      `update companies set time_zone = (
         select name from pg_timezone_names where name like 'Etc/GMT%' and extract(hour from now() at time zone name) between 9 and 21 limit 1)`,
    );
    await system.owner.query(
      `insert into calendar_days (day, working, name, source) values (business_date('C01'), true, 'test', 'override')`,
    );
    await system.owner.query(`insert into nights (company_id, business_date, finished_at) values ('C01', business_date('C01'), now())`);
    await system.put({});
    const server = run('src/main.ts', [], environment());
    await server.says(/Recoup \(production\)/);
    while ((await system.row('one')).status !== 'sent') await new Promise((resolve) => setImmediate(resolve));
    const composed = () => system.owner.query(`select from mail_days where company_id = 'C01'`);
    while ((await composed()).rowCount === 0) await new Promise((resolve) => setImmediate(resolve));
    server.signal('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(mails.mails).toHaveLength(1);
  });

  test('without SMTP_URL says that nobody gets mail', async () => {
    const { SMTP_URL: _, ...rest } = environment();
    const server = run('src/main.ts', [], rest);
    await server.says(/Nobody gets mail: SMTP_URL is not set/);
    server.signal('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  test.each([
    ['without MAIL_FROM', { MAIL_FROM: '' }, /MAIL_FROM is not/],
    ['with an SMTP_URL that is none', { SMTP_URL: 'mail.hengchuan.example secret' }, /SMTP_URL must look like/],
    ['with a RECOUP_URL that is none', { RECOUP_URL: 'recoup' }, /RECOUP_URL must look like/],
  ])('does not start %s, and does not repeat what it was given', async (_how, settings, sentence) => {
    const server = run('src/main.ts', [], { ...environment(), ...settings });
    expect(await server.ended).toBe(1);
    expect(server.errors()).toMatch(sentence);
    expect(server.errors()).not.toContain('secret');
  });
});
