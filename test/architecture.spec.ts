import { execFile } from 'node:child_process';
import { appendFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const fixtures: string[] = [];

afterAll(() => {
  for (const folder of fixtures) rmSync(folder, { recursive: true });
});

describe('The arrows between the rooms', () => {
  it('point where ARCHITECTURE.md says, without circles', async () => {
    expect(await wrongArrows(root)).toEqual([]);
  });

  const wrong: [rule: string, from: string, to: string][] = [
    ['workflows-touch-nothing', 'workflows/dispute/reaches-out.ts', 'src/platform/target.ts'],
    ['workflows-touch-nothing', 'workflows/dispute/uses-a-builtin.ts', 'node:fs'],
    ['rule-rooms-do-not-know-the-case', 'workflows/dispute/knows-the-case.ts', 'workflows/collection-case/target.ts'],
    ['calendar-money-policy-stand-at-the-bottom', 'workflows/policy.ts', 'workflows/dispute/target.ts'],
    ['platform-knows-no-room', 'src/platform/knows-a-room.ts', 'src/people/target.ts'],
    ['platform-decides-nothing', 'src/platform/decides.ts', 'workflows/dispute/target.ts'],
    ['people-know-no-feature-room', 'src/people/know-cases.ts', 'src/cases/target.ts'],
    ['cases-know-no-feature-room', 'src/cases/know-a-feature.ts', 'src/audit/target.ts'],
    ['feature-rooms-do-not-know-each-other', 'src/audit/knows-another.ts', 'src/dunning/target.ts'],
    ['nothing-stands-on-the-pages', 'src/audit/uses-a-page.ts', 'src/workbench/target.ts'],
    ['migrations-stand-alone', 'migrations/1-uses-the-program.ts', 'src/audit/target.ts'],
    ['nothing-runs-on-tests', 'src/audit/uses-a-test.ts', 'test/target.ts'],
    ['no-circle', 'src/audit/and-back.ts', 'src/audit/there.ts'],
    ['unknown-import', 'src/audit/nowhere.ts', './missing.js'],
  ];
  const right: [from: string, to: string][] = [
    ['src/audit/uses-cases.ts', 'src/cases/target.ts'],
    ['src/audit/uses-platform.ts', 'src/platform/target.ts'],
    ['src/audit/uses-people.ts', 'src/people/target.ts'],
    ['src/audit/uses-rules.ts', 'workflows/dispute/target.ts'],
    ['src/audit/uses-a-reader.ts', 'src/dunning/letters.reader.ts'],
    ['src/workbench/uses-any-room.ts', 'src/dunning/target.ts'],
    ['workflows/collection-case/uses-a-rule.ts', 'workflows/dispute/target.ts'],
  ];
  let found: string[];

  beforeAll(async () => {
    const arrows = [...wrong.map(([, from, to]) => [from, to] as const), ...right];
    found = await wrongArrows(fixture([...arrows, ['src/audit/there.ts', 'src/audit/and-back.ts']]));
  });

  it.each(wrong)('fail as %s: %s → %s', (rule, from) => {
    expect(found).toContainEqual(expect.stringContaining(`${rule}: ${from} → `));
  });

  it.each(right)('allow %s → %s', (from) => {
    expect(found.filter((arrow) => arrow.includes(`: ${from} → `))).toEqual([]);
  });
});

describe('workflows/ decides and touches nothing', () => {
  it('has no clock, no chance, no process and no network', () => {
    const impure = globSync('workflows/**/*.ts', { cwd: root }).flatMap((file) =>
      impurities(readFileSync(join(root, file), 'utf8')).map((found) => `${file}: ${found}`),
    );
    expect(impure).toEqual([]);
  });

  it.each([
    'Date.now()',
    'new Date()',
    'new Date',
    'Math.random()',
    'process.env.X',
    "fetch('x')",
    'performance.now()',
    'setTimeout(f)',
    'globalThis.x',
  ])('fails for %s', (statement) => {
    expect(impurities(`const x = ${statement};`)).toHaveLength(1);
  });

  it('lets dates be computed from given ones and words stand in comments', () => {
    expect(impurities("const d = new Date(day); // not Date.now()\n/* process. */ inProcess.of(x); prefetch('x')")).toEqual([]);
  });
});

/** "rule: from → to" for every arrow that points the wrong way. */
async function wrongArrows(folder: string): Promise<string[]> {
  const rooms = ['src', 'workflows', 'migrations'].filter((room) => globSync(`${room}/**/*.ts`, { cwd: folder }).length);
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [program, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', ...rooms];
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  // A wrong arrow makes the tool exit with its number of errors; the report comes all the same.
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((error: { stdout: string }) => error);
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string }; from: string; to: string }[] } };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

/** A project of files that import one another as told. */
function fixture(arrows: (readonly [from: string, to: string])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'recoup-arrows-'));
  fixtures.push(folder);
  const add = (file: string, content: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    appendFileSync(join(folder, file), content);
  };
  for (const [from, to] of arrows) {
    const isFile = to.endsWith('.ts');
    const specifier = isFile ? `./${relative(dirname(from), to).replace(/ts$/, 'js')}` : to;
    add(from, `import '${specifier}';\nexport type From = 1;\n`);
    if (isFile) add(to, 'export const target = 1;\n');
  }
  return folder;
}

/** What a pure source must not contain; comments do not count. */
function impurities(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
  const forbidden =
    /\bDate\.now\b|\bnew Date\b(?!\s*\(\s*[^)\s])|\bMath\.random\b|(?<![\w.])process\.|(?<![\w.])fetch\(|\bperformance\.|\bset(?:Timeout|Interval|Immediate)\(|\bglobalThis\b/g;
  return code.match(forbidden) ?? [];
}
