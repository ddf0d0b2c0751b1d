import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';
import { workbook } from '../support/workbook.js';

const hostile = `<img src=x onerror=alert(1)>"'`;
const header = '客户代码,客户全称,应收单号,单据日期,收款到期,币别,价税合计,职员,制单人';
const rows = [
  'KX1,甲公司,XS-1,2026/1/5,2026/12/31,CNY,"1,384,600.00",sales0001,wu',
  `KX2,"${hostile.replaceAll('"', '""')}",XS-2,2026/1/5,2026/6/31,CNY,"500.00",sales0001,wu`,
  'KX3,丙公司,XS-3,2026/1/5,2026/12/31,USDT,7.65万,sales0001,wu',
];

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables(
    { document: 'A', dueOn: '2026-04-20', amount: '900.00', customer: 'KA' },
    { document: 'B', dueOn: '2026-05-20', amount: '800.00', customer: 'KA' },
  );
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'KA']);
  await sendFile(
    system.api,
    'receipts',
    ledgerFile('receipts', { receipt: 'R1', customer: 'KA', document: '', instalment: '', amount: '1000.00' }),
  );
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

test.each([
  ['ar_clerk', 200, true],
  ['finance_director', 200, false],
  ['general_manager', 200, false],
  ['auditor', 200, false],
  ['sales0001', 403, false],
  ['legal_officer', 403, false],
  ['admin', 403, false],
])('Imports are for finance and who checks it, and brought by AR clerks: %s %i %s', async (login, status, brings) => {
  await visit(login, {}, async ({ page }) => {
    expect([(await page.goto('/imports'))?.status(), await page.locator('#file').count()]).toEqual([status, brings ? 1 : 0]);
  });
});

describe('A file', () => {
  test.each([true, false])('in the standard format is looked at first, then imported (script: %s)', async (javaScript) => {
    await visit('ar_clerk', { javaScript }, async ({ page, complaints }) => {
      const document = `S-${javaScript}`;
      await upload(page, 'plain.csv', ledgerFile('receivables', { document, amount: '250.00' }));
      expect(await page.textContent('.tally')).toContain('250.00');
      expect(await documents(document)).toEqual([]);
      await page.click('button[value=import]');
      await page.locator('h1 .state', { hasText: '已导入' }).waitFor();
      expect(await documents(document)).toEqual(['250.00']);
      await page.goto('/imports');
      expect(await page.textContent('.ledger tbody tr:first-child')).toContain('plain.csv');
      expect(complaints).toEqual([]);
    });
  });

  test('of an ERP shows its rows as they will read, its bad cells as text, and changes with the mapping', async () => {
    await visit('ar_clerk', {}, async ({ page, complaints }) => {
      await upload(page, '应收明细_20260917.csv', [header, ...rows].join('\n'));
      expect(await page.locator('.bad-cell').allTextContents()).toEqual(['2026/6/31', '7.65万', 'USDT']);
      expect(await faultsOf(page)).toEqual([
        ['3', '收款到期', '2026/6/31'],
        ['4', '币别', 'USDT'],
        ['4', '价税合计', '7.65万'],
      ]);
      expect(await page.textContent('.preview tbody tr:nth-child(2)')).toContain(hostile);
      await page.selectOption('tr:has(th:text-is("收款到期")) select', '');
      await page.locator('.refusal', { hasText: '还没有对应：到期日' }).waitFor();
      expect(await page.locator('button[value=skip]').count()).toBe(0);
      await page.selectOption('tr:has(th:text-is("收款到期")) select', 'dueOn');
      await page.locator('button[value=skip]').click();
      await page.locator('h1 .state', { hasText: '已导入' }).waitFor();
      expect([await documents('XS-1'), await documents('XS-2'), await faultsOf(page)]).toEqual([['1384600.00'], [], expect.any(Array)]);
      const report = await page.request.get(await page.getByText('errors.csv').getAttribute('href').then(String));
      expect([report.status(), await report.text()]).toEqual([200, expect.stringContaining('2026/6/31')]);
      expect(complaints).toEqual([]);
    });
  });

  test('with titles above its table and a sum below is read from its header on; another line may be said', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      const titled = ['应收明细表', '组织：恒川,2026-03-02', '', header, ...rows.slice(0, 1), '合计,,,,,,"1,384,600.00",,'];
      await upload(page, '带标题.csv', titled.join('\n'));
      expect(await page.inputValue('#headerLine')).toBe('4');
      expect(await page.textContent('.opts')).toContain('合计');
      expect(await page.locator('.preview tbody tr').count()).toBe(1);
      await page.selectOption('#minus', 'parentheses');
      await page.selectOption('tr:has(th:text-is("收款到期")) select', '');
      await page.click('button[value=look]');
      // What was mapped stays as long as the table stays where it is.
      expect([await page.inputValue('#headerLine'), await page.inputValue('#minus')]).toEqual(['4', 'parentheses']);
      expect(await page.textContent('.refusal[role=status]')).toContain('到期日');
      await page.fill('#headerLine', '5');
      await page.click('button[value=look]');
      expect(await page.locator('.map th[scope=row]').first().textContent()).toBe('KX1');
      await page.fill('#headerLine', '101');
      expect(await page.locator('#headerLine:invalid').count()).toBe(1);
    });
  });

  test('of the same kind is recognised by the profile that was kept', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      await upload(page, 'next.csv', [header, 'KX9,丁公司,XS-9,2026/1/5,2026/12/31,CNY,"12.00",sales0001,wu'].join('\n'));
      expect(await page.textContent('.context')).toContain('应收明细');
      await page.selectOption('tr:has(th:text-is("价税合计")) select', '');
      await page.fill('#keepAs', '应收明细');
      await page.click('button[value=look]');
      expect(await page.textContent('.refusal[role=status]')).toContain('金额');
      await page.fill('#const-amount', '不是金额');
      await page.click('button[value=look]');
      expect(await page.locator('.bad-cell').allTextContents()).toEqual(['不是金额']);
      await page.fill('#keepAs', '');
      await page.click('button[value=keep]');
      expect(await page.textContent('#import-draft > .refusal')).toContain('方案名称');
    });
  });

  test('with a bad row that stops it is shown with its errors, and taken without it on a second click', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      // Only the ledger knows that the document is in another currency.
      const file = ledgerFile('receivables', { document: 'B', customer: 'KA', currency: 'USD' }, { document: 'OK1', amount: '2.00' });
      await upload(page, 'stop.csv', file);
      await page.click('button[value=import]');
      expect(await page.textContent('h1 .state')).toBe('未导入');
      expect([(await faultsOf(page))[0]?.slice(0, 2), await documents('OK1')]).toEqual([['2', 'currency'], []]);
      await page.click('button[value=skip]');
      expect([await page.textContent('h1 .state'), await documents('OK1')]).toEqual(['已导入', ['2.00']]);
    });
  });

  test.each([
    ['CSV', 'drop.csv', () => Buffer.from(ledgerFile('receivables', { document: 'DROP-1' })), 'DROP-1'],
    ['XLSX', 'drop.xlsx', () => workbook(cellsOf({ document: 'DROP-2' })), 'DROP-2'],
    ['GB18030', '应收.csv', () => gb18030(ledgerFile('receivables', { document: 'DROP-3', customerName: '中' })), 'DROP-3'],
  ])('of %s is dropped where it is asked for, and read', async (_, name, content, document) => {
    await visit('ar_clerk', {}, async ({ page, complaints }) => {
      await page.goto('/imports');
      await drop(page, name, content());
      expect(await page.$eval('#file', (field) => (field as unknown as { files?: { name: string }[] }).files?.[0]?.name)).toBe(name);
      await page.click('form[data-upload] button');
      await page.waitForURL(/\/imports\/drafts\/\d+$/);
      expect(await page.textContent('.preview')).toContain(document);
      expect(await page.locator('.bad-cell').allTextContents()).toEqual([]);
      if (name === '应收.csv') expect(await page.textContent('.preview')).toContain('中');
      expect(complaints).toEqual([]);
    });
  });

  test.each([
    ['has a row with a cell too few', () => Buffer.from(`${ledgerFile('receivables', { document: 'RAG' })}C01,K1\n`), 'file.ragged'],
    ['is written in UTF-16', () => Buffer.from(`\ufeff${ledgerFile('receivables', { document: 'U16' })}`, 'utf16le'), 'file.encoding'],
  ])('that %s is refused in its place, with the line', async (_, content, code) => {
    await visit('ar_clerk', {}, async ({ page }) => {
      await page.goto('/imports');
      await page.setInputFiles('#file', { name: 'bad.csv', mimeType: 'text/csv', buffer: content() });
      await page.click('form[data-upload] button');
      await page.locator(`.refusal code:text-is("${code}")`).waitFor();
      expect(await page.locator('button[value=import]').count()).toBe(0);
    });
  });

  test('that is none is refused with the sentence, and what was chosen stays', async () => {
    await visit('ar_clerk', {}, async ({ page }) => {
      await page.goto('/imports');
      await page.selectOption('#kind', 'receipts');
      await page.setInputFiles('#file', { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('%PDF-1.4 no ledger') });
      await page.click('form[data-upload] button');
      await page.locator('form[data-upload] .refusal').waitFor();
      expect([await page.textContent('form[data-upload] .refusal code'), await page.inputValue('#kind')]).toEqual([
        'file.not_csv',
        'receipts',
      ]);
    });
  });

  test('is nobody else’s to look at, and gone once it is imported', async () => {
    await visit('ar_clerk', {}, async ({ page }) => {
      await upload(page, 'mine.csv', ledgerFile('receivables', { document: 'M1' }));
      const path = new URL(page.url()).pathname;
      await visit('finance_director', {}, async (other) => {
        expect((await other.page.goto(path))?.status()).toBe(403);
      });
      await page.click('button[value=import]');
      await page.locator('h1 .state', { hasText: '已导入' }).waitFor();
      expect((await page.goto(path))?.status()).toBe(404);
    });
  });

  test('of many rows goes on in the background, and its page tells how far it is', async () => {
    const many = Array.from({ length: 20_001 }, (_, i) => ({ document: `L${i}`, customer: 'KL' }));
    await visit('ar_clerk', {}, async ({ page, complaints }) => {
      page.setDefaultTimeout(60_000);
      await upload(page, 'many.csv', ledgerFile('receivables', ...many));
      expect(await page.textContent('.tally-row .refusal')).toContain('只看了开头');
      await page.click('button[value=import]');
      await page.locator('h1 .state', { hasText: '已导入' }).waitFor();
      expect(await page.textContent('.tally')).toContain('20,001');
      expect(complaints).toEqual([]);
    });
  }, 120_000);
});

test('A list from which much has vanished is held until a second person releases it; what it cleared is classified', async () => {
  const list = (count: number) =>
    ledgerFile(
      'open_items',
      ...Array.from({ length: count }, (_, i) => ({ company: 'C02', document: `O${i}`, customer: 'KO', openAmount: '10.00' })),
    );
  await sendFile(system.api, 'open_items', list(10), { company: 'C02', asOf: '2026-03-01' });
  const { body } = await sendFile(system.api, 'open_items', list(7), { company: 'C02', asOf: '2026-03-02' });
  await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
    await page.goto(`/imports/${body.id}`);
    expect([await page.textContent('h1 .state'), await page.locator('form[action$=confirm]').count()]).toEqual(['待放行', 0]);
    const refused = await page.request.post(`/imports/${body.id}/confirm`, { maxRedirects: 0 });
    expect([refused.status(), (await refused.text()).includes('import.same_person')]).toEqual([409, true]);
  });
  await visit('finance_director', { javaScript: false }, async ({ page }) => {
    await page.goto('/imports?company=C02');
    await page.click('section[aria-labelledby=held-h] a.name');
    await page.click('form[action$=confirm] button');
    expect(await page.textContent('h1 .state')).toBe('已导入');
  });
  await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
    await page.goto('/imports/on-account?show=unclassified&company=C02');
    const asked = page.locator('[name^="as."][value=credited]');
    expect(await asked.count()).toBe(3);
    await asked.first().check({ force: true });
    await page.click('form[action*=classify] button');
    expect(await page.textContent('.done-note')).toContain('1');
    expect(await system.rows('select from receipts where classified_as = $1', ['credited'])).toHaveLength(1);
  });
});

describe('A receipt on account', () => {
  test('is shown to who sees the company’s money, and applied by AR clerks alone', async () => {
    await visit('sales_director', {}, async ({ page }) => {
      await page.goto('/imports/on-account');
      expect([await page.textContent('tr.group a'), await page.locator('.btn-s').count()]).toEqual([hostile, 0]);
    });
    await visit('sales0001', {}, async ({ page }) => {
      expect((await page.goto('/imports/on-account'))?.status()).toBe(403);
    });
  });

  test('is applied by keyboard; what is too much is refused, and what was typed stays', async () => {
    await visit('ar_clerk', {}, async ({ page, complaints }) => {
      await page.goto('/imports/on-account');
      await page.click('tbody .btn-s');
      await page.focus('[name="amount.0"]');
      await page.keyboard.type('950');
      await page.keyboard.press('Enter');
      await page.locator('main > .refusal').waitFor();
      expect([await page.textContent('main > .refusal code'), await page.inputValue('[name="amount.0"]')]).toEqual([
        'allocation.beyond_balance',
        '950',
      ]);
      await page.fill('[name="amount.0"]', '一百');
      await page.press('[name="amount.0"]', 'Enter');
      await page.locator('.wrong').waitFor();
      expect(await page.getAttribute('[name="amount.0"]', 'aria-invalid')).toBe('true');
      await page.click('a[href="?fill=oldest"]');
      expect([await page.inputValue('[name="amount.0"]'), await page.inputValue('[name="amount.1"]')]).toEqual(['900.00', '100.00']);
      await page.press('[name="amount.1"]', 'Enter');
      await page.locator('.done-note').waitFor();
      expect(await system.rows('select balance from receivables where document = any ($1) order by document', [['A', 'B']])).toEqual([
        { balance: '0.00' },
        { balance: '700.00' },
      ]);
      expect(complaints).toEqual([]);
    });
  });
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
] as const)('Everybody can use it: axe finds nothing (%s, %i)', async (theme, width) => {
  const [rejected] = await system.rows<{ id: string }>(`select id from imports where rejected > 0 order by id desc limit 1`);
  const [receipt] = await system.rows<{ id: string }>('select id from receipts order by id limit 1');
  await visit('ar_clerk', { theme, width }, async ({ page }) => {
    await upload(page, 'axe.csv', [header, ...rows].join('\n'));
    const paths = [
      '/imports',
      new URL(page.url()).pathname,
      `/imports/${rejected?.id}`,
      '/imports/on-account',
      `/imports/on-account/${receipt?.id}`,
    ];
    for (const path of paths) {
      await page.goto(path);
      expect([path, await seriousFaults(page)]).toEqual([path, []]);
    }
  });
});

async function upload(page: Visitor['page'], name: string, content: string): Promise<void> {
  await page.goto('/imports');
  await page.setInputFiles('#file', { name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  await page.click('form[data-upload] button');
  await page.waitForURL(/\/imports\/drafts\/\d+$/);
}

/** As a hand does it: the file is let go over the field. */
async function drop(page: Visitor['page'], name: string, content: Uint8Array): Promise<void> {
  const carried = await page.evaluateHandle(
    ([title, bytes]) => {
      const window = globalThis as unknown as { DataTransfer: new () => { items: { add(file: File): void } } };
      const transfer = new window.DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], title));
      return transfer;
    },
    [name, [...content]] as const,
  );
  for (const event of ['dragover', 'drop']) await page.dispatchEvent('[data-drop]', event, { dataTransfer: carried });
}

/** A file of receivables as rows of cells. */
function cellsOf(row: Parameters<typeof ledgerFile>[1]): string[][] {
  return ledgerFile('receivables', row)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

/** Its 中 as GB18030 writes it; all else is ASCII. */
function gb18030(text: string): Buffer {
  const [before = '', after = ''] = text.split('中');
  return Buffer.concat([Buffer.from(before), Buffer.from([0xd6, 0xd0]), Buffer.from(after)]);
}

/** Line, column and value of what is listed as wrong. */
async function faultsOf(page: Visitor['page']): Promise<string[][]> {
  const lines = await page.locator('section[aria-labelledby=err-h] tbody tr').all();
  return Promise.all(lines.map(async (line) => (await line.locator('td, th').allTextContents()).slice(0, 3)));
}

async function documents(document: string): Promise<string[]> {
  const found = await system.rows<{ amount: string }>('select amount from receivables where document = $1', [document]);
  return found.map(({ amount }) => amount);
}

async function visit(login: string, how: Visit, look: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await browser.person(login, how);
  visitor.page.setDefaultTimeout(10_000);
  try {
    await look(visitor);
  } finally {
    await visitor.leave();
  }
}
