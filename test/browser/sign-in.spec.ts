import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TestBrowser } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables({ document: 'D1', dueOn: '2026-01-30', amount: '1234567.50' });
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe('Signing in', () => {
  test.each([true, false])('by keyboard alone leads to where one was going (script: %s)', async (javaScript) => {
    const { page, complaints, leave } = await visitor({ javaScript });
    await page.goto('/cases?q=D1');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await page.waitForSelector('#login:focus');
    await page.keyboard.type('sales0001');
    await page.keyboard.press('Tab');
    await page.keyboard.type('recoup-training');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cases?q=D1');
    expect(await page.textContent('.ledger')).toContain('1,234,567.50');
    expect(complaints).toEqual([]);
    await leave();
  });

  test('a wrong password is said so, and what was typed is kept but the password', async () => {
    const { page, leave } = await visitor();
    await page.goto('/sign-in?next=/cases');
    await page.fill('#login', 'sales0001');
    await page.fill('#password', 'wrong');
    await page.press('#password', 'Enter');
    await page.waitForSelector('[role=alert]');
    expect([await page.inputValue('#login'), await page.inputValue('#password')]).toEqual(['sales0001', '']);
    await leave();
  });

  test.each(['//evil.example/', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)', ''])(
    'leads to no other site: next=%s',
    async (next) => {
      const answer = await post('/sign-in', { login: 'sales0001', password: 'recoup-training', next });
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
      expect(answer.headers.get('set-cookie')).toMatch(/^recoup_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    },
  );

  test('ends with signing out: the session is no session any more', async () => {
    const { page, leave } = await visitor();
    await page.goto('/sign-in');
    await page.fill('#login', 'auditor');
    await page.fill('#password', 'recoup-training');
    await page.press('#password', 'Enter');
    await page.waitForURL((url) => url.pathname === '/');
    const cookies = (await page.context().cookies()).filter(({ name }) => name === 'recoup_session');
    await page.click('.who summary');
    await page.click('form[action="/sign-out"] button');
    await page.waitForURL('**/sign-in');
    await page.context().addCookies(cookies);
    await page.goto('/cases');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await leave();
  });
});

describe('A form', () => {
  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['nowhere', { origin: 'null' }],
  ])('that comes from %s is refused', async (_where, headers) => {
    const answer = await post('/sign-in', { login: 'sales0001', password: 'recoup-training' }, headers);
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null]);
  });

  test('is no way into the API, and a token no way into the pages', async () => {
    const token = await system.api.token('ar_clerk');
    const api = await fetch(`${system.server.url}/api/v1/cases`, { headers: { cookie: `recoup_session=${token}` } });
    const page = await fetch(`${system.server.url}/cases`, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' });
    expect([api.status, page.status]).toEqual([401, 303]);
    const form = await post('/api/v1/sessions', { login: 'ar_clerk', password: 'recoup-training' });
    expect(form.status).toBe(415);
  });
});

describe('What one prefers', () => {
  test('language, light or dark, and company stay as they were chosen', async () => {
    const { page, leave } = await visitor();
    await page.goto('/sign-in');
    await page.fill('#login', 'sales_director');
    await page.fill('#password', 'recoup-training');
    await page.press('#password', 'Enter');
    await page.waitForURL((url) => url.pathname === '/');
    await page.click('button[name=language]');
    await page.click('button[name=theme]');
    await page.click('summary.pick');
    await page.click('button[name=company][value=C02]');
    await page.goto('/cases');
    expect([await page.getAttribute('html', 'lang'), await page.getAttribute('html', 'data-bs-theme')]).toEqual(['en', 'dark']);
    expect(await page.textContent('summary.pick')).toBe(await nameOf('C02'));
    expect(await system.rows(`select language from people where login = 'sales_director'`)).toEqual([{ language: 'en' }]);
    await leave();
  });
});

async function visitor(visit = {}) {
  const { page, complaints, ...one } = await browser
    .visitor(visit)
    .then((made) => ({ page: made.page, complaints: made.complaints, made }));
  return { page, complaints, leave: () => one.made.leave() };
}

async function nameOf(company: string): Promise<string | undefined> {
  return (await system.rows<{ name: string }>('select name from companies where id = $1', [company]))[0]?.name;
}

function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${system.server.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });
}

describe('What is not shown is said in a page:', () => {
  test.each([
    ['/nowhere', 'zh-CN', 404, '该地址下没有内容。'],
    ['/nowhere', 'en', 404, 'There is nothing at this address.'],
    ['/admin/people', 'zh-CN', 403, '此操作须由管理员或审计办理。'],
    ['/admin/people', 'en', 403, 'This is for another role: Administrator or Auditor.'],
  ])('%s in %s', async (path, language, status, sentence) => {
    const token = await system.api.token('sales0001');
    await system.owner.query("update people set language = $1 where login = 'sales0001'", [language]);
    const answer = await fetch(new URL(path, system.server.url), {
      headers: { accept: 'text/html', 'accept-language': language, cookie: `recoup_session=${token}` },
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    const page = await answer.text();
    expect(page).toContain(sentence);
    expect([page.includes('class="rail"'), page.includes('role="search"'), page.includes('class="btn" href="/"')]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('to somebody who is not signed in without a frame, as to somebody who has to choose a password first', async () => {
    const railAt = async (headers: Record<string, string>) => {
      const answer = await fetch(new URL('/nowhere', system.server.url), { headers: { accept: 'text/html', ...headers } });
      return [answer.status, (await answer.text()).includes('class="rail"')];
    };
    const cookie = `recoup_session=${await system.api.token('sales0002')}`;
    expect([await railAt({}), await railAt({ cookie: 'recoup_session=nobody' }), await railAt({ cookie })]).toEqual([
      [404, false],
      [404, false],
      [404, true],
    ]);
    await system.owner.query(`update people set must_choose_password = true where login = 'sales0002'`);
    expect(await railAt({ cookie })).toEqual([404, false]);
    await system.owner.query(`update people set must_choose_password = false where login = 'sales0002'`);
  });

  test('a program that asks for the same gets a problem', async () => {
    const answer = await fetch(new URL('/nowhere', system.server.url));
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'request.not_found']);
  });
});
