import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';
import { resolveBadDebts, writeOff } from '../support/write-offs.js';

const hostile = `<img src=x onerror=alert(1)>"'`;

let system: TrainingSystem;
let browser: TestBrowser;

/** On 1 April: D1 paid in part, D3 and D5 resolved as bad debts and not posted, D7 written off. */
beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-30');
  await system.receivables(
    { document: 'D1', issuedOn: '2026-01-10', dueOn: '2026-02-10', amount: '1000.00' },
    { document: 'D3', issuedOn: '2026-02-05', dueOn: '2026-03-20', amount: '500.00', customer: 'K2' },
    { document: 'D5', issuedOn: '2026-01-20', dueOn: '2026-02-25', amount: '900.00', customer: 'K4' },
    { document: 'D7', issuedOn: '2026-03-01', dueOn: '2026-03-10', amount: '80.00', customer: 'K6' },
  );
  await system.receipts({ receipt: 'R1', document: 'D1', amount: '600.00', valueDate: '2026-03-15' });
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'K4']);
  const [d3, d5, d7] = [await system.caseOf('D3'), await system.caseOf('D5'), await system.caseOf('D7')];
  await resolveBadDebts(system, [d3, d5, d7]);
  await writeOff(system, d7, 'V-1');
  await system.moveTo('2026-04-01');
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

test.each([
  ['ar_clerk', 200],
  ['finance_director', 200],
  ['general_manager', 200],
  ['auditor', 200],
  ['sales0001', 403],
  ['sales_director', 403],
  ['legal_manager', 403],
  ['hr', 403],
  ['admin', 403],
])('%s opens provisions and vouchers with %i', async (login, status) => {
  await visit(login, {}, async ({ page }) => {
    const statusOf = async (path: string) => (await page.goto(path))?.status();
    expect([await statusOf('/books'), await statusOf('/books/vouchers')]).toEqual([status, status]);
    expect(await page.locator('.rail a[href="/books"]').count()).toBe(status === 200 ? 1 : 0);
  });
});

describe('A provision', () => {
  test('is reckoned and proposed without script; a month that is not over is refused with what was typed', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      await page.goto('/books');
      await page.fill('#month', '2026-04');
      await page.fill('#opening', '5,00.00');
      await page.click('form[action="/books/preview"] button');
      expect([await page.textContent('.refusal code'), await page.inputValue('#month')]).toEqual(['provision.month_open', '2026-04']);
      await page.fill('#month', '2026-03');
      await page.click('form[action="/books/preview"] button');
      expect(await page.textContent('tbody .name >> nth=0')).toBe(hostile);
      expect(await system.rows('select from provisions')).toHaveLength(0);
      await page.click('form[action="/books/provisions"] button');
      expect(new URL(page.url()).pathname).toMatch(/^\/books\/provisions\/\d+$/);
      expect(await page.textContent('h1 .state')).toBe('待审批');
      expect(await page.locator('form[action$="/approve"]').count()).toBe(0);
    });
    expect(await system.rows(`select month_end, opening, held from provisions`)).toEqual([
      { month_end: '2026-03-31', opening: '500.00', held: '420.00' },
    ]);
  });

  test('is not proposed twice: whoever comes later is told who waits', async () => {
    await visit('ar_clerk', {}, async ({ page }) => {
      const answer = await page.request.post('/books/provisions', { form: { company: 'C01', month: '2026-02' }, maxRedirects: 0 });
      expect([answer.status(), (await answer.text()).includes('provision.waiting')]).toEqual([409, true]);
      expect((await page.request.post('/books/provisions/1/approve', { maxRedirects: 0 })).status()).toBe(403);
    });
    await visit('auditor', {}, async ({ page }) => {
      expect((await page.request.post('/books/provisions', { form: { company: 'C01', month: '2026-02' }, maxRedirects: 0 })).status()).toBe(
        403,
      );
    });
  });

  test('shows the cases one by one, filtered and a page at a time, each leading to its case; names are text', async () => {
    await visit('auditor', {}, async ({ page, complaints }) => {
      await openWaiting(page);
      const cases = page.locator('section[aria-labelledby=cases-h] tbody .name');
      expect(await cases.allTextContents()).toEqual([hostile, '客户K2']);
      await page.fill('#q', 'd5');
      await page.press('#q', 'Enter');
      expect(await cases.allTextContents()).toEqual([hostile]);
      await page.selectOption('#bucket', 'over_180');
      await page.press('#q', 'Enter');
      await page.locator('section[aria-labelledby=cases-h] .empty').waitFor();
      await page.goto(new URL(page.url()).pathname);
      await cases.first().click();
      expect(new URL(page.url()).pathname).toBe(`/cases/${await system.caseOf('D5')}`);
      expect(complaints).toEqual([]);
    });
  });

  test('is downloaded with its cases', async () => {
    await visit('general_manager', {}, async ({ page }) => {
      await openWaiting(page);
      const { pathname } = new URL(page.url());
      const csv = await page.request.get(`${pathname}/cases.csv`);
      expect((await csv.text()).split('\r\n').filter((line) => !line.includes('D5'))).toEqual([
        expect.stringContaining('客户编码'),
        expect.stringMatching(/"K2","客户K2","D3",.*"1–30 天","CNY",.*500\.00/),
        '',
      ]);
      const workbook = await page.request.get(`${pathname}/provision.xlsx`);
      expect([workbook.status(), (await workbook.body()).subarray(0, 2).toString()]).toEqual([200, 'PK']);
    });
  });

  test('counts in the rail of the finance director, who rejects it with a reason, or approves it after being asked, by keyboard', async () => {
    await visit('finance_director', { javaScript: false }, async ({ page }) => {
      await openWaiting(page);
      expect(await page.textContent('.rail a[href="/books"] .count')).toContain('1');
      const { pathname } = new URL(page.url());
      const refused = await page.request.post(`${pathname}/reject`, { form: { reason: ' ' }, maxRedirects: 0 });
      expect(refused.status()).toBe(400);
      await page.fill('#reason', '比例有误');
      await page.click('form[action$="/reject"] button');
      expect([await page.textContent('h1 .state'), await page.locator('form[action$="/reject"]').count()]).toEqual(['已驳回', 0]);
    });
    await visit('ar_clerk', {}, async ({ page }) => {
      await page.goto('/books/preview?company=C01&month=2026-03&opening=500.00');
      await page.click('form[action="/books/provisions"] button');
      await page.locator('h1 .state').waitFor();
    });
    await visit('finance_director', {}, async ({ page, complaints }) => {
      await openWaiting(page);
      await page.focus('details.confirm summary');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.type('同意');
      await page.keyboard.press('Enter');
      await page.locator('h1 .state:text-is("已批准")').waitFor();
      expect(await page.textContent('section[aria-labelledby=v-h] a')).toMatch(/^凭证\s2$/);
      expect(await page.locator('.rail a[href="/books"] .count').count()).toBe(0);
      expect(complaints).toEqual([]);
    });
  });

  test('of the next month stands beside the one before', async () => {
    await system.moveTo('2026-05-02');
    await visit('ar_clerk', {}, async ({ page }) => {
      await page.goto('/books/preview?company=C01&month=2026-04');
      expect(await page.locator('table.provision th:text-is("2026-03")').count()).toBe(1);
      await page.goto('/books');
      expect([await page.locator('#opening').count(), await page.locator('table.provision').count()]).toEqual([0, 1]);
    });
  });

  test('of a company in which one has no part is not there', async () => {
    await system.owner.query(`update role_grants set company_id = 'C02' where login = 'general_manager' and role = 'general_manager'`);
    const [{ id } = { id: '' }] = await system.rows<{ id: string }>('select max(id) as id from provisions');
    await visit('general_manager', {}, async ({ page }) => {
      expect((await page.goto(`/books/provisions/${id}`))?.status()).toBe(404);
      expect((await page.goto(`/books/provisions/${id}/cases.csv`))?.status()).toBe(404);
      expect((await page.goto('/books/vouchers/1?company=C01'))?.status()).toBe(404);
      expect((await page.request.get('/books/vouchers/vouchers.csv?company=C01')).status()).toBe(404);
    });
  });
});

describe('Vouchers', () => {
  test('are filtered, and each shows its lines, equal sums and what it comes from', async () => {
    await visit('auditor', {}, async ({ page, complaints }) => {
      await page.goto('/books/vouchers');
      expect(await page.locator('tbody tr').count()).toBe(2);
      expect(await page.locator('form[action$=batches]').count()).toBe(0);
      await page.selectOption('#kind', 'write_off');
      await page.click('form.filters button');
      expect(await page.locator('tbody tr').count()).toBe(1);
      await page.click('tbody a.name');
      expect(await page.locator('tfoot td').allTextContents()).toEqual(['80.00', '80.00']);
      expect(await page.locator(`a[href="/cases/${await system.caseOf('D7')}"]`).count()).toBe(1);
      expect(await page.locator('form[action*=erp-number]').count()).toBe(0);
      await page.goto('/books/vouchers/2');
      expect(await page.locator('a[href^="/books/provisions/"]').count()).toBe(1);
      expect((await page.goto('/books/vouchers/77'))?.status()).toBe(404);
      expect((await page.goto('/books/vouchers?kind=nothing'))?.status()).toBe(400);
      expect(complaints).toEqual([]);
    });
  });

  test('are handed to the ERP as a batch, once, without script; its files are fetched from the page', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      await page.goto('/books/vouchers');
      await page.click('details.confirm summary');
      await page.click('form[action$=batches] button');
      expect(new URL(page.url()).search).toBe('?batch=1&company=C01');
      expect([await page.locator('tbody tr').count(), await page.locator('form[action$=batches]').count()]).toEqual([2, 0]);
      const csv = await page.request.get((await page.getAttribute('.done-note a[href*=csv]', 'href')) ?? '');
      expect((await csv.text()).trim().split('\r\n')).toHaveLength(3);
      const again = await page.request.post('/books/vouchers/batches', { form: { company: 'C01' }, maxRedirects: 0 });
      expect([again.status(), (await again.text()).includes('voucher.nothing_new')]).toEqual([409, true]);
    });
  });

  test('take the ERP’s number once; a correction asks for its reason, and one named at posting stays', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      await page.goto('/books/vouchers/2');
      await page.fill('#erpNo', `记-12 ${hostile}`);
      await page.click('form[action*=erp-number] button');
      expect(await page.textContent('.facts')).toContain(`记-12 ${hostile}`);
      await page.fill('#erpNo', '记-13');
      await page.fill('#reason', ' ');
      await page.click('form[action*=erp-number] button');
      expect([await page.textContent('.refusal code'), await page.inputValue('#erpNo')]).toEqual(['voucher.erp_entered', '记-13']);
      await page.fill('#reason', '录错');
      await page.click('form[action*=erp-number] button');
      expect(await page.locator('.facts li').count()).toBe(2);
      await page.goto('/books/vouchers/1');
      expect([await page.locator('form[action*=erp-number]').count(), await page.textContent('main')]).toEqual([
        0,
        expect.stringContaining('V-1'),
      ]);
    });
  });
});

test('A company without books says why they are empty', async () => {
  await visit('ar_clerk', {}, async ({ page }) => {
    for (const path of ['/books', '/books/vouchers']) {
      await page.goto(`${path}?company=C02`);
      expect([path, await page.locator('.empty').count()]).toEqual([path, 1]);
    }
  });
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
] as const)('Everybody can use it: axe finds nothing (%s, %i)', async (theme, width) => {
  await visit('ar_clerk', { theme, width }, async ({ page }) => {
    const [{ id } = { id: '' }] = await system.rows<{ id: string }>('select max(id) as id from provisions');
    for (const path of [
      '/books',
      `/books/provisions/${id}`,
      '/books/preview?company=C01&month=2026-04',
      '/books/vouchers',
      '/books/vouchers/2',
    ]) {
      await page.goto(path);
      expect([path, await seriousFaults(page)]).toEqual([path, []]);
      expect([path, await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')]).toEqual([path, 0]);
    }
  });
});

async function openWaiting(page: Visitor['page']): Promise<void> {
  await page.goto('/books');
  await page.click('.refusal.warn a');
  await page.locator('section[aria-labelledby=cases-h]').waitFor();
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
