import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sniff } from '../src/receivables/imports/drafts/sniff.js';
import { gb18030 } from './support/gb18030.js';
import { workbook } from './support/workbook.js';

describe('How a file seems to be written', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recoup-sniff-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  const table = '单据编号,客户编码,到期日,金额\nA1,K1,2026-05-31,"1,200.00"\n';
  const sheet = [
    ['单据编号', '客户编码', '到期日', '金额'],
    ['A1', 'K1', '2026-05-31', '100.00'],
  ];

  it.each<[what: string, content: string | Uint8Array, form: object]>([
    ['a table from the first line on', table, { encoding: 'utf-8', delimiter: ',' }],
    ['below blank lines', `\n\n${table}`, { encoding: 'utf-8', delimiter: ',' }],
    ['in GB18030', gb18030(table), { encoding: 'gb18030', delimiter: ',' }],
    ['with tabs, below a title', `应收明细\n\n${table.replaceAll(',', '\t')}`, { encoding: 'utf-8', delimiter: '\t', headerLine: 3 }],
    ['below a title as wide as the table', `应收明细,,,\n${table}`, { encoding: 'utf-8', delimiter: ',', headerLine: 2 }],
    ['below title, company and day', `应收明细\n恒川,2026-06-30\n\n${table}`, { encoding: 'utf-8', delimiter: ',', headerLine: 4 }],
    ['of two columns', 'customer,name\nK1,"a,b,c"\n', { encoding: 'utf-8', delimiter: ',' }],
    ['of three', 'currency,on,rate\nUSD,2026-05-31,7.1\n', { encoding: 'utf-8', delimiter: ',' }],
    ['with nothing but titles', '应收明细\n恒川\n', { encoding: 'utf-8', delimiter: ',' }],
    ['as a workbook', workbook(sheet), { encoding: 'utf-8', delimiter: ',' }],
    [
      'as a workbook below titles',
      workbook([['应收明细'], [], ['公司', '恒川'], ...sheet]),
      { encoding: 'utf-8', delimiter: ',', headerLine: 4 },
    ],
    ['as a workbook with nothing but titles', workbook([['应收明细'], ['恒川']]), { encoding: 'utf-8', delimiter: ',' }],
  ])('%s', async (_what, content, form) => {
    const path = join(folder, 'file');
    await writeFile(path, content);
    expect(await sniff(path)).toEqual(form);
  });
});
