import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const injection = '<img src=x onerror=alert(1)>{{7*7}}';

let system: TrainingSystem;
let browser: TestBrowser;
let id: string;
let docketed: string;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables(
    { document: 'D1', dueOn: '2026-01-30', amount: '1284600.00' },
    { document: 'D2', dueOn: '2025-11-20', amount: '50000.00' },
    { document: 'D9', dueOn: '2026-02-10', amount: '777.00', customer: 'K9', owner: 'sales0002' },
  );
  [id, docketed] = await Promise.all([system.caseOf('D1'), system.caseOf('D2')]);
  await system.take('sales0001', id, { type: 'recordPromise', amount: '100000.00', dueOn: '2026-03-20', note: injection });
  await system.take('ar_clerk', docketed, { type: 'confirm', view: 'bad', amount: '50000.00' });
  await system.evidence(docketed, 'contract', 'origin', { acceptedBy: '' });
  await system.take('sales_director', docketed, {
    type: 'proposeAttribution',
    shares: [
      { party: 'sales', person: 'sales0001', cause: 'credit_check_missing', share: 60 },
      { party: 'customer', cause: 'customer_insolvent', share: 40 },
    ],
  });
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe('The page of a case', () => {
  test.each([
    ['sales0001', '登记催收'],
    ['sales_manager', '登记催收'],
    ['sales_director', '要求补证'],
    ['ar_clerk', '登记催收'],
    ['finance_director', '要求补证'],
    ['general_manager', undefined],
    ['legal_manager', '提交证据'],
    ['auditor', undefined],
  ])('shows %s what they may do first: %s', async (login, first) => {
    const { page, complaints, leave } = await at(login, `/cases/${id}`);
    expect(await page.textContent('h1')).toBe('客户K1');
    expect(await page.textContent('.sum .big')).toContain('1,284,600.00');
    const primary = page.locator('.case-head .btn-primary');
    expect((await primary.count()) === 0 ? undefined : (await primary.innerText()).replace(/\s*[LP]$/, '')).toBe(first);
    expect(complaints).toEqual([]);
    await leave();
  });

  test.each([
    ['sales0002', 404],
    ['legal_officer', 404],
    ['hr', 404],
    ['admin', 404],
  ])('is none to %s, out of whose rows it is', async (login, status) => {
    const { page, leave } = await at(login, `/cases/${id}`);
    expect((await page.reload())?.status()).toBe(status);
    expect(await page.content()).not.toContain('1,284,600.00');
    await leave();
  });

  test('tells what happened in sentences, by name, with what people wrote as text', async () => {
    const { page, complaints, leave } = await at('ar_clerk', `/cases/${id}`);
    const told = await page.innerText('#timeline');
    expect(told).toContain('客户承诺 03-20 付 100,000.00');
    expect(told).toContain(injection);
    expect(told).not.toContain('sales0001');
    expect(await page.locator('#timeline img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await leave();
  });

  test('shows evidence and shares to who may see them, and a document only as a file to save', async () => {
    const { page, leave } = await at('legal_manager', `/cases/${docketed}`);
    expect(await page.innerText('.case-grid')).toMatch(/坏账证据[\s\S]*债权成因[\s\S]*contract\.pdf[\s\S]*待采信/);
    expect(await page.innerText('.case-grid')).toMatch(/责任认定[\s\S]*60%/);
    const href = await page.getAttribute('.checks a.chip', 'href');
    const answer = await page.request.get(String(href));
    expect([answer.status(), answer.headers()['content-disposition']?.split(';')[0]]).toEqual([200, 'attachment']);
    await leave();
    const hr = await at('hr', `/cases/${docketed}`);
    expect(await hr.page.innerText('.case-grid')).not.toContain('contract.pdf');
    expect((await hr.page.request.get(String(href))).status()).toBe(404);
    await hr.leave();
  });

  test('explains a refusal beside the button it greys', async () => {
    const { page, leave } = await at('ar_clerk', `/cases/${id}`);
    const greyed = page.locator('[aria-disabled=true]', { hasText: '接受还款计划' });
    expect(await page.innerText(`#${await greyed.getAttribute('aria-describedby')}`)).toMatch(/没有待接受的还款计划[\s\S]*请先提出计划/);
    await leave();
  });

  test.each([
    ['light', 1280, ''],
    ['dark', 1280, '?do=recordPromise'],
    ['light', 390, '?do=proposePlan'],
    ['dark', 1280, '/statechart'],
  ] as const)('has no serious finding of axe: %s, %s wide, %s', async (theme, width, more) => {
    const { page, leave } = await at('ar_clerk', `/cases/${docketed}${more}`, { theme, width });
    // The content policy lets no script in but by the protocol.
    await page.evaluate(`${axe}; 0`);
    const found = await page.evaluate(
      `axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' ')))`,
    );
    expect(found).toEqual([]);
    await leave();
  });
});

describe('A form', () => {
  test('logs a call by keyboard alone: one key opens it, Enter sends it', async () => {
    const { page, complaints, leave } = await at('sales0001', `/cases/${id}`);
    await page.keyboard.press('l');
    await page.waitForSelector('#doing input[name=channel]:focus');
    expect(await page.inputValue('#doing [name=on]')).toBe('2026-03-02');
    await page.focus('#doing input[name=outcome]');
    await page.keyboard.press('Space');
    await page.focus('#doing [name=with]');
    await page.keyboard.type('郑海');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#timeline >> text=郑海');
    expect(await page.innerText('#timeline')).toContain('电话，已联系上，联系人 郑海');
    expect(complaints).toEqual([]);
    await leave();
  });

  test('works without script, keeps what was typed when it is refused, and says why beside the field', async () => {
    const { page, leave } = await at('sales0001', `/cases/${id}`, { javaScript: false });
    await page.click('text=登记付款承诺');
    await page.fill('[name=amount]', '9,999,999.00');
    await page.fill('[name=dueOn]', '2026-03-25');
    await page.click('#doing button');
    expect(await page.innerText('#doing [role=alert]')).toMatch(/9,999,999\.00[\s\S]*1,284,600\.00[\s\S]*promise\.amount/);
    expect(await page.inputValue('[name=amount]')).toBe('9,999,999.00');
    await page.fill('[name=amount]', 'viel');
    await page.click('#doing button');
    expect(await page.getAttribute('[name=amount]', 'aria-invalid')).toBe('true');
    expect(await page.innerText('#e-amount')).toContain('金额');
    await page.fill('[name=amount]', '5,000');
    await page.click('#doing button');
    expect(new URL(page.url()).pathname).toBe(`/cases/${id}`);
    expect(await page.innerText('#timeline')).toContain('客户承诺 03-25 付 5,000.00');
    await leave();
  });

  test('that is stale says what changed meanwhile and by whom, and is taken when it is sent again', async () => {
    const { page, leave } = await at('sales0001', `/cases/${id}?do=recordPromise`);
    await system.take('ar_clerk', id, { type: 'recordPromise', amount: '12.00', dueOn: '2026-03-24' });
    await page.fill('[name=amount]', '34.00');
    await page.fill('[name=dueOn]', '2026-03-26');
    await page.click('#doing button');
    expect(await page.innerText('#doing [role=alert]')).toMatch(/案件已有变化[\s\S]*周敏[\s\S]*客户承诺 03-24 付 12\.00/);
    expect(await page.inputValue('[name=amount]')).toBe('34.00');
    await page.click('#doing button');
    await page.waitForSelector('#timeline >> text=34.00');
    await leave();
  });

  test('that is sent twice is one command', async () => {
    const { page, leave } = await at('sales0001', `/cases/${id}?do=logAttempt`);
    const form = { version: await page.inputValue('[name=version]'), key: await page.inputValue('[name=key]'), back: `/cases/${id}` };
    const typed = { ...form, channel: 'visit', on: '2026-03-02', outcome: 'refuses' };
    const send = () => page.request.post(`/cases/${id}/do/logAttempt`, { form: typed, maxRedirects: 0 });
    expect([(await send()).status(), (await send()).status()]).toEqual([303, 303]);
    const [count] = await system.rows<{ count: string }>(
      `select count(*) from case_journal where case_id = $1 and command ->> 'channel' = 'visit'`,
      [id],
    );
    expect(count?.count).toBe('1');
    await leave();
  });

  test('of what cannot be taken back asks once more', async () => {
    const { page, leave } = await at('ar_clerk', `/cases/${id}?do=cancel`, { javaScript: false });
    const version = await page.inputValue('[name=version]');
    const answer = await page.request.post(`/cases/${id}/do/cancel`, { form: { version, key: 'k1', reason: '误开' } });
    expect([answer.status(), (await answer.text()).includes('请先勾选')]).toEqual([400, true]);
    expect((await system.look(id)).facts.cancellation).toBeUndefined();
    await leave();
  });

  test('with rows leaves out the blank ones', async () => {
    const { page, leave } = await at('sales0001', `/cases/${id}?do=proposePlan`);
    await page.fill('[name="instalments.1.dueOn"]', '2026-04-01');
    await page.fill('[name="instalments.1.amount"]', '1,284,600.00');
    await page.click('#doing button');
    await page.waitForURL((url) => url.search === '');
    expect(await page.innerText('.case-grid')).toMatch(/还款计划[\s\S]*待财务接受[\s\S]*1,284,600\.00/);
    await leave();
  });

  test('files a document without script', async () => {
    const { page, leave } = await at('legal_officer', `/cases/${docketed}?do=attachEvidence`, { javaScript: false });
    await page.setInputFiles('[name=file]', { name: '声明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 statement') });
    await page.selectOption('[name=kind]', 'statement');
    await page.selectOption('[name=ground]', 'inability_to_pay');
    await page.click('#doing button');
    expect(new URL(page.url()).pathname).toBe(`/cases/${docketed}`);
    expect(await page.innerText('#timeline')).toContain('声明.pdf');
    await leave();
  });

  test.each([
    ['nothing', {}, 404],
    ['closeVoting', {}, 404],
    ['attachEvidence', {}, 404],
  ])('for %s there is none', async (type, form, status) => {
    const { page, leave } = await at('ar_clerk', '/cases');
    expect((await page.request.post(`/cases/${id}/do/${type}`, { form })).status()).toBe(status);
    await leave();
  });
});

test('The statechart lights where the case is, and marks the way it took', async () => {
  const { page, complaints, leave } = await at('auditor', `/cases/${docketed}/statechart`);
  const lit = await page.locator('.statechart .node.now text').allTextContents();
  expect(lit.map((text) => text.trim()).sort()).toEqual(['待评审', '无', '已提议'].sort());
  expect(await page.locator('.statechart .edge.taken').count()).toBeGreaterThan(1);
  expect(await page.locator('.statechart .node.been', { hasText: '销售跟进' }).count()).toBe(1);
  expect(complaints).toEqual([]);
  await leave();
});

async function at(login: string, path: string, visit: Visit = {}): Promise<Visitor> {
  const visitor = await browser.person(login, visit);
  await visitor.page.goto(path);
  return {
    page: visitor.page,
    complaints: visitor.complaints,
    signIn: visitor.signIn.bind(visitor),
    leave: () => visitor.leave(),
  } as unknown as Visitor;
}
