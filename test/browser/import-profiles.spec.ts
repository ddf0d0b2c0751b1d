import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = `<img src=x onerror=alert(1)>"'`;
const definition = JSON.parse(readFileSync('src/receivables/imports/profiles/examples/kingdee-receivables.json', 'utf8')) as object;

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables({ document: 'A', dueOn: '2026-04-20', amount: '900.00', customer: 'KA' });
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'KA']);
  const credit = { credit: 'CN1', customer: 'KA', document: '', instalment: '', amount: '120.00', creditedOn: '2026-02-20' };
  expect((await sendFile(system.api, 'credits', ledgerFile('credits', credit))).body.status).toBe('done');
  const kept = await system.api.as('admin', 'PUT', '/api/v1/import-profiles/%E5%88%AB%E4%BA%BA%E7%9A%84', { body: definition });
  expect(kept.status).toBe(200);
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

test.each([
  ['ar_clerk', 200],
  ['admin', 200],
  ['finance_director', 403],
  ['sales0001', 403],
])('Import profiles are for who imports: %s %i', async (login, status) => {
  await visit(login, {}, async ({ page }) => {
    expect((await page.goto('/imports/profiles'))?.status()).toBe(status);
  });
});

describe('A profile', () => {
  test('is reached from the imports, copied from an example under a name of its own, and retired', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page, complaints }) => {
      await page.goto('/imports');
      await page.click('a[href="/imports/profiles"]');
      const examples = await page.locator('section[aria-labelledby=ex-h] th').allTextContents();
      expect(examples).toHaveLength(5);
      await page.selectOption('#from', 'example:kingdee-receivables');
      await page.fill('#copy-name', '别人的');
      await page.click('form[action$=copy] button');
      expect([await page.textContent('.refusal code'), await page.inputValue('#copy-name')]).toEqual(['profile.exists', '别人的']);
      expect(await page.inputValue('#from')).toBe('example:kingdee-receivables');
      await page.fill('#copy-name', hostile);
      await page.click('form[action$=copy] button');
      expect((await page.locator('section[aria-labelledby=own-h] th[scope=row]').allTextContents()).join()).toContain(hostile);
      await page.click('form[action$=retire] >> xpath=.. >> summary');
      await page.click('form[action$=retire] button');
      expect(await page.locator('form[action$=retire]').count()).toBe(0);
      expect(complaints).toEqual([]);
    });
  });

  test('of somebody else is not retired', async () => {
    await visit('ar_clerk', {}, async ({ page }) => {
      const answer = await page.request.post('/imports/profiles/retire', { form: { name: '别人的' }, maxRedirects: 0 });
      expect([answer.status(), (await answer.text()).includes('profile.not_own')]).toEqual([409, true]);
    });
  });
});

describe('A credit on account', () => {
  test('is reached beside the receipts and from its customer, with its age', async () => {
    await visit('finance_director', {}, async ({ page }) => {
      await page.goto('/customers/KA');
      await page.click('a[href^="/imports/on-account"]');
      await page.click('a[href="/imports/on-account/credits"]');
      await page.waitForURL('**/credits');
      expect([await page.textContent('tr.group a'), await page.textContent('tbody .b1')]).toEqual([hostile, expect.stringContaining('10')]);
      expect(await page.locator('tbody .btn-s').count()).toBe(0);
    });
  });

  test('is applied by an AR clerk, once; what is too much is refused, and what was typed stays', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      await page.goto('/imports/on-account/credits');
      await page.click('tbody .btn-s');
      await page.fill('[name="amount.0"]', '121');
      await page.click('form[action*=credits] button');
      expect([await page.textContent('main > .refusal code'), await page.inputValue('[name="amount.0"]')]).toEqual([
        'allocation.beyond_credit',
        '121',
      ]);
      await page.fill('[name="amount.0"]', '120');
      await page.click('form[action*=credits] button');
      expect(await page.locator('.done-note').count()).toBe(1);
      expect(await system.rows(`select balance from receivables where document = 'A'`)).toEqual([{ balance: '780.00' }]);
    });
  });

  test.each([
    ['sales0001', '/imports/on-account/credits', 403],
    ['ar_clerk', '/imports/on-account/credits/99999', 404],
  ])('%s at %s: %i', async (login, path, status) => {
    await visit(login, {}, async ({ page }) => {
      expect((await page.goto(path))?.status()).toBe(status);
    });
  });
});

test.each([
  ['light', 1280],
  ['dark', 390],
] as const)('Everybody can use them: axe finds nothing (%s, %i)', async (theme, width) => {
  await visit('ar_clerk', { theme, width }, async ({ page }) => {
    for (const path of ['/imports/profiles', '/imports/on-account/credits', '/training']) {
      await page.goto(path);
      expect([path, await seriousFaults(page)]).toEqual([path, []]);
    }
  });
});

test.each([
  ['zh-CN', '此操作须由'],
  ['en', 'This is for another role'],
] as const)('The auditor reads a refusal as the person did (%s)', async (language, word) => {
  await system.owner.query('update people set language = $2 where login = $1', ['auditor', language]);
  expect((await system.api.get('sales0001', '/api/v1/audit/refusals')).status).toBe(403);
  await visit('auditor', {}, async ({ page }) => {
    await page.goto('/admin/refusals');
    const said = await page.textContent('tbody tr:first-child .c1');
    expect([said?.includes('role.required'), (said ?? '').length > 20, said?.includes(word)]).toEqual([true, true, true]);
  });
});

async function visit(login: string, how: Visit, look: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await browser.person(login, how);
  visitor.page.setDefaultTimeout(10_000);
  await look(visitor).finally(() => visitor.leave());
}
