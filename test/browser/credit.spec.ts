import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { type LedgerKind, type LedgerRow, ledgerFile, sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = `<img src=x onerror=alert(1)>"'`;

let system: TrainingSystem;
let browser: TestBrowser;
let hold: string;
let contract: string;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-30');
  const known = { creditLimit: '1000.00', termDays: '30', firstSignedOn: '2020-01-01' };
  await take('customers', { customer: 'K1', ...known, owner: 'sales0001' }, { customer: 'K2', ...known, owner: 'sales0002' });
  await take('receivables', { document: 'D1', contract: 'V1', amount: '900.00' });
  await take(
    'contracts',
    { contract: 'V1', amount: '900.00', signedOn: '2026-06-30', termDays: '30' },
    { contract: 'V2', customer: 'K2', signedBy: 'sales0002' },
  );
  await take('schedules', { contract: 'V1', instalment: '1', dueOn: '2026-06-10', amount: '400.00' });
  await take('receipts', { receipt: 'R1', amount: '150.00', valueDate: '2026-06-09' });
  await take('orders', { order: 'O1', orderedOn: '2026-06-30' });
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'K1']);
  hold = (await system.rows<{ id: string }>('select id from credit_holds'))[0]?.id ?? '';
  contract = (await system.rows<{ id: string }>(`select id from contracts where contract = 'V1'`))[0]?.id ?? '';
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

async function take(kind: LedgerKind, ...rows: LedgerRow[]): Promise<void> {
  expect((await sendFile(system.api, kind, ledgerFile(kind, ...rows))).body).toMatchObject({ status: 'done' });
}

describe('Contracts', () => {
  test('the month says what was planned, what came and what is missing, as text whatever a customer is called', async () => {
    await visit('finance_director', {}, async ({ page, complaints }) => {
      await page.goto('/contracts?month=2026-06');
      expect(await page.textContent('tbody th .name')).toBe(hostile);
      expect((await page.textContent('table.rows:not(.tight) tbody'))?.replace(/\s+/g, ' ')).toMatch(/400\.00.*150\.00.*0\.00.*250\.00/);
      await page.click('table.rows:not(.tight) tbody td a');
      expect(await page.locator('h1').textContent()).toContain('V1');
      expect(complaints).toEqual([]);
    });
  });

  test('those without a schedule have a list of their own', async () => {
    await visit('sales0002', { javaScript: false }, async ({ page }) => {
      await page.goto('/contracts');
      await page.click('.tabs a >> nth=2');
      expect(await page.locator('tbody .name').allTextContents()).toEqual(['V2']);
    });
  });

  test('what is no month or page is refused', async () => {
    await visit('auditor', {}, async ({ page }) => {
      expect((await page.goto('/contracts?month=2026-13'))?.status()).toBe(400);
      expect((await page.goto('/contracts?after=x'))?.status()).toBe(400);
      expect((await page.goto('/contracts/999999'))?.status()).toBe(404);
    });
  });
});

describe('Who opens what', () => {
  test.each([
    ['sales0001', 200, 200, 200],
    ['sales0002', 200, 404, 404],
    ['sales_manager', 200, 200, 200],
    ['ar_clerk', 200, 200, 200],
    ['auditor', 200, 200, 200],
    ['hr', 403, 403, 403],
    ['admin', 403, 403, 403],
  ])('%s: desk %i, hold %i, contract %i', async (login, desk, one, itsContract) => {
    await visit(login, {}, async ({ page }) => {
      const statusOf = async (path: string) => (await page.goto(path))?.status();
      expect([await statusOf('/credit'), await statusOf(`/credit/${hold}`), await statusOf(`/contracts/${contract}`)]).toEqual([
        desk,
        one,
        itsContract,
      ]);
    });
  });
});

describe('A hold', () => {
  test('without script: too early an end is refused with what was typed, then asked for; the finance director approves', async () => {
    await visit('sales_director', { javaScript: false }, async ({ page }) => {
      await page.goto(`/credit/${hold}`);
      await page.fill('#reason', '战略项目');
      await page.fill('#endsOn', '2026-06-29');
      await page.click('form[action$="/ask"] button');
      expect(await page.textContent('form[action$="/ask"] .refusal code')).toBe('credit.ends');
      expect(await page.inputValue('#reason')).toBe('战略项目');
      await page.fill('#endsOn', '2026-07-31');
      await page.click('form[action$="/ask"] button');
      expect(new URL(page.url()).pathname).toBe(`/credit/${hold}`);
      expect(await page.locator('form[action$="/ask"]').count()).toBe(0);
    });
    await system.owner.query('update credit_holds set uncovered = 500000.01 where id = $1', [hold]);
    expect([await waitsFor('general_manager'), await waitsFor('finance_director')]).toEqual(['1', undefined]);
    await system.owner.query('update credit_holds set uncovered = 250 where id = $1', [hold]);
    const waits = await Promise.all(['general_manager', 'sales_director', 'auditor', 'finance_director'].map(waitsFor));
    expect(waits).toEqual([undefined, undefined, undefined, '1']);
    await visit('finance_director', { javaScript: false }, async ({ page }) => {
      await page.goto('/');
      await page.click('section[aria-labelledby=elsewhere-h] a[href^="/credit"]');
      await page.click('tbody .name');
      await page.click('[value=rejected]');
      expect(await page.textContent('form[action$="/decide"] .wrong')).toBeTruthy();
      await page.fill('#reference', 'YF-1');
      await page.fill('#amount', '1,0.0.0');
      await page.click('form[action$="/secure"] button');
      expect(await page.textContent('form[action$="/secure"] .wrong')).toBeTruthy();
      await page.click('[value=approved]');
      expect(await page.locator('h1 .state').textContent()).toContain('例外');
    });
    expect(await waitsFor('finance_director')).toBeUndefined();
  });

  test('nobody gets past the roles of a form', async () => {
    await visit('sales0001', {}, async ({ page }) => {
      const answer = await page.request.post(`/credit/${hold}/decide`, { form: { outcome: 'approved' }, maxRedirects: 0 });
      expect(answer.status()).toBe(403);
    });
  });
});

test('The customer’s page has limit, exposure, term, last check and what payments speak for', async () => {
  await visit('sales0001', {}, async ({ page, complaints }) => {
    await page.goto('/customers/K1');
    const text = (await page.textContent('main'))?.replace(/\s+/g, ' ') ?? '';
    for (const part of ['125%', '1,250.00', '1,000.00', '30 天', '没有记录']) expect(text).toContain(part);
    expect(complaints).toEqual([]);
  });
});

describe('Everybody can use the pages', () => {
  test.each([
    ['/contracts?month=2026-06', 'light'],
    ['/contracts/all', 'dark'],
    ['/credit?show=released', 'light'],
    ['/credit?show=near', 'dark'],
    ['hold', 'dark'],
    ['contract', 'light'],
  ] as const)('%s, %s', async (path, theme) => {
    await visit('finance_director', { theme }, async ({ page }) => {
      await page.goto(path === 'hold' ? `/credit/${hold}` : path === 'contract' ? `/contracts/${contract}` : path);
      expect(await seriousFaults(page)).toEqual([]);
    });
  });
});

/** What the rail and My day say of exceptions; undefined where they say nothing. */
async function waitsFor(login: string): Promise<string | undefined> {
  let told: string[] = [];
  await visit(login, { javaScript: false }, async ({ page }) => {
    await page.goto('/');
    const rail = (await page.locator('.rail a[href="/credit"] .count').allTextContents()).map((said) => said.replaceAll(/\D/g, ''));
    const day = await page.locator('li:has(> a[href^="/credit"]) b').allTextContents();
    expect(day).toEqual(rail);
    told = rail;
  });
  return told[0];
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
