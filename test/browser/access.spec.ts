import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = `<img src=x onerror=alert(1)>"'`;

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  for (const [login, name] of [
    ['clerk', hostile],
    ['lawyer', '沈律'],
    ['newcomer', '新人'],
  ])
    await system.api.post('admin', '/api/v1/people', { login, name, password: 'recoup-training' });
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe('A role that decides', () => {
  test('is proposed on the person’s page, and confirmed by the finance director on a page of its own', async () => {
    await visit('admin', { javaScript: false }, async ({ page, complaints }) => {
      for (const [login, role] of [
        ['clerk', 'ar_clerk'],
        ['lawyer', 'legal_officer'],
      ] as const) {
        await page.goto(`/admin/people/${login}`);
        await page.selectOption('#grant-role', role);
        await page.click('[action$="/roles"] .btn');
        expect([await page.locator('.refusal.warn').count(), await page.locator('.seats li').count()]).toEqual([1, 0]);
      }
      await page.goto('/admin/roles');
      expect([await page.locator('[action$="/confirm"]').count(), await page.locator('[action$="/withdraw"]').count()]).toEqual([0, 2]);
      expect(complaints).toEqual([]);
    });
    await visit('finance_director', { javaScript: false }, async ({ page, complaints }) => {
      await page.goto('/admin/roles');
      expect(await page.locator('li[id^=proposal-]').count()).toBe(1);
      expect(await page.textContent('li[id^=proposal-] b')).toBe(hostile);
      await page.focus('[action$="/confirm"] button');
      await page.keyboard.press('Enter');
      await page.locator('li[id^=proposal-]').waitFor({ state: 'detached' });
      expect([await page.locator('li[id^=proposal-]').count(), await page.textContent('.ledger .state')]).toEqual([0, '已确认']);
      expect(complaints).toEqual([]);
    });
    expect((await system.api.get('admin', '/api/v1/people/clerk')).body.roles).toEqual([{ role: 'ar_clerk', company: null }]);
  });

  test('is rejected with a reason, which stays to be seen; without one the form comes again', async () => {
    await visit('legal_manager', { javaScript: false, language: 'en' }, async ({ page }) => {
      await page.goto('/admin/roles');
      await page.fill('[name=reason]', ' ');
      await page.click('[action$="/reject"] button');
      expect(await page.textContent('.refusal code')).toBe('request.invalid');
      await page.fill('[name=reason]', hostile);
      await page.click('[action$="/reject"] button');
      expect(await page.textContent('.ledger .note')).toBe(hostile);
    });
    await visit('auditor', {}, async ({ page }) => {
      await page.goto('/admin/people/lawyer');
      expect(await page.locator('#record-h >> xpath=../..').textContent()).toContain(hostile);
    });
  });

  test.each(['sales0001', 'sales_manager', 'ar_clerk', 'legal_officer', 'hr'])('is no page for %s', async (login) => {
    await visit(login, {}, async ({ page }) => {
      expect((await page.goto('/admin/roles'))?.status()).toBe(403);
    });
  });

  test.each([
    ['finance_director', 'light', 1280],
    ['general_manager', 'dark', 390],
  ] as const)('has pages that everybody can use (%s, %s, %i)', async (login, theme, width) => {
    await system.api.post('admin', '/api/v1/people/newcomer/roles', { role: 'hr' });
    await visit(login, { theme, width }, async ({ page, complaints }) => {
      await page.goto('/admin/roles');
      expect(await page.locator('[action$="/confirm"]').count()).toBe(1);
      expect([await seriousFaults(page), complaints]).toEqual([[], []]);
    });
  });
});

test('Who signs in with a password that somebody else has set chooses another before anything else', async () => {
  await visit('admin', { javaScript: false }, async ({ page }) => {
    await page.goto('/admin/people/newcomer');
    await page.fill('#password-password', 'known to two people');
    await page.click('[action$="/password"] button');
    expect(await page.locator('#in-h >> xpath=..').textContent()).toContain('以一次性密码登录');
  });
  const visitor = await browser.visitor({ language: 'en' });
  const { page } = visitor;
  page.setDefaultTimeout(10_000);
  try {
    await page.goto('/cases?state=all');
    await page.fill('#login', 'newcomer');
    await page.fill('#password', 'known to two people');
    await page.press('#password', 'Enter');
    await page.locator('#choose-new').waitFor();
    expect(new URL(page.url()).pathname).toBe('/new-password');
    await page.goto('/account');
    expect(new URL(page.url()).pathname).toBe('/new-password');
    expect(await seriousFaults(page)).toEqual([]);
    const choose = async (password: string) => {
      await page.fill('#choose-new', password);
      await page.press('#choose-new', 'Enter');
    };
    await choose('short');
    expect(await page.textContent('.wrong')).toContain('10');
    await choose('known to two people');
    expect(await page.textContent('.refusal code')).toBe('password.same');
    await choose('known to one person');
    await page.waitForURL((url) => url.pathname === '/account');
    expect(new URL(page.url()).pathname).toBe('/account');
    await page.goto('/new-password');
    expect(new URL(page.url()).pathname).toBe('/');
    expect(visitor.complaints).toEqual([]);
  } finally {
    await visitor.leave();
  }
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
