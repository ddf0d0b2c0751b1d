import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = `<img src=x onerror=alert(1)>"'`;

let system: TrainingSystem;
let browser: TestBrowser;
let list: string;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables(
    { document: 'A', dueOn: '2026-01-20', amount: '900.00', customer: 'KA' },
    { document: 'B', dueOn: '2026-01-20', amount: '800.00', customer: 'KB' },
    { document: 'C', dueOn: '2026-01-20', amount: '700.00', customer: 'KC' },
    { document: 'D', dueOn: '2026-01-20', amount: '600.00', customer: 'KD', owner: 'sales0002' },
  );
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'KA']);
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe('The publishing desk', () => {
  test('drafts, drafts anew and publishes after saying so twice, without script', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      await page.goto('/lists');
      await page.click('form[action="/lists/draft"] button');
      list = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      expect(await page.textContent('.context + *, .pairs')).toContain('3,000.00');
      await page.click('form[action="/lists/draft"] button');
      expect(new URL(page.url()).pathname).toBe(`/lists/${list}`);
      await page.click('.confirm summary');
      await page.click('.confirm form button');
      expect([await statusOf(), await page.locator('.confirm').count()]).toEqual(['published', 0]);
    });
  });

  test('refuses another draft than the one that was read', async () => {
    await visit('ar_clerk', {}, async ({ page }) => {
      const answer = await page.request.post(`/lists/${list}/publish`, { form: { version: '1' }, maxRedirects: 0 });
      expect([answer.status(), (await answer.text()).includes('list.published_already')]).toEqual([409, true]);
    });
  });
});

describe('Who reads a list', () => {
  test.each([
    ['sales0001', 200, ['A', 'B', 'C']],
    ['sales0002', 200, ['D']],
    ['sales_manager', 200, ['A', 'B', 'C', 'D']],
    ['finance_director', 200, ['A', 'B', 'C', 'D']],
    ['auditor', 200, ['A', 'B', 'C', 'D']],
    ['hr', 403, []],
    ['admin', 403, []],
  ])('%s: %i %j', async (login, status, documents) => {
    await visit(login, {}, async ({ page }) => {
      const answer = await page.goto(`/lists/${list}`);
      const shown = (await page.locator('.listrows .who .note').allTextContents()).map((text) => text.trim().slice(0, 1));
      expect([answer?.status(), shown.sort()]).toEqual([status, documents]);
    });
  });

  test('there is no other', async () => {
    await visit('auditor', {}, async ({ page }) => {
      expect((await page.goto('/lists/999'))?.status()).toBe(404);
    });
  });
});

describe('The owner', () => {
  test('answers all rows in one pass by keyboard: confirms, objects with a reason, confirms', async () => {
    await visit('sales0001', {}, async ({ page, complaints }) => {
      await page.goto(`/lists/${list}`);
      expect(await page.textContent('.listrows .name')).toBe(hostile);
      await page.keyboard.press('j');
      await page.keyboard.press('c');
      await page.keyboard.press('o');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.type('客户有异议');
      await page.keyboard.press('Enter');
      await page.keyboard.press('c');
      await page.keyboard.press('s');
      await page.waitForLoadState();
      // The first reason that is offered is the amount, and that one needs the right figure.
      expect(await page.textContent('.listrows .refusal code')).toBe('list_row.value_missing');
      expect(await statesOf()).toEqual({ A: 'confirmed', B: 'waiting', C: 'confirmed', D: 'waiting' });
      expect(await page.inputValue('.objecting [name^=note]')).toBe('客户有异议');
      await page.fill('.objecting [name^=balance]', '700.00');
      await page.click('[data-key=s]');
      await page.locator('.listrows .state-late').waitFor();
      expect((await statesOf()).B).toBe('objected');
      expect(complaints).toEqual([]);
    });
  });

  test('answers without script, too; nobody answers for another', async () => {
    const [row] = await system.rows<{ id: string }>(`select id from overdue_list_rows where document = 'D'`);
    await visit('sales0001', {}, async ({ page }) => {
      const answer = await page.request.post(`/lists/${list}/answers`, { form: { [`answer.${row?.id}`]: 'confirm' }, maxRedirects: 0 });
      expect([answer.status(), (await statesOf()).D]).toEqual([409, 'waiting']);
    });
    await visit('sales0002', { javaScript: false }, async ({ page }) => {
      await page.goto(`/lists/${list}`);
      await page.check('[value=object]', { force: true });
      await page.selectOption('.objecting select', 'customer_dispute');
      await page.click('[data-key=s]');
      expect(await page.textContent('.objecting .wrong')).toBeTruthy();
      await page.fill('.objecting [name^=note]', '质量问题');
      await page.click('[data-key=s]');
      expect((await statesOf()).D).toBe('objected');
    });
  });
});

test('Finance accepts one objection and rejects another, which the two directors settle by saying the same', async () => {
  await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
    await page.goto(`/lists/${list}?state=objected`);
    const [accepted, rejected] = [
      page.locator('.listrows > li', { hasText: 'B ' }),
      page.locator('.listrows > li', { hasText: '质量问题' }),
    ];
    await accepted
      .locator('details', { has: page.locator('[action$=accept]') })
      .locator('summary')
      .click();
    await accepted.locator('[action$=accept] button').click();
    await page.goto(`/lists/${list}?state=objected`);
    await rejected
      .locator('details', { has: page.locator('[action$=reject]') })
      .locator('summary')
      .click();
    await rejected.locator('[action$=reject] [name=reason]').fill('没有书面依据');
    await rejected.locator('[action$=reject] button').click();
  });
  expect(await statesOf()).toMatchObject({ B: 'corrected', D: 'disagreed' });
  for (const [login, state] of [
    ['sales_director', 'disagreed'],
    ['finance_director', 'settled'],
  ] as const)
    await visit(login, { javaScript: false }, async ({ page }) => {
      await page.goto(`/lists/${list}?state=disagreed`);
      await page.check('[name=outcome][value=ledger]', { force: true });
      await page.fill('[action$=settle] [name=note]', '以账面为准');
      await page.click('[action$=settle] button');
      expect((await statesOf()).D).toBe(state);
    });
  expect(await statusOf()).toBe('agreed');
});

test.each([
  ['xlsx', /spreadsheetml/],
  ['csv', /^text\/csv/],
  ['pdf', /^application\/pdf/],
])('The list is there as %s', async (ending, type) => {
  await visit('auditor', {}, async ({ page }) => {
    const file = await page.request.get(`/lists/${list}/export.${ending}`);
    expect([file.status(), file.headers()['content-type']]).toEqual([200, expect.stringMatching(type)]);
  });
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
] as const)('Everybody can use it: axe finds nothing (%s, %i)', async (theme, width) => {
  await visit('ar_clerk', { theme, width }, async ({ page }) => {
    for (const path of ['/lists', `/lists/${list}`]) {
      await page.goto(path);
      expect([path, await seriousFaults(page)]).toEqual([path, []]);
    }
  });
});

async function statesOf(): Promise<Record<string, string>> {
  const rows = await system.rows<{ document: string; state: string }>('select document, state from overdue_list_rows where list_id = $1', [
    list,
  ]);
  return Object.fromEntries(rows.map(({ document, state }) => [document, state]));
}

async function statusOf(): Promise<string | undefined> {
  return (await system.rows<{ status: string }>('select status from overdue_lists where id = $1', [list]))[0]?.status;
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
