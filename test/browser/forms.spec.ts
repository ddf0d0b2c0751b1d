import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = `<img src=x onerror=alert(1)>"'`;

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  const named = ['KA', 'KB'].map((customer) => ({ customer, name: `客户${customer}`, email: `${customer}@customer.example` }));
  await sendFile(system.api, 'customers', ledgerFile('customers', ...named));
  await system.receivables(
    { document: 'A', dueOn: '2025-11-20', amount: '900.00', customer: 'KA' },
    { document: 'L', dueOn: '2026-03-02', amount: '700.00', customer: 'KB' },
  );
  await system.owner.query('update people set name = $1 where login = $2', [`管理员${hostile}`, 'admin']);
  await system.moveTo('2026-03-18');
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe('A form sent twice', () => {
  test('by a double click is done once, and both are shown the result', async () => {
    await visit('admin', {}, async ({ page }) => {
      await page.goto('/admin/teams');
      const form = { ...(await hidden(page, 'form[action="/admin/teams"]')), name: '华东组', manager: 'sales_manager' };
      const answers = await Promise.all([1, 2, 3].map(() => page.request.post('/admin/teams', { form, maxRedirects: 0 })));
      expect(answers.map((one) => [one.status(), one.headers().location])).toEqual(answers.map(() => [303, '/admin/teams']));
      expect(await count(`teams where name = '华东组'`)).toBe(1);
    });
  });

  test('but filled in otherwise is another one; a refused one is mended and sent again', async () => {
    await visit('admin', {}, async ({ page }) => {
      await page.goto('/admin/people');
      const add = { ...(await hidden(page, '#add form')), login: 'wang.wu', name: '王五', language: 'zh-CN' };
      const send = async (more: object) =>
        (await page.request.post('/admin/people', { form: { ...add, ...more }, maxRedirects: 0 })).status();
      expect([await send({ email: 'x' }), await send({}), await send({}), await send({ login: 'zhao.liu' })]).toEqual([400, 303, 303, 303]);
    });
  });

  test('makes one token, which is shown once', async () => {
    await visit('admin', { javaScript: false }, async ({ page }) => {
      await page.goto('/admin/tokens');
      const form = { ...(await hidden(page, 'form[action="/admin/tokens"]')), name: '凭证接口', access: 'read_only', days: '30' };
      const first = await page.request.post('/admin/tokens', { form, maxRedirects: 0 });
      const again = await page.request.post('/admin/tokens', { form, maxRedirects: 0 });
      expect([first.status(), again.status(), again.headers().location]).toEqual([201, 303, '/admin/tokens/shown']);
      expect(await count(`api_tokens where name = '凭证接口'`)).toBe(1);
      await page.goto('/admin/tokens/shown');
      expect([await page.locator('.done-note').count(), await page.locator('.secret').count()]).toEqual([1, 0]);
    });
  });

  test('files one document; another file by the same form is another one', async () => {
    const caseId = await system.caseOf('A');
    await visit('legal_officer', {}, async ({ page }) => {
      await page.goto(`/cases/${caseId}?do=attachEvidence`);
      const fields = { ...(await hidden(page, '#doing')), kind: 'contract', ground: 'bankruptcy' };
      const send = async (text: string) => {
        const file = { name: '合同.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4 ${text}`) };
        return (await page.request.post(`/cases/${caseId}/evidence`, { multipart: { ...fields, file }, maxRedirects: 0 })).status();
      };
      expect([await send('one'), await send('one'), await send('two')]).toEqual([303, 303, 303]);
      expect(await count('evidence')).toBe(2);
    });
  });

  test('keeps one file to be imported', async () => {
    await visit('ar_clerk', {}, async ({ page }) => {
      await page.goto('/imports');
      const fields = {
        ...(await hidden(page, 'form[action="/imports"][method=post]')),
        kind: 'customers',
        company: 'C01',
        source: '',
        asOf: '',
      };
      const file = { name: 'c.csv', mimeType: 'text/csv', buffer: Buffer.from('company,customer,name\nC01,KZ,客户\n') };
      const send = () => page.request.post('/imports', { multipart: { ...fields, file }, maxRedirects: 0 });
      const [first, again] = [await send(), await send()];
      expect([first.status(), again.headers().location]).toEqual([303, first.headers().location]);
    });
  });

  test('by script is held back by itself', async () => {
    await visit('admin', {}, async ({ page, complaints }) => {
      await page.goto('/admin/teams');
      await page.fill('form[action="/admin/teams"] [name=name]', '华南组');
      await page.fill('form[action="/admin/teams"] [name=manager]', 'sales_manager');
      await page.dblclick('form[action="/admin/teams"] button');
      await page.getByText('华南组').first().waitFor();
      expect([await count(`teams where name = '华南组'`), complaints]).toEqual([1, []]);
    });
  });
});

describe('A stale form', () => {
  test('that would write over somebody’s change says whose, and keeps what was typed', async () => {
    await two('admin', 'admin', async (first, second) => {
      for (const page of [first, second]) await page.goto('/admin/people/sales0001');
      await first.fill('#change-name', '张三丰');
      await first.click('form[action$="/change"] button');
      await second.fill('#change-email', 'zs@company.example');
      await second.click('form[action$="/change"] button');
      expect([await second.textContent('#meanwhile .remedy'), await second.textContent('.doing .refusal code')]).toEqual([
        expect.stringContaining(hostile),
        'request.stale',
      ]);
      expect([await nameOf('sales0001'), await second.inputValue('#change-email')]).toEqual(['张三丰', 'zs@company.example']);
      await second.click('form[action$="/change"] button');
      expect(await second.locator('#meanwhile').count()).toBe(0);
    });
  });

  test('of a letter that somebody has released says who, and what was written', async () => {
    await two('legal_manager', 'legal_officer', async (first, second) => {
      const [letter] = await system.rows<{ id: string }>(`select id from letters where customer = 'KA' and status = 'proposed'`);
      for (const page of [first, second]) await page.goto(`/letters/${letter?.id}`);
      await first.click('form[action$=release] button');
      await second.fill('#reason', '客户已来函');
      await second.click('form[action$=withdraw] button');
      expect(await second.locator('#meanwhile .remedy').allTextContents()).toEqual([
        expect.stringMatching(/吴正平.*放行/),
        expect.stringContaining('客户已来函'),
      ]);
    });
  });

  test('of a row of the list names the one who was faster', async () => {
    await two('ar_clerk', 'ar_clerk', async (first, second) => {
      await first.goto('/lists');
      await first.click('form[action="/lists/draft"] button');
      await first.click('.confirm summary');
      await first.click('.confirm form button');
      const list = new URL(first.url()).pathname;
      const [row] = await system.rows<{ id: string }>(
        `select r.id from overdue_list_rows r join cases c on c.company_id = r.company_id and c.id = r.case_id where r.document = 'A'`,
      );
      const answers = [{ row: row?.id, answer: 'object', reason: 'other', note: '已付' }];
      expect((await system.api.post('sales0001', `/api/v1/overdue-lists/${list.split('/')[2]}/answers`, { answers })).status).toBe(200);
      for (const page of [first, second]) await page.goto(`${list}?state=objected`);
      await first.click(`form[action$="/${row?.id}/reject"] >> xpath=.. >> summary`);
      await first.fill(`#rr-${row?.id}`, '未付');
      await first.click(`form[action$="/${row?.id}/reject"] button`);
      await second.click(`form[action$="/${row?.id}/reject"] >> xpath=.. >> summary`);
      await second.fill(`#rr-${row?.id}`, '账上没有');
      await second.click(`form[action$="/${row?.id}/reject"] button`);
      expect(await second.locator('#meanwhile .remedy').allTextContents()).toEqual([
        expect.stringContaining('驳回了异议'),
        expect.stringContaining('账上没有'),
      ]);
    });
  });

  test('of a ballot says that the voting was closed, and keeps the reason', async () => {
    const caseId = await system.caseOf('A');
    await system.give('finance_director', caseId, { type: 'docket', reason: '尽快评审' });
    const meeting = await system.openMeeting();
    await visit('sales_director', { javaScript: false }, async ({ page }) => {
      await page.goto(`/board/${meeting}/${caseId}`);
      await page.click('label[for=c4]');
      await page.fill('#reason', '继续跟进三个月');
      await system.closeMeeting(meeting);
      await page.click('form.ballot .btn-primary');
      const said = (await page.textContent('#meanwhile')) ?? '';
      expect([said.includes('张慧兰'), said.includes('继续跟进三个月')]).toEqual([true, true]);
    });
  });
});

test('The date moves night by night on a page that may be left; each look says which night it is', async () => {
  await visit('admin', { javaScript: false }, async ({ page }) => {
    await page.goto('/training');
    await page.fill('#date', '2026-09-30');
    await page.click('form:has(#date) button');
    expect([await page.getAttribute('progress', 'max'), await page.locator('#date').count()]).toEqual(['196', 0]);
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(1);
    const second = await page.request.post('/training', { form: { date: '2026-10-01' }, maxRedirects: 0 });
    expect([second.status(), (await second.text()).includes('clock.moving')]).toEqual([409, true]);
    await page.goto('/');
    await page.goto('/training');
    // The page looks again by itself.
    await page.locator('#date').waitFor({ timeout: 150_000 });
    expect(await page.textContent('.page-head')).toContain('2026-09-30');
  });
});

async function visit(login: string, how: Visit, look: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await browser.person(login, how);
  await look(visitor).finally(() => visitor.leave());
}

/** Two windows without script, so that nothing but the server sees to it. */
async function two(one: string, other: string, look: (first: Page, second: Page) => Promise<void>): Promise<void> {
  await visit(one, { javaScript: false }, async ({ page: first }) => {
    await visit(other, { javaScript: false }, ({ page: second }) => look(first, second));
  });
}

/** The hidden fields of a form, as a browser would send them. */
async function hidden(page: Page, form: string): Promise<Record<string, string>> {
  const fields = await page.locator(`${form} input[type=hidden]`).all();
  return Object.fromEntries(
    await Promise.all(fields.map(async (one) => [(await one.getAttribute('name')) ?? '', (await one.getAttribute('value')) ?? ''])),
  );
}

async function count(what: string): Promise<number> {
  const [row] = await system.rows<{ n: number }>(`select count(*)::int as n from ${what}`);
  return row?.n ?? 0;
}

async function nameOf(login: string): Promise<string | undefined> {
  return (await system.rows<{ name: string }>('select name from people where login = $1', [login]))[0]?.name;
}
