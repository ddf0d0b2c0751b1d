import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { gb18030 } from '../support/gb18030.js';
import { Ledger } from '../support/ledger.js';
import { ledgerFile } from '../support/ledger-files.js';
import { workbook } from '../support/workbook.js';

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

function preview(by: string, content: string | Uint8Array<ArrayBuffer>, fields: Record<string, string>) {
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

describe('An export as it comes out of the system, with titles above its table and sums below,', () => {
  /** An example of ours, as changed for one's own layout. */
  async function kept(name: string, example: string, changes: object): Promise<string> {
    const body = { ...JSON.parse(readFileSync(join(folder, `${example}.json`), 'utf8')), ...changes };
    expect(await ledger.api.as('ar_clerk', 'PUT', `/api/v1/import-profiles/${name}`, { body })).toMatchObject({ status: 200, body });
    return name;
  }

  it('of Kingdee, in GB18030, is read from its header on', async () => {
    const profile = await kept('kd', 'kingdee-receivables', { headerLine: 4 });
    const file = (due: string) =>
      gb18030(
        [
          '应收单列表',
          '组织："恒川精密",,日期：2026-06-30',
          '',
          '单据编号,业务日期,客户编码,客户名称,到期日,价税合计,销售员编码,备注',
          'AR00000001,2026-03-01,K7001,金州机床有限公司,2026-05-31,"1,234,567.89",sales0001,',
          `AR00000002,2026-03-01,K7001,金州机床有限公司,${due},800.00,sales0001,"两行\n的备注"`,
          '小计,,,,,"1,235,367.89",,',
          ' 合计,,,,,"1,235,367.89",,',
          '',
        ].join('\r\n'),
      );
    expect((await ledger.import('receivables', file('2026-02-30'), { profile })).body).toMatchObject({
      status: 'rejected',
      errors: [{ line: 6, column: '到期日', value: '2026-02-30', code: 'date.not_a_day' }],
    });
    expect((await ledger.import('receivables', file('2026-05-31'), { profile })).body).toMatchObject({
      status: 'done',
      rows: 2,
      accepted: 2,
    });
    expect(await ledger.caseOf('AR00000001')).toMatchObject({ balance: '1234567.89' });
  });

  it('of Yonyou, with a byte order mark, dates as 2026/3/1 and negatives in parentheses, too', async () => {
    const profile = await kept('yy', 'yonyou-receivables', { headerLine: 2, dateFormat: 'YYYY/M/D', minus: 'parentheses' });
    const file = (negative: string) =>
      [
        '\ufeff应收单据列表',
        '单据号,单据日期,客户编码,客户名称,到期日,原币金额,业务员编码,合同号',
        'YS-1,2026/3/1,Y1,合众,2026/5/31,"1,500.00",sales0001,',
        `YS-2,2026/3/1,Y1,合众,2026/5/31,"${negative}",sales0001,`,
        '总计,,,,,"1,000.00",,',
      ].join('\n');
    for (const half of ['(500.00', '500.00)', '-500.00', '()', '(500.00))'])
      expect((await ledger.import('receivables', file(half), { profile })).body).toMatchObject({
        status: 'rejected',
        errors: [{ line: 4, column: '原币金额', value: half, code: 'amount.malformed' }],
      });
    expect((await ledger.import('receivables', file('(500.00)'), { profile })).body).toMatchObject({ status: 'done', accepted: 2 });
    expect(await ledger.caseOf('YS-1')).toMatchObject({ balance: '1500.00' });
    expect(await ledger.credit('YS-2')).toMatchObject({ onAccount: '500.00' });
  });

  it('of SAP, with tabs, stars before the sums and the minus behind, too', async () => {
    const profile = await kept('fbl5n', 'sap-fbl5n', { headerLine: 4 });
    const file = [
      'Customer Line Item Display',
      'Company Code\tC01',
      '',
      '\tCompany Code\tAccount\tDocument Number\tDocument Date\tNet due date\tDocument currency\tAmount in doc. curr.\tSales Employee',
      '\tC01\t0000100002\t1800000099\t01.03.2026\t31.05.2026\tCNY\t12.345,60\tsales0001',
      '\tC01\t0000100002\t1600000098\t02.03.2026\t02.03.2026\tCNY\t45,60-\t',
      '*\t\t0000100002\t\t\t\tCNY\t12.300,00\t',
      '**\t\t\t\t\t\tCNY\t12.300,00\t',
    ].join('\r\n');
    const seen = await preview('ar_clerk', file, { kind: 'open_items', profile });
    expect(seen.body.rows).toMatchObject([
      { line: 5, values: { document: '1800000099', dueOn: '2026-05-31', openAmount: '12345.60' }, errors: [] },
      { line: 6, values: { openAmount: '-45.60' }, errors: [] },
    ]);
  });

  it('as a workbook, with its title over merged cells, too', async () => {
    const profile = await kept('kd-xlsx', 'kingdee-receivables', { headerLine: 3 });
    const sheet = (from: number) =>
      workbook(
        [
          ['应收单列表'],
          ['组织', '恒川精密', '', '', '', '', '', '打印人', '张三'],
          ['单据编号', '业务日期', '客户编码', '客户名称', '到期日', '价税合计', '销售员编码'],
          ['XL-1', '2026-03-01', 'K7002', '合众', '2026-05-31', '100.00', 'sales0001'],
          ['合计', '', '', '', '', '100.00'],
        ],
        { tail: `<mergeCells count="1"><mergeCell ref="A${from}:G${from + 1}"/></mergeCells>` },
      );
    expect((await ledger.import('receivables', sheet(4), { profile })).body).toMatchObject({ status: 400, code: 'sheet.merged' });
    expect((await ledger.import('receivables', sheet(1), { profile })).body).toMatchObject({ status: 'done', rows: 1, accepted: 1 });
    expect(await ledger.caseOf('XL-1')).toMatchObject({ balance: '100.00' });
  });

  it('is empty where nothing stands below', async () => {
    const profile = await kept('far', 'kingdee-receivables', { headerLine: 100 });
    expect((await ledger.import('receivables', gb18030('单据编号\n1\n'), { profile })).body).toMatchObject({
      status: 400,
      code: 'file.empty',
    });
  });

  it.each<[string, object, string]>([
    ['a line before the first', { headerLine: 0 }, 'headerLine'],
    ['a line too far down', { headerLine: 101 }, 'headerLine'],
    ['a line in words', { headerLine: '3' }, 'headerLine'],
    ['a minus elsewhere', { minus: 'above' }, 'minus'],
    ['sums that are no list', { totals: '合计' }, 'totals'],
    ['a sum without a word', { totals: [''] }, 'totals'],
    ['too many sums', { totals: Array.from({ length: 11 }, (_, n) => `${n}`) }, 'totals'],
    ['a sum that turns the reading direction', { totals: ['合\u202e计'] }, 'totals'],
  ])('is not described with %s', async (_what, changes, field) => {
    const body = { ...JSON.parse(readFileSync(join(folder, 'kingdee-receivables.json'), 'utf8')), ...changes };
    const answer = await ledger.api.as('ar_clerk', 'PUT', '/api/v1/import-profiles/wrong', { body });
    expect(answer.body).toMatchObject({ status: 400, code: 'request.invalid', errors: [{ field }] });
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
