import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DemoCompany } from '../../src/demo/company/demo-company.js';
import { Api } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const root = join(import.meta.dirname, '../..');

/** A day that the tour may begin on; in it come the October holidays, with working days to make up for them. */
const today = '2026-09-01';

describe('The tour of the README, on a system with the demo company', () => {
  let database: TestDatabase;
  let app: TestApp;
  let home: string;
  let output: string;
  let errors: string;

  beforeAll(async () => {
    database = await freshDatabase();
    home = await mkdtemp(join(tmpdir(), 'recoup-tour-'));
    app = await startApp({ databaseUrl: database.url, home });
    await new Api(app.url).post('admin', '/api/v1/training/clock', { date: today });
    await app.app.get(DemoCompany).fill();
    ({ output, errors } = await paste(await tour(), { RECOUP: app.url, DATABASE_URL: database.url, RECOUP_HOME: home }));
  }, 600_000);

  afterAll(async () => {
    await app.close();
    await database.drop();
    await rm(home, { recursive: true });
  });

  it('runs without an error', () => {
    expect(errors).toBe('');
  });

  it('meets every refusal that it speaks of, in this order', () => {
    const refusals = [...output.matchAll(/^4\d\d (\S+): /gm)].map(([, code]) => code);
    expect(refusals).toEqual([
      'receipt.by_sales',
      'confirm.amount',
      'return.too_old',
      'vote.reason_required',
      'evidence.same_person',
      'writeoff.approver',
      'attribution.shares',
      'period.unfinished',
    ]);
  });

  it('hides the vote, voids the second resolution for want of evidence, and gives a quarter of the points back', () => {
    const told = ['hidden: true', '\ngrace\n', '\nvoid\n', "why: 'evidence.required'", '\nbad_debt\n', 'give_back sales0001 1.50'];
    const places = told.map((words) => output.indexOf(words));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(output).toMatch(/everything holds\n$/);
  });

  it('closes the quarter once its complaint is decided, and takes the payroll file', () => {
    expect(output).toMatch(/closed on \d{4}-\d{2}-\d{2} with 5 cards\n/);
    expect(output.match(/^"(ar_clerk|sales0001|sales0002|sales_manager|success0001)",.*,"[A-D]",/gm)).toHaveLength(5);
  });

  it('leaves the account written off, with final shares', async () => {
    const { body } = await new Api(app.url).get('auditor', `/api/v1/cases?state=writtenOff`);
    expect(body.items).toMatchObject([{ document: `TOUR-${today}`, state: { collection: 'writtenOff', attribution: 'final' } }]);
  });

  /** Runs what somebody would paste; `recoup` is the command line, run from its sources. */
  async function paste(script: string, env: Record<string, string>): Promise<{ output: string; errors: string }> {
    const bin = join(home, 'bin');
    await mkdir(bin);
    const program = `#!/bin/sh\nexec '${process.execPath}' --import '${root}/test/support/load-typescript.mjs' '${root}/src/cli.ts' "$@"\n`;
    await writeFile(join(bin, 'recoup'), program);
    await chmod(join(bin, 'recoup'), 0o755);
    const bash = spawn('bash', ['-s'], { cwd: root, env: { PATH: [bin, process.env.PATH].join(delimiter), TMPDIR: home, ...env } });
    const said = { output: '', errors: '' };
    bash.stdout.on('data', (chunk: Buffer) => {
      said.output += chunk.toString();
    });
    bash.stderr.on('data', (chunk: Buffer) => {
      said.errors += chunk.toString();
    });
    bash.stdin.end(script);
    await once(bash, 'close');
    return said;
  }
});

/** All blocks of the tour as one script. */
async function tour(): Promise<string> {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const [, chapter = ''] = /^## A ten-minute tour$([\s\S]*?)^## /m.exec(readme) ?? [];
  return [...chapter.matchAll(/^```bash$([\s\S]*?)^```$/gm)].map(([, block]) => block).join('\n');
}
