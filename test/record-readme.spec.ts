import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Leaf, merkleRoot } from '../src/audit/merkle.js';
import { sealHash } from '../src/audit/seal.js';
import { type SealFile, sealText } from '../src/audit/seal-file.js';
import { type HashedEntry, journalHash } from '../src/cases/journal-hash.js';
import { block, recordReadme, strangersCheck } from './support/record-readme.js';

type Example = Omit<HashedEntry, 'prevHash'> & { prevHash: string; hash: string };

const example = JSON.parse(block('json')) as Example;

describe('The worked example of src/audit/README.md', () => {
  const bytes = block('text').replace(/\n$/, '');

  it('hashes to what it says', () => {
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(example.hash);
    expect(recordReadme).toContain(`The ${Buffer.byteLength(bytes)} bytes that are hashed`);
    expect(recordReadme).toContain(`\`${example.hash}\``);
  });

  it('is what the program computes', () => {
    const { hash, prevHash, ...entry } = example;
    expect(journalHash({ ...entry, prevHash: Buffer.from(prevHash, 'hex') }).toString('hex')).toBe(hash);
  });
});

describe('Its check', () => {
  const first = entry({ seq: 1, prevHash: '0'.repeat(64) });
  const second = entry({ seq: 2, prevHash: first.hash });
  const other = entry({ caseId: '8', seq: 1, prevHash: '0'.repeat(64) });

  it('finds nothing in whole histories', async () => {
    expect(await strangersCheck([first, second, other])).toEqual([0, '3 entries checked\n']);
  });

  it.each([
    ['a changed entry', [first, { ...second, actor: 'somebody_else' }]],
    ['a changed detail', [first, { ...second, command: { ...second.command, with: '林会长' } }]],
    ['a missing entry', [second]],
    ['entries out of order', [second, first]],
    ['an entry of another case', [first, { ...second, caseId: '8' }]],
  ])('finds %s', async (_what, entries) => {
    const [code, said] = await strangersCheck(entries);
    expect(code).toBe(1);
    expect(said).toMatch(/^Broken at entry/);
  });

  describe('with the files of seals', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'recoup-stranger-'));
    });

    afterAll(() => rm(folder, { recursive: true }));

    function sealOf(number: number, covered: readonly (Example & object)[], prevHash: Buffer): SealFile & { leaves: Leaf[] } {
      const leaves = covered.map(({ caseId, seq, hash }) => ({ caseId, seq, hash: Buffer.from(hash, 'hex') }));
      const unsigned = {
        ...{ companyId: 'C01', number, businessDate: '2026-01-17', sealedAt: '2026-01-16T16:05:00.001Z', leaves: leaves.length },
        ...{ root: merkleRoot(leaves), prevHash, publicKey: spki },
      };
      const hash = sealHash(unsigned);
      return { seal: { ...unsigned, hash, signature: sign(null, hash, privateKey) }, leaves };
    }

    async function check(entries: object[], ...files: SealFile[]): Promise<[number, string]> {
      const paths = files.map((_, index) => join(folder, `${index}.json`));
      for (const [index, file] of files.entries()) await writeFile(paths[index] ?? '', sealText(file));
      return strangersCheck(entries, paths);
    }

    const third = entry({ caseId: '9', seq: 1, prevHash: '0'.repeat(64) });
    const one = sealOf(1, [second, other, third], Buffer.alloc(32));
    const next = entry({ caseId: '8', seq: 2, prevHash: other.hash });
    const two = sealOf(2, [next], one.seal.hash);
    const all = [first, second, other, next, third];
    const successor = generateKeyPairSync('ed25519');

    /** Without leaves, under another key, for which the one before vouches or does not. */
    function handedOver(by = privateKey): SealFile {
      const publicKey = successor.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
      const { hash: _, signature: __, ...unsigned } = { ...sealOf(2, [], one.seal.hash).seal, publicKey };
      const hash = sealHash(unsigned);
      return { seal: { ...unsigned, hash, signature: sign(null, hash, successor.privateKey), handover: sign(null, hash, by) }, leaves: [] };
    }

    it('finds nothing where they hold, in whatever order they are given, and where they only count their leaves', async () => {
      expect(await check(all, two, one)).toEqual([0, '5 entries checked, 2 seals\n']);
      expect(await check(all, { seal: one.seal }, two)).toEqual([0, '5 entries checked, 2 seals\n']);
      expect(await check(all, one, handedOver())).toEqual([0, '5 entries checked, 2 seals\n']);
    });

    it.each<[what: string, entries: object[], files: SealFile[], said: RegExp]>([
      ['a tail that was cut', [first, other, next, third], [one], /^Broken at entry 2 of case 7 of C01, which a seal says was there$/m],
      [
        'a chain that was made anew',
        [first, entry({ ...second, actor: 'somebody_else' }), other, next, third],
        [one],
        /^Broken at entry 2 of case 7 of C01, which a seal says was another$/m,
      ],
      ['a leaf that was left out', all, [{ ...one, leaves: one.leaves.slice(1) }], /^Broken at seal 1 of C01$/m],
      ['another day', all, [{ ...one, seal: { ...one.seal, businessDate: '2026-01-18' } }], /^Broken at seal 1 of C01$/m],
      ['another signature', all, [{ ...one, seal: { ...one.seal, signature: Buffer.alloc(64) } }], /^Broken at seal 1 of C01$/m],
      ['one that does not follow the other', all, [one, sealOf(2, [next], Buffer.alloc(32, 7))], /^Broken at seal 2 of C01$/m],
      [
        'another key that nobody vouches for',
        all,
        [one, { ...handedOver(), seal: { ...handedOver().seal, handover: null } }],
        /^Broken at seal 2 of C01$/m,
      ],
      ['another key that vouches for itself', all, [one, handedOver(successor.privateKey)], /^Broken at seal 2 of C01$/m],
      ['a first one that follows something', all, [sealOf(1, [next], Buffer.alloc(32, 7))], /^Broken at seal 1 of C01$/m],
    ])('finds %s', async (_what, entries, files, said) => {
      const [code, told] = await check(entries, ...files);
      expect([code, told]).toEqual([1, expect.stringMatching(said)]);
    });
  });

  function entry(changes: Partial<Example>): Example & { command: Record<string, unknown> } {
    const changed = { ...example, ...changes } as Example & { command: Record<string, unknown> };
    return { ...changed, hash: journalHash({ ...changed, prevHash: Buffer.from(changed.prevHash, 'hex') }).toString('hex') };
  }
});

it('names every column that the hash covers, as the code does', () => {
  const source = readFileSync(join(import.meta.dirname, '../src/cases/journal-hash.ts'), 'utf8');
  const covered = [...source.matchAll(/^ {4}(?:String\()?(?:canonicalJson\()?entry\.(\w+)/gm)].map(([, field = '']) => columnOf(field));
  const listed = [...recordReadme.matchAll(/^\| \d+ \| [^|]+\| `(\w+)` \|/gm)].map(([, column]) => column);
  expect(listed).toEqual(covered);
});

function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
