import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { FirstRun } from '../../src/people/first-run.js';
import { startApp, type TestApp } from '../support/app.js';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser } from '../support/browser.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let server: TestApp;
let browser: TestBrowser;
let code: string;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startApp({ databaseUrl: database.url, mode: 'production' });
  code = await codeOfStart();
  browser = await TestBrowser.open(server.url);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await database?.drop();
});

test('An empty production system leads to the first-run page, which everybody can use', async () => {
  const visitor = await browser.visitor();
  const { page } = visitor;
  await page.goto('/sign-in');
  expect(new URL(page.url()).pathname).toBe('/first-run');
  expect(await seriousFaults(page)).toEqual([]);
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
});

test('A wrong code makes nobody, and what was typed stays but the password', async () => {
  const visitor = await browser.visitor({ javaScript: false });
  const { page } = visitor;
  await page.goto('/first-run');
  await fill(page, '2222-2222-2222-2222-2222');
  expect(await page.textContent('.refusal code')).toBe('first_run.code');
  expect([await page.inputValue('[name=login]'), await page.inputValue('[name=password]')]).toEqual(['wei.he', '']);
  await visitor.leave();
});

test('Who knows the code printed at the start is the first administrator, once', async () => {
  const second = await codeOfStart();
  const visitor = await browser.visitor({ javaScript: false });
  const { page } = visitor;
  await page.goto('/first-run');
  await fill(page, code.toLowerCase());
  expect(new URL(page.url()).pathname).toBe('/admin/companies');
  await visitor.leave();
  const late = await fetch(`${server.url}/first-run`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
    body: new URLSearchParams({ code: second, login: 'late', name: 'x', password: 'a long password' }),
  });
  expect(late.status).toBe(404);
  expect((await fetch(`${server.url}/first-run`)).status).toBe(404);
  expect(await printed()).toEqual([]);
});

async function fill(page: Awaited<ReturnType<TestBrowser['visitor']>>['page'], typedCode: string): Promise<void> {
  await page.fill('[name=code]', typedCode);
  await page.fill('[name=login]', 'wei.he');
  await page.fill('[name=name]', '何伟');
  await page.fill('[name=password]', 'a long password');
  await page.click('form.body .btn-primary');
}

/** What the server says when it starts; another replica would say it as well. */
async function printed(): Promise<string[]> {
  const lines: string[] = [];
  await server.app.get(FirstRun).announce({ url: server.url, print: (line) => lines.push(line) });
  return lines;
}

async function codeOfStart(): Promise<string> {
  return /[A-Z0-9]{4}(-[A-Z0-9]{4}){4}/.exec((await printed()).join('\n'))?.[0] ?? '';
}
