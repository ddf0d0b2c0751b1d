import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

test.each(['sales0001', 'ar_clerk', 'legal_officer', 'hr', 'auditor', 'admin'])('%s has an account of their own', async (login) => {
  await visit(login, {}, async ({ page, complaints }) => {
    await page.goto('/');
    await page.click('.who summary');
    await page.click('.who a[href="/account"]');
    expect([new URL(page.url()).pathname, await page.locator('[role=alert]').count(), complaints]).toEqual(['/account', 0, []]);
  });
});

describe('Without script', () => {
  test('a stand-in is named for one’s own absence; oneself is refused, and what was typed stays', async () => {
    await visit('sales0001', { javaScript: false }, async ({ page }) => {
      await page.goto('/account');
      await page.fill('#absence-standIn', 'sales0001');
      await page.fill('#absence-untilOn', '2026-03-06');
      await page.click('#away form.body button');
      expect([await page.textContent('#away .refusal code'), await page.inputValue('#absence-untilOn')]).toEqual([
        'stand_in.self',
        '2026-03-06',
      ]);
      await page.fill('#absence-standIn', 'sales0002');
      await page.click('#away form.body button');
      expect(await page.textContent('#away tbody')).toContain('刘雨婷 代您处理');
      expect(await system.rows('select absent, stand_in from stand_ins')).toEqual([{ absent: 'sales0001', stand_in: 'sales0002' }]);
    });
    await visit('sales0002', {}, async ({ page }) => {
      await page.goto('/account');
      expect(await page.textContent('#away tbody')).toContain('您代 陈晓东 处理');
      expect(await page.locator('#away tbody button').count()).toBe(0);
      const [row] = await system.rows<{ id: string }>('select id from stand_ins');
      expect((await page.request.post(`/account/absences/${row?.id}/end`, { maxRedirects: 0 })).status()).toBe(404);
    });
  });

  test('a password is changed by who knows it, and never shown again', async () => {
    await visit('sales0002', { javaScript: false }, async ({ page }) => {
      await page.goto('/account');
      await page.fill('#password-old', 'not my password');
      await page.fill('#password-new', 'a longer secret');
      await page.click('form[action="/account/password"] button');
      expect([await page.textContent('.refusal code'), (await page.content()).includes('a longer secret')]).toEqual([
        'password.wrong',
        false,
      ]);
      await page.fill('#password-old', 'recoup-training');
      await page.fill('#password-new', 'a longer secret');
      await page.click('form[action="/account/password"] button');
      expect(await page.locator('.refusal').count()).toBe(0);
    });
    const signIn = (password: string) => system.api.send('POST', '/api/v1/sessions', { body: { login: 'sales0002', password } });
    expect([(await signIn('recoup-training')).status, (await signIn('a longer secret')).status]).toEqual([401, 201]);
  });

  test('a token is shown once, does what its access says, and is revoked', async () => {
    await visit('hr', { javaScript: false }, async ({ page }) => {
      await page.goto('/account');
      await page.fill('#token-name', '<b>报表</b>');
      await page.click('form[action="/account/tokens"] button');
      const token = await page.textContent('.secret code');
      expect(token).toMatch(/^rcp_/);
      const read = () => page.request.get(`${system.server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}`, cookie: '' } });
      expect((await read()).status()).toBe(200);
      await page.goto('/account');
      expect([await page.locator('.secret').count(), await page.textContent('section[aria-labelledby=tokens-h] tbody .grow')]).toEqual([
        0,
        '<b>报表</b>',
      ]);
      await page.click('form[action$="/revoke"] button');
      expect((await read()).status()).toBe(401);
    });
  });
});

test.each([
  ['light', 'zh-CN', 1280],
  ['dark', 'en', 390],
] as const)('Everybody can use it: axe finds nothing (%s, %s, %i)', async (theme, language, width) => {
  await system.owner.query(`update people set language = $1 where login = 'ar_clerk'`, [language]);
  await visit('ar_clerk', { theme, language, width }, async ({ page }) => {
    await page.goto('/account');
    expect(await seriousFaults(page)).toEqual([]);
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
