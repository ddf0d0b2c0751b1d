import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Leases } from '../../src/mail/leases.js';
import { Sender, type Sent } from '../../src/mail/sender.js';
import { Config } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database/database.js';
import type { TestApp } from '../support/app.js';
import { DroppingServer, MailServer } from '../support/mail-server.js';
import { MailSystem } from '../support/mail-system.js';

const fixtures = join(import.meta.dirname, '../fixtures/tls');
const certificate = join(fixtures, 'certificate.pem');

let mails: MailServer;
let system: MailSystem;

beforeAll(async () => {
  mails = await MailServer.start();
  system = await MailSystem.start(`smtp://127.0.0.1:${mails.port}`);
});

afterAll(async () => {
  await system?.close();
  await mails?.close();
});

beforeEach(async () => {
  mails.mails.length = 0;
  mails.refusals.length = 0;
  mails.hold = async () => undefined;
  await system.owner.query('truncate outbox_attachments, mail_pauses; delete from outbox');
});

const none: Sent = { sent: 0, refused_for_now: 0, refused: 0, unknown: 0 };
const send = (app: TestApp = system.server) => app.app.get(Sender).sendDue('mail');

/** A sender of its own on the same database, with another mail server. */
function senderTo(smtpUrl: string, ca?: string): Sender {
  const config = new Config({ RECOUP_MODE: 'production', SMTP_URL: smtpUrl, SMTP_CA: ca, MAIL_FROM: 'recoup@hengchuan.example' });
  return new Sender(config, system.server.app.get(Database), system.server.app.get(Leases));
}

describe('A message', () => {
  test('arrives as it was written, with its Message-ID and its attachments', async () => {
    await system.put({
      subject: '催款通知，第 2 级',
      html: '<p>货款 <b>254,700.00</b></p>',
      body: '货款 254,700.00',
      attachments: [{ name: '催款函.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7 letter') }],
    });
    expect(await send()).toEqual({ ...none, sent: 1 });
    const [mail] = mails.mails;
    const { rows } = await system.owner.query('select message_id from outbox');
    expect(mail).toMatchObject({
      subject: '催款通知，第 2 级',
      text: '货款 254,700.00',
      messageId: rows[0].message_id,
      from: { text: '"Recoup" <recoup@hengchuan.example>' },
      to: { text: 'min.zhou@hengchuan.example' },
    });
    expect(mail?.html).toContain('<b>254,700.00</b>');
    expect(mail?.attachments.map(({ filename, contentType, content }) => [filename, contentType, content.toString()])).toEqual([
      ['催款函.pdf', 'application/pdf', '%PDF-1.7 letter'],
    ]);
    expect(await system.row('one')).toMatchObject({ status: 'sent', attempts: 1 });
  });

  test('has no more headers than its own, whatever stands in its subject', async () => {
    await system.put({ subject: 'one\r\nBcc: c@x.example' });
    await send();
    expect(mails.mails.map(({ subject, bcc }) => ({ subject, bcc }))).toEqual([{ subject: 'one Bcc: c@x.example', bcc: undefined }]);
  });

  test('goes to nobody where the address is not one address', async () => {
    await system.put({ address: 'a@x.example, b@x.example' }, { key: 'two' });
    expect(await send()).toMatchObject({ sent: 1 });
    expect(mails.mails.map(({ to }) => [to].flat().map((one) => one?.text))).toEqual([['min.zhou@hengchuan.example']]);
  });

  test('leaves no earlier than on its day at its hour, where the company is', async () => {
    const [row] = (
      await system.owner.query(
        `update companies set time_zone = 'Pacific/Kiritimati' returning ((now() at time zone time_zone)::date + 1)::text as tomorrow`,
      )
    ).rows;
    await system.put({ key: 'early', leaves: { on: row.tomorrow, hour: 9 } }, { key: 'late', leaves: { on: '2026-01-05', hour: 9 } });
    expect(await send()).toEqual({ ...none, sent: 1 });
    const { rows } = await system.owner.query(
      `select to_char(next_try_at at time zone 'Pacific/Kiritimati', 'YYYY-MM-DD HH24:MI') as at from outbox where key = 'early'`,
    );
    expect(rows).toEqual([{ at: `${row.tomorrow} 09:00` }]);
  });

  test('put twice under the same key is one', async () => {
    await system.put({}, { key: 'two' });
    await system.put({ subject: 'again' });
    expect(await send()).toEqual({ ...none, sent: 2 });
    expect(await send()).toEqual(none);
  });
});

describe('A refusal', () => {
  test.each(['recipient', 'message'] as const)('for now, of the %s, is tried again after a minute, and then taken', async (at) => {
    mails.refusals.push({ at, code: 451, text: 'try later' });
    await system.put({});
    expect(await send()).toEqual({ ...none, refused_for_now: 1 });
    expect(await system.row('one')).toMatchObject({
      status: 'queued',
      attempts: 1,
      waits: 1,
      last_reply: expect.stringContaining('try later'),
    });
    expect(await send()).toEqual(none);
    await system.passTime();
    expect(await send()).toEqual({ ...none, sent: 1 });
    expect(mails.mails).toHaveLength(1);
  });

  test.each(['recipient', 'message'] as const)(
    'for good, of the %s, fails with the words of the server, and holds nothing else up',
    async (at) => {
      mails.refusals.push({ at, code: 550, text: 'no such user here' });
      await system.put({}, { key: 'two' });
      expect(await send()).toEqual({ ...none, sent: 1, refused: 1 });
      const { rows } = await system.owner.query(`select last_reply from outbox where status = 'failed'`);
      expect(rows).toEqual([{ last_reply: expect.stringContaining('550 no such user here') }]);
    },
  );

  test('waits 1, 5, 15 and 60 minutes, then hours, and is given up after a day', async () => {
    await system.put({});
    const waits: number[] = [];
    for (;;) {
      mails.refusals.push({ at: 'recipient', code: 450, text: 'busy' });
      await system.passTime();
      await send();
      const { status, waits: minutes } = await system.row('one');
      if (status !== 'queued') break;
      waits.push(minutes);
    }
    expect(waits.slice(0, 6)).toEqual([1, 5, 15, 60, 60, 60]);
    expect(waits.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(24 * 60);
    expect(await system.row('one')).toMatchObject({ status: 'failed', last_reply: expect.stringContaining('busy') });
  });
});

describe('A lost connection', () => {
  let dropping: DroppingServer;
  let sender: Sender;

  const sendingTo = async (at: 'data' | 'final dot') => {
    dropping = await DroppingServer.start(at);
    sender = senderTo(`smtp://127.0.0.1:${dropping.port}`);
  };

  afterEach(async () => {
    sender.close();
    await dropping.close();
  });

  test.each(['own', 'customer'] as const)('before the message was handed over means: try again (%s)', async (audience) => {
    await sendingTo('data');
    await system.put({ audience });
    expect(await sender.sendDue('mail')).toEqual({ ...none, refused_for_now: 1 });
    expect(dropping.dropped).toBeGreaterThan(0);
    expect(await system.row('one')).toMatchObject({ status: 'queued', handed_at: null });
  });

  test('after the final dot is unknown: one of us gets it again, with the same Message-ID', async () => {
    await sendingTo('final dot');
    await system.put({});
    expect(await sender.sendDue('mail')).toEqual({ ...none, unknown: 1 });
    expect(dropping.dropped).toBe(1);
    expect(await system.row('one')).toMatchObject({ status: 'unknown', waits: 1 });
    const { rows } = await system.owner.query('select message_id from outbox');
    await system.passTime();
    expect(await send()).toEqual({ ...none, sent: 1 });
    expect(mails.mails[0]?.messageId).toBe(rows[0].message_id);
  });

  test('after the final dot, again and again, is given up after a day', async () => {
    await sendingTo('final dot');
    await system.put({});
    await system.owner.query('update outbox set attempts = 25');
    expect(await sender.sendDue('mail')).toEqual({ ...none, unknown: 1 });
    expect(await system.row('one')).toMatchObject({ status: 'unknown', attempts: 26 });
    await system.passTime();
    expect(await sender.sendDue('mail')).toEqual({ ...none, unknown: 1 });
    expect(await system.row('one')).toMatchObject({ status: 'failed', attempts: 27 });
  });

  test('after the final dot is unknown: a customer does not get it again before a person has decided', async () => {
    await sendingTo('final dot');
    await system.put({ audience: 'customer' });
    expect(await sender.sendDue('mail')).toEqual({ ...none, unknown: 1 });
    await system.passTime();
    expect(await send()).toEqual(none);
    expect(await system.row('one')).toMatchObject({ status: 'unknown', attempts: 1 });
  });
});

describe('A server without TLS', () => {
  test('gets nothing, unless it runs on this machine or the address allows it', async () => {
    const plain = await MailServer.start({}, '127.0.0.2');
    const strict = senderTo(`smtp://127.0.0.2:${plain.port}`);
    const lax = senderTo(`smtp://127.0.0.2:${plain.port}?insecure=true`);
    try {
      await system.put({});
      expect(await strict.sendDue('mail')).toEqual({ ...none, refused_for_now: 1 });
      expect(plain.mails).toEqual([]);
      await system.passTime();
      expect(await lax.sendDue('mail')).toEqual({ ...none, sent: 1 });
    } finally {
      strict.close();
      lax.close();
      await plain.close();
    }
  });

  test.each([
    ['with a certificate that is vouched for gets it, over TLS', certificate, { ...none, sent: 1 }],
    ['with a certificate that nobody vouches for gets nothing', undefined, { ...none, refused_for_now: 1 }],
  ])('but one %s', async (_which, ca, expected) => {
    const [key, cert] = [readFileSync(join(fixtures, 'key.pem')), readFileSync(certificate)];
    const encrypted = await MailServer.start({ hideSTARTTLS: false, key, cert }, '127.0.0.2');
    const sender = senderTo(`smtp://127.0.0.2:${encrypted.port}`, ca);
    try {
      await system.put({});
      expect(await sender.sendDue('mail')).toEqual(expected);
      expect(encrypted.mails).toHaveLength(expected.sent);
    } finally {
      sender.close();
      await encrypted.close();
    }
  });
});

describe('Several senders', () => {
  test('at the same time send each message once', async () => {
    const second = await MailSystem.replica(system.database, `smtp://127.0.0.1:${mails.port}`);
    try {
      const keys = Array.from({ length: 120 }, (_, i) => ({ key: `m${i}`, subject: `m${i}` }));
      await system.put(...keys);
      const [one, two] = await Promise.all([send(), send(second)]);
      expect(one.sent + two.sent).toBe(120);
      expect(new Set(mails.mails.map(({ subject }) => subject)).size).toBe(120);
      expect(mails.mails).toHaveLength(120);
    } finally {
      await second.close();
    }
  });

  test('take over what a dead one had: what it had not handed over goes out, the rest is unknown', async () => {
    await system.put({ key: 'taken' }, { key: 'handed', audience: 'customer' }, { key: 'handed to us' });
    const leases = system.server.app.get(Leases);
    const dead = await leases.take('mail', 10);
    const { rows } = await system.owner.query(`select id from outbox where key like 'handed%'`);
    for (const one of dead.filter(({ id }) => rows.some((row) => row.id === id))) await leases.handedOver(one);
    expect(await send()).toEqual(none);

    await system.passTime();
    expect(await send()).toEqual({ ...none, sent: 2 });
    expect([await system.row('taken'), await system.row('handed'), await system.row('handed to us')].map(({ status }) => status)).toEqual([
      'sent',
      'unknown',
      'sent',
    ]);
  });

  test('a message whose sender dies whenever it is tried is given up, and counted for whoever watches', async () => {
    await system.put({});
    const leases = system.server.app.get(Leases);
    for (let tries = 0; (await system.row('one')).status !== 'failed'; tries += 1) {
      expect(tries).toBeLessThan(31);
      await leases.take('mail', 1);
      await system.passTime();
      await leases.take('chat', 1);
    }
    expect(await system.row('one')).toMatchObject({ attempts: 30, last_reply: 'the process that was sending it has ended' });
    expect(await send()).toEqual(none);
    const metrics = await (await fetch(`${system.server.url}/metrics`)).text();
    expect(metrics).toContain('recoup_outbox_messages{status="failed"} 1');
    expect(metrics).toContain('recoup_outbox_messages{status="queued"} 0');
    expect(metrics).toMatch(/^recoup_outbox_oldest_due_seconds 0$/m);
  });

  test('one that lost its lease neither hands the message over nor writes how it went', async () => {
    await system.put({});
    const leases = system.server.app.get(Leases);
    const [slow] = await leases.take('mail', 1);
    if (!slow) throw new Error('nothing was taken');
    await system.passTime();
    const [quick] = await leases.take('mail', 1);
    expect(quick?.id).toBe(slow.id);
    await expect(leases.handedOver(slow)).rejects.toThrow('taken this message over');
    await leases.finish(slow, { is: 'refused', reply: 'from the slow one' });
    expect(await system.row('one')).toMatchObject({ status: 'sending' });
    if (quick) await leases.finish(quick, { is: 'sent', reply: 'from the quick one' });
    expect(await system.row('one')).toMatchObject({ status: 'sent', last_reply: 'from the quick one' });
  });

  test('a message is kept as long as its process lives, however slow the server is', async () => {
    const patient = await MailSystem.replica(system.database, `smtp://127.0.0.1:${mails.port}`, { RECOUP_LEASE_SECONDS: '2' });
    try {
      await system.put({});
      const leasedUntil = async () =>
        (await system.owner.query<{ at: Date }>('select leased_until as at from outbox')).rows[0]?.at.getTime() ?? 0;
      mails.hold = async () => {
        const first = await leasedUntil();
        while ((await leasedUntil()) < first + 2_000) await send();
      };
      expect(await send(patient)).toEqual({ ...none, sent: 1 });
      expect(mails.mails).toHaveLength(1);
      expect(await system.row('one')).toMatchObject({ status: 'sent', attempts: 1 });
    } finally {
      await patient.close();
    }
  });

  test('a message whose lease is lost while the server is slow is not sent by the slow one', async () => {
    await system.put({});
    const slowest = senderTo(`smtp://127.0.0.1:${mails.port}`);
    const leases = system.server.app.get(Leases);
    try {
      const handedOver = leases.handedOver.bind(leases);
      // What happens to a process that stood still between taking a message and sending its end.
      leases.handedOver = async (one) => {
        leases.handedOver = handedOver;
        await system.passTime();
        await leases.take('mail', 1);
        await handedOver(one);
      };
      await slowest.sendDue('mail');
      expect(mails.mails).toEqual([]);
      expect(await system.row('one')).toMatchObject({ status: 'sending', attempts: 2 });
    } finally {
      slowest.close();
    }
  });
});

describe('A paused company', () => {
  test('keeps its messages queued until it is resumed', async () => {
    await system.owner.query(`insert into people (login, name) values ('wei.he', '何伟') on conflict do nothing`);
    await system.owner.query(`insert into mail_pauses (company_id, paused_by) values ('C01', 'wei.he')`);
    await system.put({});
    expect(await send()).toEqual(none);
    await system.owner.query('delete from mail_pauses');
    expect(await send()).toEqual({ ...none, sent: 1 });
  });
});

describe('A database that was last used', () => {
  const pauses = async () => (await system.owner.query('select company_id, paused_by from mail_pauses')).rows;
  const start = (more: Record<string, string> = {}) => MailSystem.replica(system.database, `smtp://127.0.0.1:${mails.port}`, more);

  test.each([
    ['in another server', `'7000000000000000000/16384/1'`],
    ['in another database of the server', `regexp_replace(seen_as, '/\\d+/', '/1/')`],
    ['in what the server was before it was brought back to an earlier moment', `regexp_replace(seen_as, '\\d+$', '4711')`],
  ])('%s, sends nothing until somebody says go, and then what waits, as the original would have', async (_where, elsewhere) => {
    await system.put({});
    await system.owner.query(`update installation set seen_as = ${elsewhere}`);
    const restored = await start();
    try {
      expect([await send(restored), await pauses()]).toEqual([none, [{ company_id: 'C01', paused_by: null }]]);
      await system.owner.query('delete from mail_pauses');
      const again = await start();
      expect([await send(again), await pauses()]).toEqual([{ ...none, sent: 1 }, []]);
      await again.close();
    } finally {
      await restored.close();
    }
  });

  test('by a release that looked at less of the place, goes on', async () => {
    await system.owner.query(`update installation set seen_as = regexp_replace(seen_as, '/\\d+$', '')`);
    const upgraded = await start();
    expect(await pauses()).toEqual([]);
    await upgraded.close();
  });

  test('in the folder that this one is a copy of, sends nothing either', async () => {
    const home = await mkdtemp(join(tmpdir(), 'recoup-home-'));
    const folder = join(home, 'postgres/global');
    const startHere = async () => {
      await (await start({ RECOUP_HOME: home })).close();
      return (await pauses()).length;
    };
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'pg_control'), 'as it was');
      expect([await startHere(), await startHere()]).toEqual([0, 0]);
      // What PostgreSQL does: it writes into the file that is there.
      await writeFile(join(folder, 'pg_control'), 'as it is');
      expect(await startHere()).toBe(0);
      await cp(folder, `${folder}.copy`, { recursive: true });
      await rename(folder, `${folder}.before`);
      await rename(`${folder}.copy`, folder);
      expect(await startHere()).toBe(1);
      await system.owner.query('delete from mail_pauses');
      expect(await startHere()).toBe(0);
    } finally {
      await rm(home, { recursive: true });
      await system.owner.query('delete from mail_pauses');
    }
  });
});
