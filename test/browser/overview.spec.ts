import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = `<img src=x onerror=alert(1)>"'`;

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables(
    { document: 'A', dueOn: '2025-11-20', amount: '900.00', customer: 'KA' },
    { document: 'B', dueOn: '2026-02-20', amount: '100.00', customer: 'KB', owner: 'sales0002' },
    { document: 'C', dueOn: '2026-04-20', amount: '4000.00', customer: 'KC' },
  );
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'KA']);
  await system.moveTo('2026-03-03');
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

test.each([
  ['finance_director', 200],
  ['sales_director', 200],
  ['general_manager', 200],
  ['sales_manager', 200],
  ['auditor', 200],
  ['sales0001', 403],
  ['legal_officer', 403],
  ['admin', 403],
])('%s is answered %i, as a page', async (login, status) => {
  await visit(login, {}, async ({ page, complaints }) => {
    expect((await page.goto('/overview'))?.status()).toBe(status);
    expect([await page.locator('h1').count(), complaints]).toEqual([1, []]);
  });
});

test('Every sum leads to its rows, and the rows come to the sum; a customer’s name comes out as text', async () => {
  await visit('finance_director', { javaScript: false }, async ({ page }) => {
    await page.goto('/overview');
    expect(await page.locator('.name', { hasText: hostile }).count()).toBeGreaterThan(0);
    const tile = page.locator('.tile', { hasText: '1,000.00' }).first();
    await tile.locator('a').first().click();
    expect(new URL(page.url()).pathname).toBe('/cases');
    expect(await page.locator('tbody .name').count()).toBe(2);
    expect(await page.textContent('main')).toContain('1,000.00');
  });
});

test('What is open leads to its items, due or not, which come to the sum; nothing typed is lost by a filter', async () => {
  await visit('finance_director', { javaScript: false }, async ({ page, complaints }) => {
    await page.goto('/overview');
    await page.locator('.tile', { hasText: '5,000.00' }).first().locator('a').first().click();
    expect(new URL(page.url()).pathname).toBe('/overview/open');
    expect(await page.locator('tbody tr').count()).toBe(3);
    expect(await page.locator('tbody', { hasText: hostile }).count()).toBe(1);
    expect(await page.textContent('tfoot')).toContain('5,000.00');
    await page.selectOption('#overdue', 'no');
    await page.fill('#dueUntil', '2026-05-01');
    await page.locator('form.filters button').click();
    expect(await page.inputValue('#dueUntil')).toBe('2026-05-01');
    expect(await page.textContent('tfoot')).toContain('4,000.00');
    await page.fill('#dueUntil', '2026-03-10');
    await page.locator('form.filters button').click();
    expect(await page.locator('.empty a').getAttribute('href')).toContain('/overview/open?company=C01');
    expect(complaints).toEqual([]);
  });
});

test('The figures of another company than the chosen one lead to that company’s rows', async () => {
  await visit('finance_director', { javaScript: false }, async ({ page }) => {
    await page.goto('/overview?company=C02');
    const addresses = await page
      .locator('main a[href^="/cases?"], main a[href="/cases"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(addresses.length).toBeGreaterThan(1);
    expect(addresses.filter((address) => !address.includes('company='))).toEqual([]);
  });
});

test('Charts have their numbers as a table beside them', async () => {
  await visit('auditor', { javaScript: false }, async ({ page }) => {
    await page.goto('/overview');
    const tables = page.locator('details.as-table');
    expect(await tables.count()).toBeGreaterThan(1);
    await tables.first().locator('summary').click();
    expect(await tables.first().locator('table').isVisible()).toBe(true);
  });
});

test.each([
  ['light', 'zh-CN', 1280],
  ['dark', 'en', 1280],
  ['light', 'en', 390],
] as const)('Everybody can use it: axe finds nothing, and nothing overflows (%s, %s, %i)', async (theme, language, width) => {
  await system.owner.query(`update people set language = $1 where login = 'finance_director'`, [language]);
  await visit('finance_director', { theme, language, width }, async ({ page }) => {
    for (const path of ['/overview', '/overview/open', '/overview/agreed?currency=CNY&kind=plan&from=2026-03-03&until=2026-04-01']) {
      await page.goto(path);
      expect(await seriousFaults(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
  });
});

async function visit(login: string, how: Visit, look: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await browser.person(login, how);
  try {
    await look(visitor);
  } finally {
    await visitor.leave();
  }
}
