import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from '@jest/globals';
import { Ledger } from '../support/ledger.js';
import { type LedgerKind, type LedgerRow, ledgerCells } from '../support/ledger-files.js';
import { run } from '../support/process.js';
import { asXml, formula, number, type SheetCell, typed, type WorkbookForm, workbook } from '../support/workbook.js';

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.open();
  await ledger.import('customers', [{}]);
});

afterEach(async () => {
  expect(await ledger.broken()).toEqual([]);
});

afterAll(() => ledger.system.close());

type Row = Record<string, SheetCell>;

/** As `ledgerCells`, for cells that need not be text. */
function cells(kind: LedgerKind, ...rows: Row[]): SheetCell[][] {
  const [header = [], usual = []] = ledgerCells(kind, {});
  return [header, ...rows.map((row) => header.map((column, index) => row[column] ?? usual[index] ?? ''))];
}

async function preview(kind: LedgerKind, content: Uint8Array<ArrayBuffer>, fields: Record<string, string> = {}) {
  const file = { name: 'a.csv', content };
  const { status, body } = await ledger.api.upload('ar_clerk', '/api/v1/imports/preview', { kind, company: 'C01', ...fields }, file);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

describe('A workbook goes through the same door as a CSV', () => {
  const rows: LedgerRow[] = [
    { document: 'X1', dueOn: '2026-06-01', amount: '1234.10' },
    { document: '123456789012345678', customer: '0000100001', customerName: '扬州启帆 & 电气' },
  ];

  it('whatever its name is, and changes nothing the second time', async () => {
    const file = workbook(ledgerCells('receivables', ...rows));
    const answer = await ledger.import('receivables', file);
    expect(answer).toMatchObject({ status: 201, body: { status: 'done', rows: 2, accepted: 2, rejected: 0, errors: [] } });
    expect(await ledger.caseOf('X1')).toMatchObject({ balance: '1234.10', overdueDays: 29 });
    expect(await ledger.receivable('123456789012345678')).toMatchObject({ customer: '0000100001' });
    expect((await ledger.import('receivables', file)).body).toMatchObject({ status: 'done', accepted: 0, unchanged: 2 });
  });

  it('and says what a CSV of the same rows says', async () => {
    expect((await ledger.import('receivables', rows)).body).toMatchObject({ status: 'done', accepted: 0, unchanged: 2 });
  });

  it('whole or not at all; a bad row is told by its number in the sheet, and left out if one wishes', async () => {
    const [header = [], good = [], bad = []] = ledgerCells('receivables', { document: 'X2' }, { document: 'X3', dueOn: '2026-02-30' });
    const file = workbook([[], header, [], ['   '], good, bad]);
    const { body } = await ledger.import('receivables', file);
    expect(body).toMatchObject({
      status: 'rejected',
      rows: 2,
      accepted: 0,
      errors: [{ line: 6, column: 'dueOn', value: '2026-02-30', code: 'date.not_a_day' }],
    });
    expect(await ledger.receivable('X2')).toBeUndefined();
    expect((await ledger.import('receivables', file, { onError: 'skip' })).body).toMatchObject({
      status: 'done',
      accepted: 1,
      rejected: 1,
    });
    const report = await ledger.api.get('auditor', `/api/v1/imports/${body.id}/errors.csv`);
    expect(report.body).toMatch(/\r\n"6","dueOn","2026-02-30","date.not_a_day"/);
  });

  it('with rows that end early, and with blanks that nobody sees behind the header', async () => {
    const [header = [], usual = []] = ledgerCells('receivables', { document: 'X4' });
    const file = workbook([[...header, '', ' '], usual.slice(0, 10), [...usual, number(''), '  ']]);
    expect((await preview('receivables', file)).rows).toMatchObject([
      { line: 2, values: { document: 'X4', contract: null, channel: null }, errors: [] },
      { line: 3, values: { document: 'X4', channel: 'direct' }, errors: [] },
    ]);
  });

  it('and is rejected in the background with its reason', async () => {
    const file = workbook(ledgerCells('receivables', { document: 'XB' }), { tail: '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>' });
    const fields = { kind: 'receivables', company: 'C01' };
    const sent = await ledger.api.upload('ar_clerk', '/api/v1/imports', fields, { name: 'b', content: file }, { prefer: 'respond-async' });
    expect(sent.status).toBe(202);
    expect(await ledger.ended(sent.body.id)).toMatchObject({
      status: 'rejected',
      accepted: 0,
      errors: [{ code: 'sheet.merged', message: expect.stringMatching(/A2:A3.*。$/) }],
    });
    expect(await ledger.receivable('XB')).toBeUndefined();
  });

  it('and is read once more when a second person releases a held list', async () => {
    const list = (count: number) => {
      const items = Array.from({ length: count }, (_, index) => ({ company: 'C02', document: `XO${index}`, openAmount: number(100) }));
      return ledger.import('open_items', workbook(cells('open_items', ...items)), { company: 'C02', asOf: '2026-06-29' });
    };
    expect((await list(10)).body).toMatchObject({ status: 'done', accepted: 10 });
    const { body } = await list(5);
    expect(body).toMatchObject({ status: 'held', rows: 5 });
    const released = await ledger.api.post('finance_director', `/api/v1/imports/${body.id}/confirm`);
    expect(released.body).toMatchObject({ status: 'done', rows: 5 });
    expect(await ledger.receivable('XO9')).toMatchObject({ received: '100.00', balance: '0.00' });
  });
});

const iso = 1;
const form = {
  formats: [
    'yyyy-mm-dd',
    'yyyy"年"m"月"d"日"',
    '[$-804]dd\\.mm\\.yyyy;@',
    'yyyy-mm-dd hh:mm:ss',
    14,
    31,
    '0000000000',
    '#,##0.00_ ;[Red]\\-#,##0.00',
    '0.00"d. h."',
    '"INV-"0000',
    '0%',
    '[h]:mm:ss',
  ],
  sharedTexts: [
    '<t>123456789012345678</t>',
    '<r><rPr><b/></rPr><t>D</t></r><r><t xml:space="preserve">-1 </t></r><r><t>/2</t></r>',
    '<t>东京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>',
    '<t>A_x005F_B_x000D_</t>',
    '<t/>',
    '<t>&lt;&#x4E2D;&gt; &amp;amp;</t>',
  ],
} satisfies Partial<WorkbookForm>;
const style = (format: string | number) => form.formats.indexOf(format) + 1;

describe('A cell is read as what it is:', () => {
  test.each<[what: string, column: string, cell: SheetCell, value: string | null]>([
    ['a document number of 18 digits that is a text', 'document', typed('s', '0'), '123456789012345678'],
    ['leading zeros of a text', 'customer', '0000100001', '0000100001'],
    ['a text in several looks', 'document', typed('s', '1'), 'D-1 /2'],
    ['a text without how it is pronounced', 'customerName', typed('s', '2'), '东京'],
    ['an escaped underscore, and a line break that says nothing', 'customerName', typed('s', '3'), 'A_B'],
    ['an empty text', 'contract', typed('s', '4'), null],
    ['a text behind more blanks than are kept', 'document', `${' '.repeat(2_000)}D7`, 'D7'],
    ['characters that XML escapes', 'customerName', typed('s', '5'), '<中> &amp;'],
    ['a text of another kind', 'document', typed('str', 'D9'), 'D9'],
    ['a text in brackets of XML', 'contract', asXml('<c r="{place}" t="inlineStr"><is><t><![CDATA[A<B]]></t></is></c>'), 'A<B'],
    ['a number for a document', 'document', number('100001'), '100001'],
    ['a number of 15 digits', 'document', number('999999999999999'), '999999999999999'],
    ['a number with an exponent', 'document', number('1.8E+9'), '1800000000'],
    ['a number that is shown with zeros in front', 'document', number('100001', style('0000000000')), '0000100001'],
    ['an amount', 'amount', number('386000'), '386000.00'],
    ['an amount that no double has exactly', 'amount', number('1234.0999999999999'), '1234.10'],
    ['the sum of 0.1 and 0.2', 'amount', number('0.30000000000000004'), '0.30'],
    ['an amount with an exponent', 'amount', number('1.2345678E6'), '1234567.80'],
    ['an amount below 0', 'amount', number('-500.5', style('#,##0.00_ ;[Red]\\-#,##0.00')), '-500.50'],
    ['an amount of 15 digits', 'amount', number('9999999999999.99'), '9999999999999.99'],
    ['an amount as a text', 'amount', '12.5', '12.50'],
    ['an instalment', 'instalment', number('2'), '2'],
    ['a date', 'dueOn', number('46203', iso), '2026-06-30'],
    ['a date in Chinese', 'dueOn', number('46203', style('yyyy"年"m"月"d"日"')), '2026-06-30'],
    ['a date with a point', 'dueOn', number('46203', style('[$-804]dd\\.mm\\.yyyy;@')), '2026-06-30'],
    ['a date by a format that is built in', 'dueOn', number('46203', style(14)), '2026-06-30'],
    ['a date by a format that is built in for China', 'dueOn', number('46203', style(31)), '2026-06-30'],
    ['a date with a time of midnight', 'dueOn', number('46203.0', style('yyyy-mm-dd hh:mm:ss')), '2026-06-30'],
    ['a date in ISO 8601', 'dueOn', typed('d', '2026-06-30T00:00:00'), '2026-06-30'],
    ['a date as a text', 'dueOn', '2026-06-30', '2026-06-30'],
    ['the first day', 'issuedOn', number('1', iso), '1900-01-01'],
    ['the day before the one that there was not', 'issuedOn', number('59', iso), '1900-02-28'],
    ['the day after it', 'issuedOn', number('61', iso), '1900-03-01'],
    ['a leap day', 'issuedOn', number('45351', iso), '2024-02-29'],
  ])('%s', async (_what, column, cell, value) => {
    const { rows } = await preview('receivables', workbook(cells('receivables', { [column]: cell }), form));
    expect(rows).toMatchObject([{ line: 2, values: { [column]: value }, errors: [] }]);
  });

  test.each<[what: string, stored: string, value: string]>([
    ['the first day', '0', '1904-01-01'],
    ['a day of today', '44741', '2026-06-30'],
    ['the leap year of 1904', '60', '1904-03-01'],
  ])('a date counted from 1904: %s', async (_what, stored, value) => {
    const file = workbook(cells('receivables', { issuedOn: number(stored, iso) }), { ...form, from1904: true });
    expect((await preview('receivables', file)).rows).toMatchObject([{ values: { issuedOn: value }, errors: [] }]);
  });

  it.each([
    ['1', 'true'],
    ['0', 'false'],
  ])('TRUE or FALSE where that is what the column says: %s', async (stored, value) => {
    const file = workbook(cells('customers', { strategic: typed('b', stored) }));
    expect((await preview('customers', file)).rows).toMatchObject([{ values: { strategic: value }, errors: [] }]);
  });

  it('as it shows, where it is only a header', async () => {
    const [header = [], usual = []] = ledgerCells('receivables', { document: 'H1' });
    const file = workbook([header.map((label) => formula('A9', label, 'str')), usual]);
    expect((await preview('receivables', file)).rows).toMatchObject([{ line: 2, values: { document: 'H1' }, errors: [] }]);
  });

  it('without a number at rows and cells, and with another prefix of its elements', async () => {
    const [header = [], usual = []] = ledgerCells('receivables', { document: 'P1' });
    const lines = [header, usual].map((row) => `<x:row>${row.map((cell) => `<x:c t="str"><x:v>${cell}</x:v></x:c>`).join('')}</x:row>`);
    const sheet = `<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>${lines.join('')}</x:sheetData></x:worksheet>`;
    const file = workbook([], { parts: { 'xl/worksheets/sheet1.xml': sheet } });
    expect((await preview('receivables', file)).rows).toMatchObject([{ line: 2, values: { document: 'P1' }, errors: [] }]);
  });
});

const constants = { customer: 'K1', issuedOn: '2026-01-05', dueOn: '2026-12-31', currency: 'CNY', owner: 'sales0001' };

describe('A cell that nobody can be sure of is a bad row, told with the place, the value and what to do:', () => {
  test.each<[what: string, column: string, cell: SheetCell, code: string, value: string]>([
    ['a number of 16 digits for a document', 'document', number('1234567890123456'), 'cell.digits_lost', '1234567890123460'],
    ['a number of 18 digits for a document', 'document', number('1.2345678901234568E+17'), 'cell.digits_lost', '123456789012346000'],
    ['a number of 16 digits for a customer', 'customer', number('1000000000000000'), 'cell.digits_lost', '1000000000000000'],
    ['a number with decimals for a document', 'document', number('2026.1'), 'cell.not_as_shown', '2026.1'],
    ['a number that is shown with a word', 'document', number('12', style('"INV-"0000')), 'cell.not_as_shown', '12'],
    ['a percentage for a contract', 'contract', number('1', style('0%')), 'cell.not_as_shown', '1'],
    ['a formula', 'amount', formula('A1*2', '100'), 'cell.formula', '100'],
    ['a formula that makes a text', 'document', formula('"D"&1', 'D1', 'str'), 'cell.formula', 'D1'],
    ['a formula that shares another one', 'amount', asXml('<c r="{place}"><f t="shared" si="0"/><v>5</v></c>'), 'cell.formula', '5'],
    ['a formula without a result', 'amount', asXml('<c r="{place}"><f>A1</f></c>'), 'cell.formula', ''],
    ['an error', 'amount', typed('e', '#N/A'), 'cell.error', '#N/A'],
    ['a lost reference', 'document', typed('e', '#REF!'), 'cell.error', '#REF!'],
    ['TRUE for an amount', 'amount', typed('b', '1'), 'cell.boolean', 'TRUE'],
    ['FALSE for a document', 'document', typed('b', '0'), 'cell.boolean', 'FALSE'],
    ['a date for a document, which Excel made of 1-2', 'document', number('46024', iso), 'cell.date', '2026-01-02'],
    ['a date for an amount', 'amount', number('100', iso), 'cell.date', '1900-04-09'],
    ['a date with a time', 'dueOn', number('46203.5', style('yyyy-mm-dd hh:mm:ss')), 'cell.time', '2026-06-30 12:00:00'],
    ['a date with a time that its format hides', 'dueOn', number('46203.25', iso), 'cell.time', '2026-06-30 06:00:00'],
    ['a date with a time in ISO 8601', 'dueOn', typed('d', '2026-06-30T08:30:00'), 'cell.time', '2026-06-30 08:30:00'],
    ['a number of hours for a date', 'dueOn', number('0.5', style('[h]:mm:ss')), 'date.not_a_day', '0.5'],
    ['29 February 1900', 'issuedOn', number('60', iso), 'date.not_a_day', '60'],
    ['a day before the first', 'issuedOn', number('0', iso), 'date.not_a_day', '0'],
    ['a day below 0', 'issuedOn', number('-1', iso), 'date.not_a_day', '-1'],
    ['a day after the last', 'dueOn', number('2958466', iso), 'date.not_a_day', '2958466'],
    ['a day of a later century', 'dueOn', number('200000', iso), 'date.out_of_range', '2447-07-30'],
    ['a date that lost its format', 'dueOn', number('46203'), 'date.malformed', '46203'],
    ['a text in another date format', 'dueOn', '30.06.2026', 'date.malformed', '30.06.2026'],
    ['three decimals', 'amount', number('1.005'), 'amount.decimals', '1.005'],
    ['a trifle', 'amount', number('1E-9'), 'amount.decimals', '0.00000000100000000000'],
    ['an amount of 14 digits', 'amount', number('12345678901234'), 'amount.too_large', '12345678901234'],
    ['an amount beyond all measure', 'amount', number('1E+25'), 'amount.too_large', '10000000000000000905969664'],
    ['nothing owed', 'amount', number('-0'), 'amount.zero', '0'],
    ['an instalment and a half', 'instalment', number('1.5'), 'number.out_of_range', '1.5'],
    ['a number that is none', 'amount', number('1,5'), 'cell.unreadable', '1,5'],
    ['infinity', 'amount', number('1E+999'), 'cell.unreadable', '1E+999'],
    ['a date that is none', 'dueOn', typed('d', 'tomorrow'), 'cell.unreadable', 'tomorrow'],
    ['an amount as a text that no profile explains', 'amount', '1,234.50', 'amount.malformed', '1,234.50'],
    ['a text as long as a cell can be', 'document', '长'.repeat(32_767), 'text.too_long', '长'.repeat(200)],
    ['half a character', 'document', 'D_xD800_', 'text.forbidden', 'D\ufffd'],
    ['a zero byte', 'document', 'D_x0000_', 'text.forbidden', 'D<U+0000>'],
    ['no document', 'document', '', 'value.missing', ''],
  ])('%s', async (_what, column, cell, code, value) => {
    const before = await ledger.system.rows('select count(*) from receivables');
    const { body } = await ledger.import('receivables', workbook(cells('receivables', { document: 'GOOD' }, { [column]: cell }), form));
    expect(body).toMatchObject({
      status: 'rejected',
      rows: 2,
      accepted: 0,
      rejected: 1,
      errors: [{ line: 3, column, value, code, message: expect.stringMatching(/[。）]$/) }],
    });
    expect(await ledger.system.rows('select count(*) from receivables')).toEqual(before);
  });

  it('only in columns that are asked for: a profile ignores the others', async () => {
    const body = { kind: 'receivables', columns: { document: '单据号', amount: '金额' }, constants };
    await ledger.api.as('ar_clerk', 'PUT', '/api/v1/import-profiles/few', { body });
    const file = workbook([
      ['单据号', '金额', '备注'],
      ['F1', number('5'), formula('1/0', '#DIV/0!', 'e')],
    ]);
    expect((await preview('receivables', file, { profile: 'few' })).rows).toMatchObject([{ values: { document: 'F1' }, errors: [] }]);
  });
});

describe('A profile written for CSV reads a workbook', () => {
  const folder = join(import.meta.dirname, '../../src/receivables/imports/profiles/examples');
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'recoup-xlsx-'));
  });

  afterAll(() => rm(home, { recursive: true }));

  const recoup = async (...args: string[]) => {
    const command = run('src/cli.ts', args, { DATABASE_URL: ledger.system.database.url, RECOUP_HOME: home });
    return { exit: await command.ended, output: command.output() };
  };

  it('that is one of the examples, which the command line lists and keeps', async () => {
    expect(await recoup('profile', 'add', 'sap', 'sap-fbl5n')).toMatchObject({
      exit: 0,
      output: expect.stringContaining('profile sap, version 1'),
    });
    expect(await recoup('profile', 'add', 'kd', join(folder, 'kingdee-receivables.json'))).toMatchObject({ exit: 0 });
    expect(await recoup('profile', 'add', 'yy', 'yonyou-receipts')).toMatchObject({ exit: 0 });
    const { output } = await recoup('profile');
    expect(output).toMatch(/^example\tsap-fbl5n\topen_items$/m);
    expect(output).toMatch(/^stored\tkd\treceivables\tversion 1\tar_clerk$/m);
    expect(await recoup('profile', 'add', 'x', 'sap-none')).toMatchObject({
      exit: 1,
      output: expect.stringMatching(/sap-none .*kingdee-receipts, .*sap-fbl5n/),
    });
  });

  it('its texts as the profile says, its numbers and dates as they are: SAP', async () => {
    const header = [
      'Company Code',
      'Account',
      'Document Number',
      'Document Date',
      'Net due date',
      'Document currency',
      'Amount in doc. curr.',
    ];
    const file = workbook(
      [
        [...header, 'Sales Employee'],
        ['C01', '0000100001', number('1800000012'), '05.01.2026', number('46174', iso), 'CNY', number('1234567.8'), 'sales0001'],
        ['C01', number('100001', style('0000000000')), '1600000003', number('46028', iso), '06.01.2026', 'CNY', '1.500,25-', ''],
        ['C01', '0000100001', '1600000004', '06.01.2026', '06.01.2026', 'CNY', number('-0.5'), ''],
      ],
      form,
    );
    expect((await preview('open_items', file, { profile: 'sap' })).rows).toMatchObject([
      { line: 2, values: { document: '1800000012', issuedOn: '2026-01-05', dueOn: '2026-06-01', openAmount: '1234567.80' }, errors: [] },
      { line: 3, values: { customer: '0000100001', issuedOn: '2026-01-06', dueOn: '2026-01-06', openAmount: '-1500.25' }, errors: [] },
      { line: 4, values: { openAmount: '-0.50' }, errors: [] },
    ]);
  });

  it('its encoding and delimiter have nothing to say: Kingdee, by the command line', async () => {
    const path = join(home, 'ledger');
    const rows = [
      ['客户编码', '客户名称', '单据编号', '业务日期', '到期日', '价税合计', '销售员编码', '部门'],
      ['KD1', '扬州启帆电气有限公司', 'AR00000001', number('46028', style(14)), '2026-12-01', number('386000.01'), 'sales0001', '一部'],
      ['KD1', '扬州启帆电气有限公司', 'AR00000002', '2026-01-06', '2026-12-01', '1,386,000.00', 'sales0001', formula('A1', '二部', 'str')],
    ];
    await writeFile(path, workbook(rows, form));
    const wish = ['import', path, '--kind', 'receivables', '--company', 'C01', '--profile', 'kd'];
    expect(await recoup(...wish)).toMatchObject({ exit: 0, output: expect.stringContaining('2 rows, 2 accepted') });
    expect(await ledger.receivable('AR00000001')).toMatchObject({ amount: '386000.01', issuedOn: '2026-01-06', customer: 'KD1' });
    expect(await recoup(...wish)).toMatchObject({
      exit: 0,
      output: expect.stringContaining('2 rows, 0 accepted, 0 rejected, 2 unchanged'),
    });
  });

  it('its dates may be numbers that are written like dates', async () => {
    const { dueOn: _, ...rest } = constants;
    const body = {
      kind: 'receivables',
      dateFormat: 'YYYYMMDD',
      columns: { document: 'doc', amount: 'sum', dueOn: 'due' },
      constants: { ...rest, issuedOn: '20260105' },
    };
    await ledger.api.as('ar_clerk', 'PUT', '/api/v1/import-profiles/digits', { body });
    const file = workbook([
      ['doc', 'sum', 'due'],
      ['F2', number('5'), number('20261201')],
    ]);
    expect((await preview('receivables', file, { profile: 'digits' })).rows).toMatchObject([
      { values: { dueOn: '2026-12-01' }, errors: [] },
    ]);
  });
});

describe('A workbook that another program wrote', () => {
  const fixture = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures/workbooks', name)));

  it('openpyxl: styled, filtered, with an empty and a hidden sheet beside it', async () => {
    const { rows } = await preview('receivables', fixture('openpyxl.xlsx'));
    const customer = { customer: '0000100001', customerName: '扬州启帆电气有限公司' };
    expect(rows).toMatchObject([
      { line: 2, values: { ...customer, document: '310420260000000017', issuedOn: '2026-01-05', dueOn: '2026-06-01', amount: '1234.10' } },
      { line: 3, values: { ...customer, document: '1800000012', instalment: '2', issuedOn: '2024-02-29', amount: '0.30' } },
      { line: 4, values: { ...customer, document: 'OP-3', dueOn: '2026-12-31', amount: '386000.00', owner: 'sales0002' } },
    ]);
    expect((await ledger.import('receivables', fixture('openpyxl.xlsx'))).body).toMatchObject({ status: 'done', accepted: 3, errors: [] });
  });

  it('gnumeric: shared texts, other digits of the same numbers, blanks between all elements', async () => {
    const { rows } = await preview('receivables', fixture('gnumeric.xlsx'));
    const customer = { customer: 'K7', customerName: '华东"一"厂 & 子公司' };
    expect(rows).toMatchObject([
      { line: 2, values: { ...customer, document: 'GN-0001', issuedOn: '2026-01-05', dueOn: '2026-06-01', amount: '1234.10' } },
      { line: 3, values: { ...customer, document: 'GN-0002', issuedOn: '2024-02-29', amount: '-0.07' } },
      { line: 4, values: { ...customer, document: '20260003', issuedOn: '2026-01-06', amount: '9999999999999.99', owner: 'sales0002' } },
    ]);
    expect((await ledger.import('receivables', fixture('gnumeric.xlsx'))).body).toMatchObject({ status: 'done', accepted: 3, errors: [] });
  });
});

// Last, so that the other tests need not look through all of it.
describe('A large workbook', () => {
  it('is answered at once and taken in the background', async () => {
    const many = Array.from({ length: 20_001 }, (_, index) => ({ document: `XL${index}` }));
    const { status, body } = await ledger.import('receivables', workbook(ledgerCells('receivables', ...many)));
    expect(status).toBe(202);
    expect(await ledger.ended(body.id)).toMatchObject({ status: 'done', rows: 20_001, accepted: 20_001 });
  });
});
