import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Ledger } from '../support/ledger.js';
import { ledgerFile } from '../support/ledger-files.js';

const folder = join(import.meta.dirname, '../../src/receivables/imports/profiles/examples');
const examples = readdirSync(folder).filter((file) => file.endsWith('.json'));

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.open();
});

afterEach(async () => {
  expect(await ledger.broken()).toEqual([]);
});

afterAll(() => ledger.system.close());

function preview(by: string, content: string, fields: Record<string, string>) {
  return ledger.api.upload(by, '/api/v1/imports/preview', { company: 'C01', ...fields }, { name: 'a.csv', content });
}

describe('The example profiles', () => {
  it.each(examples)('%s is one that can be kept', async (file) => {
    const body = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const answer = await ledger.api.as('ar_clerk', 'PUT', `/api/v1/import-profiles/${file.replace('.json', '')}`, { body });
    expect(answer).toMatchObject({ status: 200, body });
  });

  it('read an SAP list of open items: point in the date, comma in the amount, minus behind', async () => {
    const header =
      'Company Code\tAccount\tDocument Number\tText\tDocument Date\tNet due date\tDocument currency\tAmount in doc. curr.\tSales Employee';
    const rows = [
      'C01\t0000100001\t1800000012\tx\t05.01.2026\t01.06.2026\tCNY\t1.234.567,80\tsales0001',
      'C01\t0000100001\t1600000003\t\t06.01.2026\t06.01.2026\tCNY\t500,00-\t',
    ];
    const file = `${[header, ...rows].join('\r\n')}\r\n`;
    const seen = await preview('ar_clerk', file, { kind: 'open_items', profile: 'sap-fbl5n' });
    expect(seen.body).toMatchObject({
      columns: { document: 'Document Number', openAmount: 'Amount in doc. curr.' },
      rows: [
        { line: 2, values: { document: '1800000012', customer: '0000100001', dueOn: '2026-06-01', openAmount: '1234567.80' }, errors: [] },
        { line: 3, values: { openAmount: '-500.00', owner: null }, errors: [] },
      ],
    });
    expect((await ledger.import('open_items', file, { profile: 'sap-fbl5n', asOf: '2026-06-30' })).body).toMatchObject({
      status: 'done',
      accepted: 2,
    });
    expect(await ledger.caseOf('1800000012')).toMatchObject({ balance: '1234567.80' });
    expect(await ledger.credit('1600000003')).toMatchObject({ onAccount: '500.00' });
  });
});

describe('The preview of a file', () => {
  it('shows what is understood of the first 20 rows and what is not, and takes nothing', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({
      document: `P${index}`,
      ...(index === 1 && { dueOn: '2026-02-30', amount: 'x' }),
    }));
    const before = await ledger.system.rows('select (select count(*) from receivables), (select count(*) from imports)');
    const { status, body } = await preview('ar_clerk', ledgerFile('receivables', ...rows), { kind: 'receivables' });
    expect(status).toBe(200);
    expect(body.rows).toHaveLength(20);
    expect(body.rows[0]).toMatchObject({ line: 2, values: { document: 'P0', amount: '100.00' }, errors: [] });
    expect(body.rows[1]).toMatchObject({
      line: 3,
      values: { document: 'P1', dueOn: null, amount: null },
      errors: [
        { line: 3, column: 'dueOn', value: '2026-02-30', code: 'date.not_a_day', message: expect.stringMatching(/。$/) },
        { line: 3, column: 'amount', code: 'amount.malformed' },
      ],
    });
    expect(await ledger.system.rows('select (select count(*) from receivables), (select count(*) from imports)')).toEqual(before);
  });

  it.each<[string, string, string, Record<string, string>, object]>([
    ['a header that lacks a column', 'ar_clerk', 'customer\nK1\n', { kind: 'receivables' }, { status: 400, code: 'file.missing_columns' }],
    ['an empty file', 'ar_clerk', '', { kind: 'receivables' }, { status: 400, code: 'file.empty' }],
    ['a ZIP that is no workbook', 'ar_clerk', 'PK\x03\x04', { kind: 'receivables' }, { status: 415, code: 'file.not_a_workbook' }],
    ['an open quote', 'ar_clerk', `${ledgerFile('receivables', {})}"`, { kind: 'receivables' }, { status: 400, code: 'file.quote' }],
    [
      'a profile of another kind',
      'ar_clerk',
      'x',
      { kind: 'receipts', profile: 'sap-fbl5n' },
      { status: 400, code: 'profile.kind_differs' },
    ],
    ['a company that there is none of', 'ar_clerk', 'x', { kind: 'receipts', company: 'C99' }, { status: 404, code: 'company.unknown' }],
    [
      'somebody who may not import',
      'sales0001',
      ledgerFile('receivables', {}),
      { kind: 'receivables' },
      { status: 403, code: 'role.required' },
    ],
  ])('is refused for %s', async (_what, by, content, fields, problem) => {
    expect((await preview(by, content, fields)).body).toMatchObject(problem);
  });
});
