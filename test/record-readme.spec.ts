import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
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
