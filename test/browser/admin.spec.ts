import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = `<img src=x onerror=alert(1)>"'`;

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables({ document: 'D1', dueOn: '2026-01-30', amount: '100.00', owner: 'newcomer' });
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

test.each([
  ['admin', '/admin/people', ['people', 'tokens', 'runs', 'companies', 'calendar', 'policy'], ['refusals', 'money', 'verification']],
  ['auditor', '/admin/people', ['refusals', 'money', 'verification', 'seals'], []],
  ['hr', '/admin/board', ['policy', 'what-if', 'calendar'], ['people', 'refusals', 'runs', 'companies']],
  ['finance_director', '/admin/board', ['policy', 'companies', 'money', 'seals'], ['people', 'refusals', 'verification']],
])('%s opens %s first, what the API lets them, and nothing else', async (login, first, open, shut) => {
  await visit(login, {}, async ({ page }) => {
    await page.goto('/admin');
    expect(new URL(page.url()).pathname).toBe(first);
    for (const section of open) expect([section, (await page.request.get(`/admin/${section}`)).status()]).toEqual([section, 200]);
    for (const section of shut) expect([section, (await page.request.get(`/admin/${section}`)).status()]).toEqual([section, 403]);
  });
});

test('Salespeople have no administration', async () => {
  await visit('sales0001', {}, async ({ page }) => {
    expect((await page.goto('/admin'))?.status()).toBe(403);
    expect(await page.locator('.rail a[href="/admin"]').count()).toBe(0);
  });
});

describe('People', () => {
  test('met in files come first; names come out as text; a refusal stands beside its form', async () => {
    await system.owner.query('update people set name = $1 where login = $2', [hostile, 'newcomer']);
    await visit('admin', { javaScript: false }, async ({ page, complaints }) => {
      await page.goto('/admin/people');
      expect(await page.textContent('.ledger tbody tr:first-child .name')).toBe(hostile);
      await page.fill('#add-login', 'sales0001');
      await page.fill('#add-name', '张三');
      await page.click('.doing .btn-primary');
      expect([await page.textContent('.doing .refusal code'), await page.inputValue('#add-name')]).toEqual(['person.exists', '张三']);
      await page.fill('#add-login', 'zhang.san');
      await page.click('.doing .btn-primary');
      expect(new URL(page.url()).pathname).toBe('/admin/people/zhang.san');
      await page.selectOption('#grant-role', 'ar_clerk');
      await page.selectOption('#grant-company', 'C02');
      await page.click('[action$="/roles"] .btn');
      expect([await page.textContent('.refusal.warn'), await page.locator('.seats li').count()]).toEqual([
        expect.stringContaining('应收会计'),
        0,
      ]);
      expect(complaints).toEqual([]);
    });
  });

  test('An administrator gives himself no business role', async () => {
    await visit('admin', { javaScript: false }, async ({ page }) => {
      await page.goto('/admin/people/admin');
      await page.selectOption('#grant-role', 'finance_director');
      await page.click('[action$="/roles"] .btn');
      expect(await page.textContent('.refusal code')).toBe('admin.own_role');
    });
  });
});

test('A policy is proposed by one, and approved by the finance director with the difference in sight', async () => {
  let path = '';
  await visit('hr', { javaScript: false }, async ({ page }) => {
    await page.goto('/admin/policy');
    await page.click('.page-head .btn-primary');
    await page.fill('[name=effectiveFrom]', '2026-04-01');
    await page.fill('[name=reason]', '早些评审');
    await page.fill('[name=reviewAfterOverdueDays]', '5');
    await page.click('.btn-primary');
    expect(await page.textContent('.number .wrong')).toMatch(/30/);
    await page.fill('[name=reviewAfterOverdueDays]', '60');
    await page.click('.btn-primary');
    path = new URL(page.url()).pathname;
    expect(await page.textContent('#diff-h >> xpath=../..')).toContain('逾期 90 天 → 逾期 60 天');
    expect(await page.locator('[action$=approve]').count()).toBe(0);
  });
  await visit('finance_director', { javaScript: false }, async ({ page }) => {
    await page.goto(path);
    await page.click('[action$=approve] button');
    await page.goto('/admin/policy');
    expect(await page.textContent('.versions')).toContain('逾期 90 天 → 逾期 60 天');
  });
});

test('A day is set otherwise with a reason, and not one that has begun', async () => {
  await visit('admin', { javaScript: false }, async ({ page }) => {
    await page.goto('/admin/calendar?day=2026-03-02');
    expect(await page.locator('#set-reason').count()).toBe(0);
    await page.goto('/admin/calendar?day=2026-03-10');
    await page.fill('#set-reason', '厂休');
    await page.click('#day .btn-primary');
    expect(await page.textContent('#set-h >> xpath=../..')).toContain('厂休');
    expect(await page.textContent('td.set')).toContain('2026-03-10');
  });
});

test('A letterhead is proposed by one and confirmed by another', async () => {
  await visit('admin', { javaScript: false }, async ({ page }) => {
    await page.goto('/admin/companies/C01');
    await page.fill('#letterhead-account', '4892 0001');
    await page.click('[action$="/letterhead"] .btn-primary');
    expect(await page.locator('[action$=confirm]').count()).toBe(0);
  });
  await visit('finance_director', { javaScript: false }, async ({ page }) => {
    await page.goto('/admin/companies/C01');
    await page.click('[action$=confirm] button');
    expect(await page.textContent('#now-h >> xpath=../..')).toContain('4892 0001');
  });
});

test('The auditor starts a verification, and one at a time', async () => {
  await visit('auditor', { javaScript: false }, async ({ page }) => {
    await page.goto('/admin/verification');
    await page.click('.page-head .btn-primary');
    expect(await page.locator('#shown').count()).toBe(1);
    expect(await page.locator('.page-head .btn-primary').count()).toBe(0);
  });
});

test('A token is shown once', async () => {
  await visit('admin', { javaScript: false }, async ({ page }) => {
    await page.goto('/admin/tokens');
    await page.fill('#add-name', 'ERP');
    await page.press('#add-name', 'Enter');
    expect(await page.textContent('.secret')).toMatch(/^rcp_[\w-]{43}$/);
    await page.goto('/admin/tokens');
    expect([await page.locator('.secret').count(), await page.locator('[action$=revoke]').count()]).toEqual([0, 1]);
    await page.click('[action$=revoke] button');
    expect(await page.locator('[action$=revoke]').count()).toBe(0);
  });
});

test.each([
  ['admin', 'light', 1280],
  ['admin', 'dark', 390],
  ['auditor', 'dark', 1280],
] as const)('Everybody can use it: axe finds nothing (%s, %s, %i)', async (login, theme, width) => {
  await visit(login, { theme, width }, async ({ page, complaints }) => {
    await page.goto('/admin');
    const paths = await page.locator('.tabs a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    for (const path of paths) {
      await page.goto(path);
      expect([path, await seriousFaults(page)]).toEqual([path, []]);
    }
    expect(complaints).toEqual([]);
  });
});

async function visit(login: string, how: Visit, look: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await browser.person(login, how);
  visitor.page.setDefaultTimeout(10_000);
  try {
    await look(visitor);
  } finally {
    await visitor.leave();
  }
}
