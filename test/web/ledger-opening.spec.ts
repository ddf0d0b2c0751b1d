import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ledger } from '../support/ledger.js';
import { ledgerFile } from '../support/ledger-files.js';
import { run } from '../support/process.js';

let ledger: Ledger;
const overdue = '2026-06-01';
const later = { cases: 'later' };

beforeAll(async () => {
  ledger = await Ledger.open();
});

afterAll(() => ledger.system.close());

const casesOf = async (company: string) =>
  (
    await ledger.system.rows(
      'select r.document from cases c join receivables r on r.id = c.receivable_id where c.company_id = $1 order by 1',
      [company],
    )
  ).map(({ document }) => document);

describe('On the day of the opening cases may wait', () => {
  it('for the receipts of what they would be about, and only what is left gets one', async () => {
    const owed = ['D1', 'D2', 'D3'].map((document) => ({ document, dueOn: overdue }));
    expect((await ledger.import('receivables', owed, later)).body).toMatchObject({ status: 'done', accepted: 3 });
    expect((await ledger.import('credits', [{ credit: 'D2', document: 'D2' }], later)).body).toMatchObject({ status: 'done' });
    expect(await casesOf('C01')).toEqual([]);
    expect(await ledger.system.rows(`select opening_on::text from companies where id = 'C01'`)).toEqual([{ opening_on: '2026-06-30' }]);
    const paid = [{ document: 'D1' }, { receipt: 'R3', document: 'D3', amount: '60.00' }];
    expect((await ledger.import('receipts', paid)).body).toMatchObject({ status: 'done', accepted: 2 });
    expect(await casesOf('C01')).toEqual(['D3']);
    expect(await ledger.caseOf('D3')).toMatchObject({ balance: '40.00' });
    expect(await ledger.broken()).toEqual([]);
  });

  it('for the night at the latest', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'recoup-opening-'));
    const path = join(folder, 'owed.csv');
    await writeFile(path, ledgerFile('receivables', { company: 'C02', document: 'E1', dueOn: overdue }));
    const wish = ['import', path, '--kind', 'receivables', '--company', 'C02', '--cases', 'later'];
    const command = run('src/cli.ts', wish, { DATABASE_URL: ledger.system.database.url, RECOUP_HOME: folder });
    expect([await command.ended, command.output()]).toEqual([0, expect.stringContaining('1 rows, 1 accepted')]);
    await rm(folder, { recursive: true });
    expect(await casesOf('C02')).toEqual([]);
    await ledger.system.moveTo('2026-07-01');
    expect(await casesOf('C02')).toEqual(['E1']);
  });
});

describe('Nobody keeps a case from being opened', () => {
  it('once the opening is over', async () => {
    for (const answer of [
      await ledger.import('receivables', [{ document: 'D4', dueOn: overdue }], later),
      await ledger.importLater('receivables', [{ document: 'D4', dueOn: overdue }], later),
    ])
      expect(answer.body).toMatchObject({ status: 409, code: 'opening.over', facts: { openingOn: '2026-06-30' } });
    expect(await ledger.receivable('D4')).toBeUndefined();
    expect((await ledger.import('receivables', [{ document: 'D4', dueOn: overdue }], { cases: 'now' })).body).toMatchObject({
      status: 'done',
    });
    expect(await casesOf('C01')).toEqual(['D3', 'D4']);
  });

  it.each(['open_items', 'customers', 'orders'] as const)('with a file that tells nothing of it: %s', async (kind) => {
    expect((await ledger.import(kind, [{}], { ...later, asOf: '2026-06-30' })).body).toMatchObject({
      status: 400,
      errors: [{ field: 'cases', code: 'choice' }],
    });
  });
});
