import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = '<script>alert(1)</script>';

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02', { RECOUP_DEMO: 'none' });
  await system.receivables(
    { document: 'P1', dueOn: '2025-12-09', amount: '1000.00', customer: 'K1' },
    { document: 'P2', dueOn: '2026-02-20', amount: '2000.00', customer: 'K2' },
    { document: 'P3', dueOn: '2026-02-20', amount: '3000.00', customer: 'K3', owner: 'sales0002' },
    { document: 'P4', dueOn: '2026-02-24', amount: '4000.00', customer: 'K4' },
    { document: 'P5', dueOn: '2026-02-24', amount: '5000.00', customer: 'K5' },
  );
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'K2']);
  await system.take('sales0001', await system.caseOf('P2'), { type: 'recordPromise', amount: '500.00', dueOn: '2026-03-04' });
  await system.take('sales0002', await system.caseOf('P3'), { type: 'reportPosition', position: 'will_pay', note: 'x' });
  await system.take('sales_manager', await system.caseOf('P4'), {
    type: 'raiseDispute',
    reason: 'price',
    contestedAmount: '400',
    note: 'x',
  });
  await system.take('sales0001', await system.caseOf('P5'), {
    type: 'proposePlan',
    instalments: [
      { dueOn: '2026-03-20', amount: '2000.00' },
      { dueOn: '2026-03-31', amount: '3000.00' },
    ],
  });
  await system.moveTo('2026-03-04');
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe('What waits is derived from the record, for each their own', () => {
  test.each([
    ['sales0001', 'today', ['P1 向财务报告客户K1的意见']],
    ['sales0001', 'today', [`P2 ${hostile}承诺付款`]],
    ['sales0002', 'week', []],
    ['ar_clerk', 'week', ['P3 确认客户K3的金额和意见']],
    ['finance_director', 'late', []],
    ['hr', 'late', []],
    ['admin', 'late', []],
  ])('%s, %s', async (login, group, tasks) => {
    await visit(login, { javaScript: false }, async (page) => {
      await page.goto('/');
      expect(await tasksOf(page, { late: '已迟', today: '今天', week: '本周内' }[group] ?? '')).toEqual(expect.arrayContaining(tasks));
      if (tasks.length === 0) expect(await page.locator(`.when:has-text("${group}")`).count()).toBe(0);
    });
  });

  test('whoever has nothing to do is told so', async () => {
    await visit('finance_director', {}, async (page) => {
      await page.goto('/');
      expect([await page.textContent('h1'), await page.locator('.task').count()]).toEqual(['今天没有要做的事', 0]);
    });
  });
});

describe('The one action is done in place', () => {
  test('without script: opened, filled, and the task is gone', async () => {
    await visit('sales0001', { javaScript: false }, async (page) => {
      await page.goto('/');
      await page.click('.task:has-text("P1") .go a:has-text("报告意见")');
      await page.check('[name=position][value=cannot_pay]');
      await page.fill('[name=note]', hostile);
      await page.click('.task-form button');
      expect(new URL(page.url()).pathname).toBe('/');
      expect(await page.locator('.task:has-text("向财务报告")').count()).toBe(0);
    });
    expect(await system.collection(await system.caseOf('P1'))).toBe('financeConfirmation');
  });

  test.each([
    ['with script', true],
    ['without script', false],
  ])('what a rule refuses is told at its task, beside the button, with what was typed: %s', async (_how, javaScript) => {
    await visit('ar_clerk', { javaScript }, async (page) => {
      await page.goto('/');
      const tasks = await page.locator('.task').count();
      await page.click('.task:has-text("P3") .go a');
      await page.check('[name=view][value=collectable]');
      await page.fill('[name=amount]', '2,999.00');
      await page.fill('[name=note]', hostile);
      await page.click('.task-form button');
      await page.waitForSelector('.task-more .refusal + .acts .btn-primary:focus');
      expect(await page.getAttribute('.rail a[aria-current]', 'href')).toBe('/');
      expect([await page.locator('.task').count(), await page.textContent('.task.open small')]).toEqual([tasks, 'P3']);
      expect([await page.textContent('.refusal code'), await page.inputValue('[name=note]')]).toEqual(['confirm.amount', hostile]);
      expect(await page.inputValue('[name=amount]')).toBe('2,999.00');
      if (!javaScript) return;
      expect(await seriousFaults(page)).toEqual([]);
    });
  });

  test('a field that is wrong is told beside it, and the form may be sent again', async () => {
    await visit('ar_clerk', { javaScript: false }, async (page) => {
      await page.goto('/');
      await page.click('.task:has-text("P3") .go a');
      await page.check('[name=view][value=collectable]');
      await page.fill('[name=amount]', 'all');
      await page.click('.task-form button');
      expect(await page.textContent('.task-more .field:has([name=amount]) .wrong')).toContain('12,500.00');
      await page.fill('[name=amount]', '3,000.00');
      await page.press('[name=amount]', 'Enter');
      await page.waitForURL((url) => url.pathname === '/');
    });
    expect(await system.collection(await system.caseOf('P3'))).toBe('salesFollowUp');
  });

  test('a task that does not wait any more is told of on the page of its case', async () => {
    await visit('ar_clerk', { javaScript: false }, async (page) => {
      const id = await system.caseOf('P3');
      const form = { view: 'collectable', amount: '3000.00', back: '/', version: '1', key: 'late' };
      const answer = await page.request.post(`/cases/${id}/do/confirm`, { form, headers: { origin: new URL(page.url()).origin } });
      expect([answer.status() >= 400, (await answer.text()).includes('case-head')]).toEqual([true, true]);
    });
  });

  test('what is decided on stands beside the form, whatever the command', async () => {
    await visit('ar_clerk', { javaScript: false }, async (page) => {
      await page.goto('/');
      await page.click('.task:has-text("P5") .go a');
      expect([new URL(page.url()).pathname, await page.locator('.task-whole td.num:not(.faint)').allTextContents()]).toEqual([
        '/',
        ['2,000.00', '3,000.00'],
      ]);
      await page.click('#doing .btn-primary');
      expect([new URL(page.url()).pathname, await page.locator('.task:has-text("P5")').count()]).toEqual(['/', 0]);
    });
    expect((await system.look(await system.caseOf('P5'))).facts).toMatchObject({ plan: { acceptedBy: 'ar_clerk' } });
  });

  test('sent twice, it is done once', async () => {
    const id = await system.caseOf('P4');
    const entries = () => system.rows<{ n: number }>('select count(*)::int as n from case_journal where case_id = $1', [id]);
    await visit('sales0001', {}, async (page) => {
      const version = (await system.look(id)).version;
      const form = { channel: 'phone', outcome: 'reached', on: '2026-03-04', version: String(version), key: 'once', back: '/' };
      const [before] = await entries();
      for (const _ of [1, 2]) await page.request.post(`/cases/${id}/do/logAttempt`, { form });
      const [after] = await entries();
      expect((after?.n ?? 0) - (before?.n ?? 0)).toBe(1);
    });
  });

  test('a case of somebody else is not there', async () => {
    const id = await system.caseOf('P3');
    await visit('sales0001', {}, async (page) => {
      const answer = await page.request.post(`/cases/${id}/do/logAttempt`, {
        form: { channel: 'phone', outcome: 'reached', on: '2026-03-04' },
      });
      expect(answer.status()).toBe(404);
    });
  });

  test('by keyboard: L opens the first, Enter saves', async () => {
    await visit('sales0001', {}, async (page) => {
      await page.goto('/');
      await page.keyboard.press('l');
      await page.waitForURL('**/?open=*');
      await page.waitForSelector('[name=with]:focus');
      await page.keyboard.type('Ms Lin');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.search === '');
    });
  });
});

test('What waits in other rooms is said there, too, and leads to it', async () => {
  const proposal = { company: 'C01', effectiveFrom: '2026-04-01', changes: { smallBalance: '10.00' }, reason: hostile };
  expect((await system.api.post('admin', '/api/v1/policies', proposal)).status).toBe(201);
  await visit('finance_director', { javaScript: false }, async (page) => {
    await page.goto('/');
    expect(await page.locator('.rail a[href="/admin"] .count').count()).toBe(1);
    await page.click('section[aria-labelledby=elsewhere-h] a');
    expect(new URL(page.url()).pathname).toMatch(/^\/admin\//);
  });
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
] as const)('whoever sees badly can read it: %s at %s', async (theme, width) => {
  await visit('sales0001', { theme, width }, async (page) => {
    await page.goto('/');
    await page.locator('.task .go a').first().click();
    await page.waitForSelector('.task-form');
    expect(await seriousFaults(page)).toEqual([]);
  });
});

async function visit(login: string, how: Visit, see: (page: Page) => Promise<void>): Promise<void> {
  const visitor = await browser.person(login, how);
  await see(visitor.page);
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
}

/** Document and title of the tasks under a heading. */
async function tasksOf(page: Page, heading: string): Promise<string[]> {
  return page.$$eval(
    '.tasks > li',
    (items, wanted) => {
      let here = '';
      return items.flatMap((item) => {
        if (item.matches('.when')) here = item.querySelector('b')?.textContent ?? '';
        const name = item.querySelector('.what b')?.textContent;
        return item.matches('.task') && here === wanted ? [`${item.querySelector('small')?.textContent} ${name}`] : [];
      });
    },
    heading,
  );
}
