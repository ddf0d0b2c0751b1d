import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { Verification } from '../../src/audit/verify/verification.js';
import { KeyRotation } from '../../src/evidence/store/key-rotation.js';
import { readMasterKeys } from '../../src/evidence/store/master-key.js';
import { Startup } from '../../src/platform/startup.js';
import { startApp, type TestApp } from '../support/app.js';
import { TrainingSystem } from '../support/training-system.js';

const header = 1536;
const frame = 65_536 + 16;
const slots = [512, 1024] as const;
const slotBytes = 68;

const newKey = () => randomBytes(32).toString('base64');
const idOf = (key: string) => readMasterKeys(key, 'test')[0]?.id ?? '';
const oldKey = newKey();
const newestKey = newKey();

let system: TrainingSystem;
let caseId: string;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-30', { RECOUP_MASTER_KEY: oldKey });
  await system.receivables({ document: 'D1', dueOn: '2026-02-20', amount: '1000.00' });
  caseId = await system.caseOf('D1');
  await system.take('finance_director', caseId, { type: 'docket', reason: '停业' });
});

afterAll(() => system.close());

/** A document of so many bytes, no two alike. */
async function filed(bytes: number): Promise<{ id: string; sha256: string; content: string; path: string }> {
  const text = randomBytes(Math.ceil(bytes / 2)).toString('hex');
  const content = `%PDF-1.7 ${text}`.slice(0, bytes);
  const { status, body } = await system.api.upload(
    'legal_officer',
    `/api/v1/cases/${caseId}/evidence`,
    { kind: 'contract', ground: 'origin' },
    { name: '合同.pdf', content },
  );
  expect([status, body.sha256]).toEqual([201, createHash('sha256').update(content).digest('hex')]);
  return { ...body, content, path: pathOf(body.sha256) };
}

function pathOf(sha256: string): string {
  return join(system.home, 'evidence', sha256.slice(0, 2), sha256);
}

function read(id: string) {
  return system.api.get('legal_manager', `/api/v1/evidence/${id}/file`);
}

async function faultsOf(sha256: string): Promise<unknown[]> {
  return system.rows(`select login, fault from evidence_faults where sha256 = decode($1, 'hex') order by id`, [sha256]);
}

async function problems(): Promise<unknown[]> {
  return [...(await system.server.app.get(Verification).verify()).problems];
}

describe('A document is kept encrypted', () => {
  test.each([
    ['of a few bytes', 20, 1],
    ['of just under a frame', 65_535, 1],
    ['of just a frame', 65_536, 1],
    ['of a byte more', 65_537, 2],
    ['of several frames', 200_000, 4],
  ])('%s, and is given out as it was filed', async (_what, bytes, frames) => {
    const { id, content, path } = await filed(bytes);
    const kept = await readFile(path);
    expect(kept).toHaveLength(header + bytes + frames * 16);
    expect(kept.includes(content.slice(0, 12))).toBe(false);
    expect((await read(id)).body).toBe(content);
  });

  it('in a way that a stranger can undo with the key and src/evidence/README.md alone', async () => {
    const { content, path } = await filed(150_000);
    const readme = await readFile(join(import.meta.dirname, '../../src/evidence/README.md'), 'utf8');
    const script = join(system.home, 'decrypt.mjs');
    await writeFile(script, /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '');
    const { stdout } = await promisify(execFile)(process.execPath, [script, path, oldKey], { maxBuffer: 1_000_000 });
    expect(stdout).toBe(content);
  });
});

describe('What is not as it was filed is not given out, is on the record, and verify names its case:', () => {
  type Harm = (kept: Buffer) => Buffer | undefined;
  const flip =
    (at: number): Harm =>
    (kept) => {
      kept[at] = (kept[at] ?? 0) ^ 1;
      return kept;
    };
  const without = (kept: Buffer, from: number, bytes: number) => Buffer.concat([kept.subarray(0, from), kept.subarray(from + bytes)]);

  test.each<[what: string, bytes: number, harm: Harm, code: string]>([
    ['a changed byte', 1000, flip(header + 10), 'evidence.altered'],
    ['a changed tag', 1000, flip(header + 1010), 'evidence.altered'],
    ['a changed key', 1000, flip(slots[0] + 30), 'evidence.altered'],
    ['a changed file id', 1000, flip(10), 'evidence.altered'],
    ['a file cut in its only frame', 1000, (kept) => kept.subarray(0, header + 500), 'evidence.altered'],
    ['a file cut behind its header', 1000, (kept) => kept.subarray(0, header), 'evidence.altered'],
    ['a file cut in its header', 1000, (kept) => kept.subarray(0, 600), 'evidence.altered'],
    ['an empty file', 1000, (kept) => kept.subarray(0, 0), 'evidence.altered'],
    ['another content in the clear', 1000, () => Buffer.from('%PDF-1.7 forged'), 'evidence.altered'],
    ['a first frame left out', 150_000, (kept) => without(kept, header, frame), 'evidence.altered'],
    ['no file', 1000, () => undefined, 'evidence.gone'],
  ])('%s', async (_what, bytes, harm, code) => {
    const { id, sha256, path } = await filed(bytes);
    const whole = await readFile(path);
    await replace(path, harm(Buffer.from(whole)));
    const { status, body } = await read(id);
    expect([status, body.code, body.detail]).toEqual([500, code, expect.stringContaining(id)]);
    expect(await faultsOf(sha256)).toEqual([{ login: 'legal_manager', fault: code.replace('evidence.', '') }]);
    expect(await problems()).toEqual([{ check: 'evidence', companyId: 'C01', caseId, what: expect.stringContaining(`evidence ${id} `) }]);
    await replace(path, whole);
    expect(await problems()).toEqual([]);
  });

  test.each<[what: string, harm: (kept: Buffer) => Buffer]>([
    ['cut between two frames', (kept) => kept.subarray(0, header + 5 * frame)],
    ['cut in its last frame', (kept) => kept.subarray(0, -1)],
    [
      'whose later frames changed places',
      (kept) =>
        Buffer.concat([
          kept.subarray(0, header + 3 * frame),
          kept.subarray(header + 4 * frame, header + 5 * frame),
          kept.subarray(header + 3 * frame, header + 4 * frame),
          kept.subarray(header + 5 * frame),
        ]),
    ],
  ])('a long file %s breaks off before its end', async (_what, harm) => {
    const { id, sha256, path } = await filed(400_000);
    const whole = await readFile(path);
    await replace(path, harm(whole));
    await expect(read(id)).rejects.toThrow();
    expect(await faultsOf(sha256)).toEqual([{ login: 'legal_manager', fault: 'altered' }]);
    await replace(path, whole);
  });

  it('the file of another document, which is whole in itself', async () => {
    const [mine, other] = [await filed(500), await filed(500)];
    const whole = await readFile(mine.path);
    await replace(mine.path, await readFile(other.path));
    expect((await read(mine.id)).body.code).toBe('evidence.altered');
    await replace(mine.path, whole);
  });

  async function replace(path: string, content: Buffer | undefined): Promise<void> {
    if (content) await writeFile(path, content);
    else await rm(path);
  }
});

describe('A server', () => {
  it('does not go on with another key than files need, and says which it needs', async () => {
    const key = newKey();
    await expect(serveWith({ RECOUP_MASTER_KEY: key })).rejects.toThrow(
      new RegExp(`encrypted with master key ${idOf(oldKey)}, which is not among the known ones \\(${idOf(key)}\\)`),
    );
    await expect(serveWith({})).rejects.toThrow(/known ones \(none\)/);
    await serveWith({ RECOUP_MASTER_KEY: `${key} ${oldKey}` });
  });

  it('that has lost its key makes no new one beside it', async () => {
    const app = await startWith({});
    const form = new FormData();
    for (const [name, value] of Object.entries({ kind: 'contract', ground: 'origin' })) form.append(name, value);
    form.append('file', new Blob(['%PDF-1.7 x']), 'a.pdf');
    const headers = { authorization: `Bearer ${await system.api.token('legal_officer')}` };
    const answer = await fetch(`${app.url}/api/v1/cases/${caseId}/evidence`, { method: 'POST', headers, body: form });
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'evidence.no_key', facts: { key: idOf(oldKey) } }]);
    await expect(stat(join(system.home, 'master-key'))).rejects.toThrow('ENOENT');
    await app.close();
  });

  it('does not start with a setting that is no key, and does not repeat it', async () => {
    await expect(startWith({ RECOUP_MASTER_KEY: 'hunter2' })).rejects.toThrow(/^(?!.*hunter2)RECOUP_MASTER_KEY has something/);
    await expect(startWith({ RECOUP_MASTER_KEY_FILE: join(system.home, 'nowhere') })).rejects.toThrow(/nowhere, which is not there/);
    await expect(startWith({ RECOUP_MASTER_KEY: oldKey, RECOUP_MASTER_KEY_FILE: 'x' })).rejects.toThrow(/both set/);
  });

  it('without a setting makes a key that only its account can read, and keeps it', async () => {
    const other = await TrainingSystem.start('2026-06-30');
    try {
      await other.receivables({ document: 'D1', dueOn: '2026-02-20', amount: '1000.00' });
      const id = await other.caseOf('D1');
      await other.take('finance_director', id, { type: 'docket', reason: '停业' });
      const evidence = await other.evidence(id, 'contract', 'origin');
      const file = join(other.home, 'master-key');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const again = await startApp({ databaseUrl: other.database.url, home: other.home });
      const response = await fetch(`${again.url}/api/v1/evidence/${evidence}/file`, {
        headers: { authorization: `Bearer ${await other.api.token('auditor')}` },
      });
      expect(await response.text()).toMatch(/^%PDF-1\.4/);
      await again.close();
    } finally {
      await other.close();
    }
  });
});

describe('Rotating the key', () => {
  it('wraps data keys anew, leaves the data, encrypts what lay in the clear, and retires the old key', async () => {
    const documents = [await filed(100), await filed(100_000), await filed(300)];
    const before = await Promise.all(documents.map(({ path }) => readFile(path)));
    const [, , inTheClear] = documents;
    if (inTheClear) await writeFile(inTheClear.path, inTheClear.content);
    expect(inTheClear && (await read(inTheClear.id)).body).toBe(inTheClear?.content);

    // As after a rotation that was killed between its two writes, and during the first.
    const app = await startWith({ RECOUP_MASTER_KEY: `${newestKey},${oldKey}` });
    const rotation = app.app.get(KeyRotation);
    expect(await rotation.rotate(undefined, () => true)).toMatchObject({ files: 0, retired: [] });
    const [half] = documents;
    const torn = Buffer.from(before[0] ?? []);
    Buffer.from(idOf(newestKey), 'hex').copy(torn, slots[1]);
    if (half) await writeFile(half.path, torn);

    const seen: number[] = [];
    const rotated = await rotation.rotate((files) => seen.push(files));
    expect(rotated).toMatchObject({
      keyId: idOf(newestKey),
      encrypted: 1,
      rewrapped: rotated.files - 1,
      retired: [idOf(oldKey)],
      left: [],
    });
    expect(seen).toHaveLength(rotated.files);
    for (const [index, { path, content }] of documents.entries()) {
      const after = await readFile(path);
      if (index < 2) expect(after.subarray(header)).toEqual(before[index]?.subarray(header));
      const wrappedBy = slots.map((at) => after.subarray(at, at + slotBytes)).filter((slot) => slot.some((byte) => byte > 0));
      expect(wrappedBy.map((slot) => slot.toString('hex', 0, 8))).toEqual([idOf(newestKey)]);
      expect(after.includes(content.slice(0, 12))).toBe(false);
    }
    expect(await rotation.rotate()).toMatchObject({ rewrapped: 0, encrypted: 0, retired: [], left: [] });

    // A server that has the old key alone says what it lacks; with the newest alone all is read.
    const [document] = documents;
    const refused = await read(document?.id ?? '');
    expect([refused.status, refused.body.code, refused.body.facts.key]).toEqual([503, 'evidence.key_missing', idOf(newestKey)]);
    await app.close();
    const alone = await startWith({ RECOUP_MASTER_KEY: newestKey });
    expect((await alone.app.get(Verification).verify()).problems).toEqual([]);
    await alone.close();
  });

  it('goes on needing an old key with which a server that has not been restarted files something meanwhile', async () => {
    const late = await filed(100);
    await expect(serveWith({ RECOUP_MASTER_KEY: newestKey })).rejects.toThrow(idOf(oldKey));
    const app = await startWith({ RECOUP_MASTER_KEY: `${newestKey},${oldKey}` });
    const rotation = app.app.get(KeyRotation);
    expect(await rotation.rotate()).toMatchObject({ rewrapped: 1, retired: [idOf(oldKey)] });
    await app.close();
    expect((await read(late.id)).body.code).toBe('evidence.key_missing');
  });

  it('names files that it cannot read, and retires nothing', async () => {
    const sha256 = 'f'.repeat(64);
    await mkdir(dirname(pathOf(sha256)), { recursive: true });
    await writeFile(pathOf(sha256), 'not what its name says');
    const late = await filed(100);
    const app = await startWith({ RECOUP_MASTER_KEY: `${newestKey},${oldKey}` });
    const rotation = app.app.get(KeyRotation);
    expect(await rotation.rotate()).toMatchObject({ retired: [], left: [{ sha256, fault: 'altered' }] });
    await rm(pathOf(sha256));
    expect(await rotation.rotate()).toMatchObject({ retired: [idOf(oldKey)], left: [] });
    await app.close();
    expect(late.sha256).toHaveLength(64);
  });
});

/** As `npm start` does once it listens; ends again. */
async function serveWith(settings: Record<string, string>): Promise<void> {
  const app = await startWith(settings);
  try {
    await app.app.get(Startup).run({ url: app.url, print: () => undefined });
  } finally {
    await app.close();
  }
}

function startWith(settings: Record<string, string>): Promise<TestApp> {
  return startApp({ databaseUrl: system.database.url, home: system.home, settings });
}
