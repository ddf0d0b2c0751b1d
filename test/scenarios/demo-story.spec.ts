import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { columnsOf } from '../../src/demo/story/columns.js';
import { languages } from '../../src/platform/i18n/language.js';
import { Api } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { run } from '../support/process.js';
import { block, strangersCheck } from '../support/record-readme.js';

const refusals = [
  'case.unknown',
  'receipt.by_sales',
  'confirm.amount',
  'review.too_young',
  'return.too_old',
  'vote.reason_required',
  'evidence.same_person',
  'writeoff.approver',
  'attribution.shares',
];

describe.each(languages)('recoup demo in %s', (language) => {
  let database: TestDatabase;
  let home: string;
  let env: Record<string, string>;
  let story: string;

  beforeAll(async () => {
    database = await freshDatabase();
    home = await mkdtemp(join(tmpdir(), 'recoup-demo-'));
    env = { DATABASE_URL: database.url, RECOUP_HOME: home };
    const demo = run('src/cli.ts', ['demo', '--lang', language], env);
    const code = await demo.ended;
    story = demo.output();
    expect([code, demo.errors()]).toEqual([0, '']);
  }, 120_000);

  afterAll(async () => {
    await database.drop();
    await rm(home, { recursive: true });
  });

  it('meets its refusals in their order, each with its sentence', () => {
    expect([...story.matchAll(/→ 4\d\d (\S+)$/gm)].map(([, code]) => code)).toEqual(refusals);
    // One more for the resolution that is void.
    expect(story.match(/^ {4}✗ .+$/gm)).toHaveLength(refusals.length + 1);
    expect(story.match(/^ {4}✗ [a-z]+\.[a-z_]+$/gm)).toBeNull();
  });

  it('fits into 80 columns, without colour where nobody looks', () => {
    expect(story.split('\n').filter((line) => columnsOf(line) > 80)).toEqual([]);
    expect(story).not.toContain('\u001b');
  });

  it('leaves a written-off case on a record that holds', async () => {
    let app: TestApp | undefined;
    try {
      app = await startApp({ databaseUrl: database.url, home });
      const api = new Api(app.url);
      const { body } = await api.get('auditor', '/api/v1/cases?state=all');
      expect(body.items).toMatchObject([{ document: 'HC-2512-0187', state: { collection: 'writtenOff', attribution: 'final' } }]);
      const deductions = await api.get('hr', '/api/v1/deductions');
      expect(deductions.body.items.map(({ kind, points }: { kind: string; points: string }) => `${kind} ${points}`)).toEqual([
        'give_back 0.50',
        'give_back 1.50',
        'deduction 2.00',
        'deduction 6.00',
      ]);
      expect((await api.get('auditor', '/api/v1/audit/verify')).body).toMatchObject({ ok: true, cases: 1 });
    } finally {
      await app?.close();
    }
  });

  it('leaves a record that the check of src/audit/README.md confirms', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ json_build_object: object }>(block('sql'));
      expect(rows.length).toBeGreaterThan(37);
      const folder = join(home, 'seals');
      const seals = (await readdir(folder)).map((name) => join(folder, name));
      expect(seals.length).toBeGreaterThan(3);
      expect(
        await strangersCheck(
          rows.map(({ json_build_object }) => json_build_object),
          seals,
        ),
      ).toEqual([0, `${rows.length} entries checked, ${seals.length} seals\n`]);
    } finally {
      await client.end();
    }
  });

  it('is not told where something is already', async () => {
    const again = run('src/cli.ts', ['demo', '--lang', language], env);
    expect(await again.ended).toBe(1);
    expect(again.output()).toMatch(/^recoup: .+\n$/);
    expect(again.output()).toContain('RECOUP_HOME');
  });
});
