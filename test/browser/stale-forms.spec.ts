import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TestBrowser } from '../support/browser.js';
import { type LedgerKind, type LedgerRow, ledgerFile, sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let browser: TestBrowser;
/** Of K1 and of K2. */
let holds: string[];

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-30');
  const known = { creditLimit: '1000.00', termDays: '30', firstSignedOn: '2020-01-01', owner: 'sales0001' };
  await take('customers', { customer: 'K1', ...known }, { customer: 'K2', ...known });
  // With its first receivables a company has begun; from then on its orders are judged.
  await take('receivables', { document: 'D1', amount: '900.00' });
  const order = { orderedOn: '2026-06-30', amount: '5000.00', openAmount: '5000.00' };
  await take('orders', { order: 'O1', customer: 'K1', ...order }, { order: 'O2', customer: 'K2', ...order });
  holds = (await system.rows<{ id: string }>('select id from credit_holds order by customer')).map(({ id }) => id);
  await system.owner.query(
    `insert into people (login, name, password_hash) select 'clerk_two', '林会计', password_hash from people where login = 'ar_clerk'`,
  );
  await system.owner.query(`insert into role_grants (login, role) values ('clerk_two', 'ar_clerk')`);
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe('A file that is looked at while it is imported', () => {
  test('from another window of the same person: what became of it is shown, and who did it', async () => {
    await two('ar_clerk', 'ar_clerk', async (first, second) => {
      await bring(first, 'one.csv', receivable('X1'));
      await second.goto(first.url());
      await first.click('button[value=import]');
      await second.click('button[value=import]');
      expect([await second.textContent('h1'), await second.textContent('.refusal:not(.warn) code')]).toEqual([
        expect.stringContaining('one.csv'),
        'draft.taken',
      ]);
      expect(await second.textContent('#meanwhile .remedy')).toMatch(/周敏.*导入了这个文件/);
    });
  });

  test('by somebody else: it says by whom, keeps the mapping, and is imported on a second click', async () => {
    await two('ar_clerk', 'clerk_two', async (first, second) => {
      const content = '客户,单据,到期,币种,金额,开票,业务员\nK8,X2,2026-09-01,CNY,1200.00,2026-06-01,sales0001\n';
      await bring(first, '应收.csv', content);
      await bring(second, '应收_副本.csv', content);
      for (const page of [first, second]) {
        for (const [label, column] of mapping) await page.selectOption(`tr:has(th:text-is("${label}")) select`, column);
        await page.fill('#keepAs', page === first ? '应收明细' : '我的应收明细');
      }
      await first.click('button[value=look]');
      await second.click('button[value=look]');
      await first.click('button[value=import]');
      expect(await first.textContent('h1 .state')).toBe('已导入');
      await second.click('button[value=import]');
      expect(await second.textContent('#import-draft > .refusal')).toMatch(/周敏.*draft\.imported_meanwhile/s);
      expect(await second.textContent('.done-note')).toContain('周敏');
      expect([await second.inputValue('#keepAs'), await second.inputValue('tr:has(th:text-is("金额")) select')]).toEqual([
        '我的应收明细',
        'amount',
      ]);
      await second.click('button[value=import]');
      expect([await second.textContent('h1 .state'), await tallyOf(second)]).toEqual(['已导入', ['1', '0', '1', '0']]);
    });
  });
});

describe('A hold', () => {
  test('that somebody has released says by what, and what was typed', async () => {
    await two('ar_clerk', 'finance_director', async (first, second) => {
      for (const page of [first, second]) await page.goto(`/credit/${holds[0]}`);
      await secure(first, '5000.00', 'BH-1');
      await secure(second, '4500.00', 'BH-2');
      expect(await second.locator('#meanwhile .remedy').allTextContents()).toEqual([
        expect.stringMatching(/周敏.*登记了担保/),
        ...['4500.00', '2026-06-30', 'BH-2'].map((typed) => expect.stringContaining(typed)),
      ]);
      expect(await second.locator('form[action$="/secure"]').count()).toBe(0);
    });
  });

  test('for which somebody has asked an exception says who, and what was typed', async () => {
    await two('sales_manager', 'sales_director', async (first, second) => {
      for (const page of [first, second]) await page.goto(`/credit/${holds[1]}`);
      await ask(first, '战略项目', '2026-07-31');
      await ask(second, '客户已付定金', '2026-08-15');
      expect(await second.locator('#meanwhile .remedy').allTextContents()).toEqual([
        expect.stringMatching(/王建国.*申请了例外/),
        expect.stringContaining('客户已付定金'),
        expect.stringContaining('2026-08-15'),
      ]);
    });
  });

  test('whose exception somebody has decided says who, and what was written', async () => {
    await two('finance_director', 'general_manager', async (first, second) => {
      for (const page of [first, second]) await page.goto(`/credit/${holds[1]}`);
      await first.fill('#decision', '额度内可控');
      await first.click('[value=approved]');
      await second.fill('#decision', '先收款再发货');
      await second.click('[value=rejected]');
      expect(await second.locator('#meanwhile .remedy').allTextContents()).toEqual([
        expect.stringMatching(/张慧兰.*审批了例外/),
        expect.stringContaining('先收款再发货'),
      ]);
    });
  });
});

test('A login that nobody has is said in the form, with what was typed', async () => {
  const { page, leave } = await windowOf('admin');
  await page.goto('/admin/absences');
  await page.fill('#add-absent', 'sales0001');
  await page.fill('#add-standIn', 'nobody.here');
  await page.fill('#add-untilOn', '2026-07-10');
  await page.click('form[action="/admin/absences"] button');
  expect(await page.textContent('form[action="/admin/absences"] .refusal')).toMatch(/nobody\.here.*person\.unknown/s);
  expect(await page.inputValue('#add-standIn')).toBe('nobody.here');
  expect((await page.goto('/admin/people/nobody.here'))?.status()).toBe(404);
  await leave();
});

const mapping = [
  ['客户', 'customer'],
  ['单据', 'document'],
  ['到期', 'dueOn'],
  ['币种', 'currency'],
  ['金额', 'amount'],
  ['开票', 'issuedOn'],
  ['业务员', 'owner'],
] as const;

function receivable(document: string): string {
  return ledgerFile('receivables', { document, customer: 'K9', customerName: '客户九', dueOn: '2026-09-01', amount: '1200.00' }).toString();
}

async function take(kind: LedgerKind, ...rows: LedgerRow[]): Promise<void> {
  expect((await sendFile(system.api, kind, ledgerFile(kind, ...rows))).body).toMatchObject({ status: 'done' });
}

async function bring(page: Page, name: string, content: string): Promise<void> {
  await page.goto('/imports');
  await page.setInputFiles('#file', { name, mimeType: 'text/csv', buffer: Buffer.from(content) });
  await page.click('form[action="/imports"][method=post] button');
}

async function tallyOf(page: Page): Promise<string[]> {
  return (await page.locator('.tally dd').allTextContents()).map((text) => text.trim());
}

async function secure(page: Page, amount: string, reference: string): Promise<void> {
  await page.fill('#amount', amount);
  await page.fill('#reference', reference);
  await page.click('form[action$="/secure"] button');
}

async function ask(page: Page, reason: string, endsOn: string): Promise<void> {
  await page.fill('#reason', reason);
  await page.fill('#endsOn', endsOn);
  await page.click('form[action$="/ask"] button');
}

/** Two windows without script, so that nothing but the server sees to it. */
async function two(one: string, other: string, look: (first: Page, second: Page) => Promise<void>): Promise<void> {
  const [first, second] = [await windowOf(one), await windowOf(other)];
  try {
    await look(first.page, second.page);
  } finally {
    await first.leave();
    await second.leave();
  }
}

async function windowOf(login: string): Promise<{ page: Page; leave: () => Promise<void> }> {
  const visitor = await browser.person(login, { javaScript: false });
  visitor.page.setDefaultTimeout(15_000);
  return { page: visitor.page, leave: () => visitor.leave() };
}
