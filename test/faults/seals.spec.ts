import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSealFile } from '../../src/audit/seal-file.js';
import { SealKey } from '../../src/audit/seal-key.js';
import { Sealing } from '../../src/audit/sealing.js';
import { Verification } from '../../src/audit/verify/verification.js';
import { Night } from '../../src/dunning/night.js';
import { Config } from '../../src/platform/config.js';
import { StartupError } from '../../src/platform/startup-error.js';
import { startApp, type TestApp } from '../support/app.js';
import type { TestDatabase } from '../support/database.js';
import { sleepingCompany } from '../support/sleeping-company.js';
import { TrainingSystem } from '../support/training-system.js';
import { Vandal } from '../support/vandal.js';

describe('Every seal is outside the database as well', () => {
  let system: TrainingSystem;
  let folder: string;

  beforeAll(async () => {
    system = await TrainingSystem.start('2026-03-02');
    folder = system.server.app.get(Sealing).folder;
    await system.receivables({ document: 'D1', dueOn: '2026-02-20', amount: '100.00' });
    await system.moveTo('2026-03-03');
    await system.receivables({ document: 'D2', dueOn: '2026-02-20', amount: '100.00' });
    await system.moveTo('2026-03-04');
  });

  afterAll(() => system?.close());

  test('its file is written by the next night where the process died before it could', async () => {
    const [, last = ''] = (await readdir(folder)).sort();
    const written = await readFile(join(folder, last), 'utf8');
    await rm(join(folder, last));
    await system.moveTo('2026-03-05');
    expect(await readFile(join(folder, last), 'utf8')).toBe(written);
  });

  test('older ones may have been moved away', async () => {
    const [first = '', ...others] = (await readdir(folder)).sort();
    await rename(join(folder, first), join(folder, '..', first));
    await system.moveTo('2026-03-06');
    const left = (await readdir(folder)).sort();
    expect(left.slice(0, others.length)).toEqual(others);
    expect(left).not.toContain(first);
  });

  test('one of a history that the database has lost, as restored from before it, is not written over', async () => {
    const [, last = ''] = (await readdir(folder)).sort();
    const lost = JSON.parse(await readFile(join(folder, last), 'utf8'));
    const next = last.replace(/\d{6}/, String(lost.number + 1).padStart(6, '0'));
    const kept = JSON.stringify({ ...lost, number: lost.number + 1 });
    await writeFile(join(folder, next), kept);
    await system.receivables({ document: 'D3', dueOn: '2026-02-20', amount: '100.00' });
    await system.moveTo('2026-03-07');
    expect(await readFile(join(folder, next), 'utf8')).toBe(kept);
    const beside = (await readdir(folder)).filter((name) => name.startsWith(next.replace('.json', '-')));
    expect(beside).toEqual([expect.stringMatching(/-[0-9a-f]{12}\.json$/)]);

    const verification = system.server.app.get(Verification);
    expect(await verification.verify([await readSealFile(join(folder, beside[0] ?? ''))])).toMatchObject({ ok: true });
    expect((await verification.verify([await readSealFile(join(folder, next))])).problems.map(({ what }) => what)).toContain(
      `seal ${lost.number + 1} in the database is another one than in the file`,
    );
    // Once is enough.
    await system.moveTo('2026-03-08');
    expect((await readdir(folder)).filter((name) => name.startsWith(next.replace('.json', '-')))).toEqual(beside);
  });
});

describe('In production a seal is mailed to the auditors', () => {
  let database: TestDatabase;
  let home: string;
  let app: TestApp;
  let vandal: Vandal;
  let mailed: string;

  beforeAll(async () => {
    ({ database } = await sleepingCompany(3));
    home = await mkdtemp(join(tmpdir(), 'recoup-seal-mail-'));
    vandal = await Vandal.at(database.url);
    app = await startApp({ databaseUrl: database.url, mode: 'production', home });
    await app.app.get(Night).runMissed();
    mailed = join(home, 'mailed.json');
  });

  afterAll(async () => {
    await app?.close();
    await vandal?.leave();
    await database?.drop();
    await rm(home, { recursive: true });
  });

  const verify = async () => app.app.get(Verification).verify([await readSealFile(mailed)]);

  test('once each, in their language, as a file that the check takes', async () => {
    const mails = await vandal.query<{ recipient: string; address: string; subject: string; name: string; bytes: Buffer; number: number }>(
      `select o.recipient, o.address, o.subject, a.name, a.bytes, s.number from seals s
       left join outbox o on o.company_id = s.company_id and o.kind = 'seal' and o.key like 'seal ' || s.number || ' %'
       left join outbox_attachments a on a.company_id = o.company_id and a.outbox_id = o.id
       where s.business_date > (select min(business_date) from nights) order by s.company_id, s.number`,
    );
    expect(mails.length).toBeGreaterThan(1);
    for (const { number, ...mail } of mails)
      expect(mail).toMatchObject({
        recipient: 'auditor',
        address: 'auditor@hengchuan.example',
        subject: expect.stringContaining(`第 ${number} 号封存`),
        name: `C01-${String(number).padStart(6, '0')}.json`,
      });
    await writeFile(mailed, mails.at(-1)?.bytes ?? '');
    expect(await verify()).toMatchObject({ ok: true, problems: [] });
  });

  test('and finds a seal that was made anew, or is gone', async () => {
    await vandal.inVain(
      async () => {
        await vandal.query(`update seals set root = sha256('other') where number = (select max(number) from seals)`);
        await vandal.query(`update seals set hash = sha256('other') where number = (select max(number) from seals)`);
      },
      async () =>
        expect((await verify()).problems.map(({ what }) => what)).toContainEqual(expect.stringContaining('another one than in the file')),
    );
    await vandal.inVain(
      async () => {
        await vandal.query('delete from seal_leaves where number = (select max(number) from seals)');
        await vandal.query('delete from seals where number = (select max(number) from seals)');
      },
      async () =>
        expect((await verify()).problems.map(({ what }) => what)).toEqual([expect.stringMatching(/of the file is not in the database$/)]),
    );
  });
});

describe('Another key', () => {
  const today = '2026-03-09';
  let system: TrainingSystem;
  let home: string;
  let vandal: Vandal;
  let sealing: Sealing;
  let key: SealKey;

  beforeAll(async () => {
    system = await TrainingSystem.start('2026-03-08');
    ({ home } = system.server.app.get(Config));
    vandal = await Vandal.at(system.database.url);
    sealing = system.server.app.get(Sealing);
    key = system.server.app.get(SealKey);
    await system.receivables({ document: 'D1', dueOn: '2026-02-20', amount: '100.00' });
    await system.moveTo(today);
  });

  afterAll(async () => {
    await vandal?.leave();
    await system?.close();
  });

  const verify = async () => {
    const files = (await readdir(sealing.folder)).map((name) => readSealFile(join(sealing.folder, name)));
    return system.server.app.get(Verification).verify(await Promise.all(files));
  };

  test('takes over with a seal that the one before vouches for, and seals from then on', async () => {
    const before = await key.publicKey();
    expect(await sealing.handOver('C02', today)).toBeUndefined();
    const handed = await sealing.handOver('C01', today);
    expect(handed).toMatchObject({ number: 2, leaves: 0, publicKey: expect.not.stringContaining(before) });
    // Broken off here, it goes on where it was; and who seals meanwhile does so with the key of the chain.
    expect(await sealing.handOver('C01', today)).toBeUndefined();
    await system.receivables({ document: 'D2', dueOn: '2026-02-20', amount: '100.00' });
    expect(await sealing.seal('C01', today)).toMatchObject({ number: 3, publicKey: handed?.publicKey });
    await key.succeed();
    expect((await readdir(home)).filter((name) => name.startsWith('seal-key'))).toEqual(['seal-key.pem']);
    expect(await key.publicKey()).toBe(handed?.publicKey);
    await system.receivables({ document: 'D3', dueOn: '2026-02-20', amount: '100.00' });
    expect(await sealing.seal('C01', today)).toMatchObject({ number: 4, leaves: 1, publicKey: handed?.publicKey });
    expect(await verify()).toMatchObject({ ok: true, seals: 4 });
  });

  test.each([
    [
      'that is not vouched for',
      'delete from seal_handovers',
      'seal 2 is signed by another key than the one before, which does not vouch for it',
    ],
    [
      'that somebody else vouches for',
      `update seal_handovers set signature = set_byte(signature, 7, get_byte(signature, 7) # 1)`,
      'seal 2 is signed by another key than the one before, which does not vouch for it',
    ],
    [
      'that is the same, and yet vouched for',
      'insert into seal_handovers select company_id, 3, signature from seal_handovers',
      'seal 3 hands over to the key that it was signed by before',
    ],
  ])('%s is found', async (_what, harm, found) => {
    await vandal.query('create table kept_handovers as table seal_handovers');
    await vandal.query(harm);
    expect((await verify()).problems.map(({ what }) => what)).toEqual([found]);
    await vandal.query('delete from seal_handovers');
    await vandal.query('insert into seal_handovers table kept_handovers');
    await vandal.query('drop table kept_handovers');
    expect(await verify()).toMatchObject({ ok: true });
  });

  test('cannot take over from one that is not there; sealed all the same, that is found', async () => {
    await rename(join(home, 'seal-key.pem'), join(home, 'lost.pem'));
    await expect(sealing.handOver('C01', today)).rejects.toThrow(/^The key that signed seal 4 of C01 is not in RECOUP_HOME/);
    await system.receivables({ document: 'D4', dueOn: '2026-02-20', amount: '100.00' });
    expect(await sealing.seal('C01', today)).toMatchObject({ number: 5 });
    expect((await verify()).problems).toMatchObject([{ check: 'seal', what: expect.stringMatching(/^seal 5 is signed by another key/) }]);
  });
});

describe('A file that is no seal is told as one sentence:', () => {
  const hash = 'ab'.repeat(32);
  const good = {
    company: 'C01',
    number: 1,
    businessDate: '2026-03-03',
    sealedAt: '2026-03-03T01:00:00.000Z',
    root: hash,
    prevHash: hash,
    hash,
    publicKey: 'MCow',
    signature: hash,
    leaves: [['1', 1, hash]],
  };
  let folder: string;
  const read = async (content: string) => {
    await writeFile(join(folder, 'seal.json'), content);
    return readSealFile(join(folder, 'seal.json'));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recoup-seal-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  test('but this is one', async () => {
    expect((await read(JSON.stringify(good))).leaves).toEqual([{ caseId: '1', seq: 1, hash: Buffer.from(hash, 'hex') }]);
  });

  test.each<[what: string, content: string, why: RegExp]>([
    ['an empty file', '', /JSON/],
    ['no object', '7', /company is no text/],
    ['other JSON', '{"a": 1}', /company is no text/],
    ['without its leaves', JSON.stringify({ ...good, leaves: undefined }), /leaves has no number/],
    ['half of one', JSON.stringify(good).slice(0, -20), /JSON/],
    ['a number that is none', JSON.stringify({ ...good, number: 'x' }), /number has no number/],
    ['without its company', JSON.stringify({ ...good, company: undefined }), /company is no text/],
    ['a hash in other letters', JSON.stringify({ ...good, hash: hash.toUpperCase() }), /hash is not hexadecimal/],
    ['a case that is none', JSON.stringify({ ...good, leaves: [['x', 1, hash]] }), /leaf 1 names no case/],
    ['a case that no database counts to', JSON.stringify({ ...good, leaves: [['9'.repeat(20), 1, hash]] }), /leaf 1 names no case/],
    ['an entry that is none', JSON.stringify({ ...good, leaves: [['1', 99_999_999_999, hash]] }), /leaf 1 has no number/],
    ['leaves that are none', JSON.stringify({ ...good, leaves: [7] }), /leaf 1 names no case/],
  ])('%s', async (_what, content, why) => {
    const told = await read(content).catch((error: unknown) => error as Error);
    expect(told).toBeInstanceOf(StartupError);
    expect((told as Error).message).toMatch(/^\S+ cannot be read as a seal: /);
    expect((told as Error).message).toMatch(why);
  });

  test('none at all', async () => {
    await expect(readSealFile(join(folder, 'nowhere.json'))).rejects.toThrow(
      /nowhere\.json cannot be read as a seal: there is no such file$/,
    );
  });
});

test('Replicas that start at once sign with one key', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'recoup-key-'));
  try {
    for (let round = 0; round < 50; round += 1) {
      const home = join(folder, `${round}`);
      const keys = Array.from({ length: 8 }, () => new SealKey(new Config({ RECOUP_HOME: home })).publicKey());
      expect(new Set(await Promise.all(keys)).size).toBe(1);
      expect(await readdir(home)).toEqual(['seal-key.pem']);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
