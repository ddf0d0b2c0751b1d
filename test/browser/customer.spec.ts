import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = '"><svg onload=alert(1)>';

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02', { RECOUP_DEMO: 'none' });
  await system.receivables(
    { document: 'C1', dueOn: '2026-01-10', amount: '1000.00', customer: 'K/1', issuedOn: '2025-12-01' },
    { document: 'C2', dueOn: '2026-02-20', amount: '2000.00', customer: 'K/1' },
    { document: 'C3', dueOn: '2026-04-20', amount: '500.00', customer: 'K/1', issuedOn: '2026-03-01' },
    { document: 'C4', dueOn: '2025-12-01', amount: '700.00', customer: 'K/1' },
    { document: 'E1', dueOn: '2026-02-20', amount: '9.00', customer: 'K2', owner: 'sales0002' },
  );
  await system.receipts({ receipt: 'R1', document: 'C4', customer: 'K/1', amount: '700.00', valueDate: '2026-01-15' });
  await system.owner.query(`update customers set name = $1, credit_limit = 3000, grade = 'B' where customer = 'K/1'`, [hostile]);
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

const address = `/customers/${encodeURIComponent('K/1')}`;

describe('A customer’s page', () => {
  test('says what is open, by age, how much of the limit it takes, and how late was paid', async () => {
    await visit('sales0001', { javaScript: false }, async (page) => {
      await page.goto(address);
      const text = (await page.textContent('main')) ?? '';
      for (const part of [hostile, '3,500.00', '116.7%', '500.00', 'C1', 'C2', 'C3', 'C4']) expect(text).toContain(part);
      expect(await page.locator('svg.months rect').count()).toBe(1);
      expect(await page.locator('details td').allTextContents()).toEqual(['2026-01', '45', '1']);
    });
  });

  test.each([
    ['sales0001', 200],
    ['sales_manager', 200],
    ['ar_clerk', 200],
    ['auditor', 200],
    ['sales0002', 404],
    ['hr', 403],
    ['admin', 403],
  ])('answers %s with %s', async (login, status) => {
    await visit(login, {}, async (page) => {
      expect((await page.goto(address))?.status()).toBe(status);
    });
  });

  test('one contact goes to all of the ticked cases', async () => {
    await visit('sales0001', { javaScript: false }, async (page) => {
      await page.goto(address);
      await page.click('.page-head button');
      await page.check('[name=channel][value=phone]');
      await page.check('[name=outcome][value=reached]');
      await page.click('form.bulk-form .btn-primary');
      await page.click('button[name=step][value=do]');
      await page.click('.page-head a.btn-primary');
      expect(new URL(page.url()).pathname).toBe(address);
    });
    const rows = await system.rows<{ n: number }>(`select count(*)::int as n from case_journal where command ->> 'type' = 'logAttempt'`);
    expect(rows).toEqual([{ n: 2 }]);
  });

  test('has the reconciliation statement as a file', async () => {
    await visit('sales0001', {}, async (page) => {
      const answer = await page.request.get(`${address}/statement.pdf`);
      expect([answer.status(), (await answer.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    });
  });
});

describe('Search finds within what one sees', () => {
  test.each([
    ['sales0001', 'C1', ['C1']],
    ['sales0001', 'E1', []],
    ['sales0002', 'E1', ['E1']],
    ['auditor', 'onload', [hostile]],
    ['sales0002', 'onload', []],
    ['auditor', '%', []],
  ])('%s looks for %s', async (login, wanted, found) => {
    await visit(login, {}, async (page) => {
      await page.goto('/');
      await page.keyboard.press('/');
      await page.keyboard.type(wanted);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/search?q=*');
      const panels = (await page.locator('main .panel table').allTextContents()).join();
      for (const one of found) expect(panels).toContain(one);
      if (found.length === 0) expect(panels).toBe('');
    });
  });
});

test('The training date is moved, and what cannot be is said', async () => {
  await visit('sales0001', { javaScript: false }, async (page) => {
    await page.goto('/training');
    await page.fill('#date', '2025-01-01');
    await page.click('form:has(#date) button');
    expect(await page.textContent('.refusal code')).toBe('clock.backwards');
    await page.fill('#date', '2026-03-03');
    await page.click('form:has(#date) button');
    expect(await page.textContent('.page-head')).toContain('2026-03-03');
  });
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
] as const)('whoever sees badly can read them: %s at %s', async (theme, width) => {
  await visit('sales0001', { theme, width }, async (page) => {
    for (const path of [address, '/search?q=C', '/training']) {
      await page.goto(path);
      expect(await seriousFaults(page)).toEqual([]);
    }
  });
});

async function visit(login: string, how: Visit, see: (page: Page) => Promise<void>): Promise<void> {
  const visitor = await browser.person(login, how);
  await see(visitor.page);
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
}
