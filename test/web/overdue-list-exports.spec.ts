import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { workbookStream } from '../../src/platform/sheets/workbook-stream.js';
import type { Cell, FileRow } from '../../src/receivables/imports/reading/file-row.js';
import { workbookRows } from '../../src/receivables/imports/reading/workbook/workbook-rows.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { pdfPages } from '../support/pdf-text.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let list: string;
let fingerprint: string;

const manyRows = Array.from({ length: 60 }, (_, n) => ({
  customer: `K${10 + (n % 7)}`,
  document: `00${100 + n}`,
  dueOn: `2026-0${1 + (n % 3)}-1${n % 10}`,
  amount: `${12_345 + n * 1_111}.50`,
  owner: n % 3 === 0 ? 'sales0002' : 'sales0001',
}));

beforeAll(async () => {
  system = await TrainingSystem.start('2026-01-05');
  await sendFile(
    system.api,
    'receivables',
    ledgerFile(
      'receivables',
      ...manyRows.map((row) => ({ ...row, issuedOn: '2026-01-05', customerName: `${row.customer} 苏州工业园区恒川精密机械制造有限公司` })),
      {
        customer: 'K0',
        customerName: '=HYPERLINK("http://x")',
        document: '-1+1',
        issuedOn: '2026-01-05',
        dueOn: '2026-02-01',
        amount: '7.00',
      },
      {
        customer: 'K0',
        customerName: '=HYPERLINK("http://x")',
        document: 'E"1,2',
        issuedOn: '2026-01-05',
        dueOn: '2026-02-02',
        currency: 'EUR',
        amount: '9.10',
      },
    ),
  );
  await system.moveTo('2026-03-02');
  await publishAndAgree('2026-02', {});
  await system.moveTo('2026-03-20');
  await system.receipts({ receipt: 'R1', customer: 'K10', document: '00100', amount: '12345.50', valueDate: '2026-03-20' });
  await system.moveTo('2026-04-02');
  ({ list, fingerprint } = await publishAndAgree('2026-03', { reason: 'amount', note: '已付一半\n=1+1', balance: '3.50' }));
});

afterAll(() => system?.close());

async function publishAndAgree(month: string, objection: object): Promise<{ list: string; fingerprint: string }> {
  const { api } = system;
  const { id } = (await api.get('ar_clerk', `/api/v1/overdue-lists?company=C01&month=${month}`)).body.items[0];
  const path = `/api/v1/overdue-lists/${id}`;
  await api.post('ar_clerk', `${path}/publish`);
  if ('reason' in objection) {
    const row = (await api.get('ar_clerk', `${path}/rows?customer=K0`)).body.items[0].id;
    expect((await api.post('sales0001', `${path}/rows/${row}/object`, objection)).status).toBe(200);
    expect((await api.post('ar_clerk', `${path}/rows/${row}/accept`, {})).status).toBe(200);
  }
  for (const login of ['sales0001', 'sales0002']) {
    const { items } = (await api.get(login, `${path}/rows?limit=200&state=waiting`)).body;
    const answers = items.map(({ id: row }: { id: string }) => ({ row, answer: 'confirm' }));
    await api.post(login, `${path}/answers`, { answers });
  }
  const { body } = await api.get('ar_clerk', path);
  expect(body.status).toBe('agreed');
  return { list: id, fingerprint: body.fingerprint };
}

const dump = process.env.LOOK;
async function download(login: string, ending: string, query = ''): Promise<{ headers: Headers; bytes: Buffer }> {
  const headers = { authorization: `Bearer ${await system.api.token(login)}` };
  const answer = await fetch(`${system.server.url}/api/v1/overdue-lists/${list}/export.${ending}${query}`, { headers });
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (dump) await writeFile(`${dump}/${login}${query.replace(/\W/g, '')}.${ending}`, bytes);
  return { headers: answer.headers, bytes };
}

describe('An agreed list as CSV', () => {
  test('has a row for each of the list’s, exact amounts, nothing that runs, and the fingerprint in its foot', async () => {
    const { headers, bytes } = await download('ar_clerk', 'csv');
    expect(headers.get('content-disposition')).toContain(encodeURIComponent('逾期账款清单-C01-2026-03.csv'));
    const text = bytes.toString('utf8');
    expect(text.startsWith('\ufeff')).toBe(true);
    const [head = [], ...rows] = parse(text.slice(1), { relaxColumnCount: true }) as string[][];
    expect(head.slice(0, 3)).toEqual(['客户编码', '客户', '单据号']);
    const foot = rows.pop();
    expect(foot).toEqual([expect.stringContaining(fingerprint)]);
    expect(rows).toHaveLength(61);
    const at = (row: string[], column: string) => row[head.indexOf(column)];
    const [odd = []] = rows.filter((row) => at(row, '客户编码') === 'K0');
    expect(['客户', '单据号', '账面余额', '认定余额', '确认情况', '异议原因'].map((column) => at(odd, column))).toEqual([
      ...[`'=HYPERLINK("http://x")`, "'-1+1", '7.00', '3.50', '异议成立，已更正', '金额'],
    ]);
    expect(rows.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
  });

  test('is in English for who asks so, and has only one owner’s rows where these are asked for', async () => {
    const { bytes } = await download('ar_clerk', 'csv', '?lang=en&owner=sales0002');
    const rows = parse(bytes.toString('utf8').slice(1), { relaxColumnCount: true }) as string[][];
    expect(rows[0]?.slice(0, 3)).toEqual(['Customer no.', 'Customer', 'Document']);
    expect(new Set(rows.slice(1, -1).map((row) => row[11]))).toEqual(new Set(['sales0002']));
  });
});

describe('An agreed list as a workbook', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recoup-list-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  test('keeps numbers of documents as texts, amounts and days as such, with what is gone on a second sheet', async () => {
    const { headers, bytes } = await download('auditor', 'xlsx');
    expect(headers.get('content-type')).toContain('spreadsheetml');
    const parts = unzipSync(bytes);
    const [first, second] = [1, 2].map((n) => strFromU8(parts[`xl/worksheets/sheet${n}.xml`] ?? new Uint8Array()));
    expect(first?.match(/<row /g)).toHaveLength(63);
    expect(first).toContain('<c r="C2" s="3" t="inlineStr"><is><t xml:space="preserve">-1+1</t></is></c>');
    expect(first).toContain('<c r="K2" s="4"><v>3.50</v></c>');
    expect(first).not.toMatch(/<f>/);
    for (const sheet of [first, second]) expect(sheet).toContain(fingerprint);
    expect(second).toContain('>00100<');
    // The reader of imported workbooks understands it, and sees both sheets.
    const path = join(folder, 'list.xlsx');
    await writeFile(path, bytes);
    await expect(rowsIn(path)).rejects.toMatchObject({ code: 'workbook.several_sheets' });
  });

  test('is read back as it was written', async () => {
    async function* rows() {
      yield [['00120', { amount: '9999999999999.99' }, { day: '2026-02-28' }, 7, '=1+1', null, 'a & <b> "c"\u0001']] as const;
      yield [['', { amount: '-0.05' }, { day: '2027-12-31' }, 0, '第二行', '末', null]] as const;
    }
    const columns = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((head) => ({ head, width: 10 }));
    const path = join(folder, 'own.xlsx');
    const pieces: Uint8Array[] = [];
    for await (const piece of workbookStream([{ name: '一 & 二', columns, rows: rows() }])) pieces.push(piece);
    await writeFile(path, Buffer.concat(pieces));
    const told = (cell: Cell) => (typeof cell === 'string' ? cell : `${cell.is} ${cell.shown}`);
    expect((await rowsIn(path)).map(({ cells }) => cells.map(told))).toEqual([
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      ['00120', 'number 9999999999999.99', 'date 2026-02-28', 'number 7', '=1+1', '', 'a & <b> "c"'],
      ['', 'number -0.05', 'date 2027-12-31', 'number 0', '第二行', '末', ''],
    ]);
  });
});

async function rowsIn(path: string): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  for await (const some of workbookRows(path)) rows.push(...some);
  return rows;
}

describe('An agreed list on paper', () => {
  test.each([
    [
      'zh-CN',
      [
        '2026-03 月逾期账款清单',
        '销售确认：',
        '财务确认：',
        '按账龄',
        '按负责人',
        '与上期比较',
        '汇总（CNY）',
        '汇总（EUR）',
        '账面 7.00',
        '异议成立，已更正',
      ],
    ],
    [
      'en',
      [
        'Overdue list of 2026-03',
        'Confirmed by sales:',
        'Confirmed by finance:',
        'By age',
        'By owner',
        'Since the last list',
        'Summary (CNY)',
        'ledger 7.00',
      ],
    ],
  ])('in %s has what both sides sign, on numbered pages with the fingerprint', async (lang, lines) => {
    const { bytes } = await download('finance_director', 'pdf', `?lang=${lang}`);
    const pages = pdfPages(bytes);
    for (const line of lines) expect(pages.join('\n')).toContain(line);
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach((page, n) => {
      expect(page).toContain(fingerprint);
      expect(page).toContain(lang === 'en' ? `Page ${n + 1} of ${pages.length}` : `第 ${n + 1} 页，共 ${pages.length} 页`);
    });
    expect((await download('finance_director', 'pdf', `?lang=${lang}`)).bytes.equals(bytes)).toBe(true);
  });

  test('says that it is a part, where it is one', async () => {
    expect(pdfPages((await download('sales0002', 'pdf')).bytes)[0]).toContain('本表只含阅表人可见的款项');
    expect(pdfPages((await download('ar_clerk', 'pdf', '?owner=sales0002')).bytes)[0]).toContain('本表只含 sales0002 的款项');
  });
});
