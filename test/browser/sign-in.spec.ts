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

describe('A session that ends while a form is filled in', () => {
  const hostile = `<img src=x onerror=alert(1)>"' 第一行\n第二行`;
  const attempts = () => system.rows<{ n: number }>(`select count(*)::int as n from case_journal where command ->> 'note' = $1`, [hostile]);

  test.each([
    [true, 'zh-CN'],
    [false, 'en'],
  ] as const)('loses nothing that was typed (script: %s, %s)', async (javaScript, language) => {
    const id = await system.caseOf('D1');
    const { page, complaints, leave } = await visitor({ javaScript, language });
    const signIn = async (password: string) => {
      await page.fill('#login', 'sales0001');
      await page.fill('#password', password);
      await page.press('#password', 'Enter');
    };
    await page.goto(`/cases/${id}?do=logAttempt`);
    await signIn('recoup-training');
    await page.check('[name=outcome][value=reached]');
    await page.fill('[name=note]', hostile);
    await end('sales0001');
    await page.click('#doing .btn-primary');
    expect([await page.locator('[name=next]').inputValue(), await page.locator('[role=alert]').count()]).toEqual([`/cases/${id}`, 1]);
    await signIn('wrong');
    await page.waitForSelector('[role=alert]');
    const [before] = await attempts();
    await signIn('recoup-training');
    expect(await page.textContent('.held')).toBe(hostile);
    const words = [await page.textContent('.telling h2'), await page.textContent('.held-label')];
    expect(words).toEqual(['登记催收', '说明']);
    expect(await attempts()).toEqual([before]);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/cases/${id}`);
    const [after] = await attempts();
    expect([(after?.n ?? 0) - (before?.n ?? 0), complaints]).toEqual([1, []]);
    await leave();
  });

  test('a password is no part of it, and what no form of ours has sent leads nowhere', async () => {
    const kept = async (path: string, fields: Record<string, string>) => (await post(path, fields)).status;
    expect(await kept('/account/password', { old: 'a', new: 'b', note: 'c' })).toBe(303);
    expect(await kept('/sign-out', {})).toBe(303);
    expect(await kept('/cases/1/do/logAttempt', { note: 'c' })).toBe(401);
    const fields = [['note', 'x']];
    for (const held of [
      '{',
      '[]',
      JSON.stringify({ action: '//evil.example/', from: '/', fields }),
      JSON.stringify({ action: '/cases', from: '/' }),
    ]) {
      const answer = await post('/sign-in', { login: 'sales0001', password: 'recoup-training', next: '/cases', held });
      expect([held, answer.status, answer.headers.get('location')]).toEqual([held, 303, '/cases']);
    }
    const answer = await post('/cases/1/do/logAttempt', { note: 'c' }, { 'sec-fetch-site': 'cross-site' });
    expect(answer.status).toBe(403);
  });

  test('a part of a page asks for all of it', async () => {
    const answer = await fetch(new URL('/admin/runs', system.server.url), {
      headers: { 'hx-request': 'true', 'hx-current-url': `${system.server.url}/admin/runs?x=1` },
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('hx-redirect')]).toEqual([401, '/sign-in?next=%2Fadmin%2Fruns%3Fx%3D1']);
  });

  async function end(login: string): Promise<void> {
    await system.owner.query('update sessions set revoked_at = now() where login = $1', [login]);
  }
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
  test('on a telephone, search, language and light or dark are in one’s own menu', async () => {
    const { page, complaints, leave } = await visitor({ width: 390 });
    await page.goto('/sign-in?next=/lists');
    await page.fill('#login', 'ar_clerk');
    await page.fill('#password', 'recoup-training');
    await page.press('#password', 'Enter');
    await page.waitForURL('**/lists');
    await page.click('.who summary');
    await page.click('.who button[name=theme]');
    expect([new URL(page.url()).pathname, await page.getAttribute('html', 'data-bs-theme')]).toEqual(['/lists', 'dark']);
    await page.click('.who summary');
    await page.click('.who a[href="/search"]');
    await page.fill('main [name=q]', 'D1');
    await page.press('main [name=q]', 'Enter');
    await page.waitForSelector('main .name');
    expect(complaints).toEqual([]);
    await leave();
  });

  test('all keys are told by one', async () => {
    const { page, complaints, leave } = await visitor();
    await page.goto('/sign-in');
    await page.fill('#login', 'auditor');
    await page.fill('#password', 'recoup-training');
    await page.press('#password', 'Enter');
    await page.waitForURL((url) => url.pathname === '/');
    await page.keyboard.press('?');
    expect(await page.locator('.keys .panel').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect([await page.locator('.keys .panel').isVisible(), complaints]).toEqual([false, []]);
    await leave();
  });

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
    await page.goto('/overview?company=C02');
    await page.click('summary.pick');
    await page.click('button[name=company][value=C01]');
    expect([new URL(page.url()).search, await page.textContent('summary.pick')]).toEqual(['', await nameOf('C01')]);
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
