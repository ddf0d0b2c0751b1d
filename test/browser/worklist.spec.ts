import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = '<img src=x onerror=alert(1)>"\'=1+1';

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02', { RECOUP_DEMO: 'none' });
  await system.receivables(
    { document: 'A1', dueOn: '2026-02-20', amount: '100.00', customer: 'K1' },
    { document: 'A2', dueOn: '2025-12-20', amount: '70000.00', customer: 'K2' },
    { document: 'A3', dueOn: '2025-11-01', amount: '300.50', customer: 'K3', owner: 'sales0002' },
    { document: '=A4', dueOn: '2026-01-15', amount: '4000.00', customer: 'K4' },
  );
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'K4']);
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe('The worklist shows everybody their own rows', () => {
  test.each([
    ['sales0001', ['=A4', 'A1', 'A2']],
    ['sales0002', ['A3']],
    ['sales_manager', ['=A4', 'A1', 'A2', 'A3']],
    ['ar_clerk', ['=A4', 'A1', 'A2', 'A3']],
    ['auditor', ['=A4', 'A1', 'A2', 'A3']],
    ['legal_officer', []],
  ])('%s', async (login, documents) => {
    await visit(login, {}, async (page) => {
      await page.goto('/cases');
      expect((await documentsOn(page)).sort()).toEqual(documents);
    });
  });

  test('but administrators, who have no cases', async () => {
    await visit('admin', {}, async (page) => {
      const answer = await page.goto('/cases');
      expect(answer?.status()).toBe(403);
    });
  });
});

describe('Filters, orders and tabs', () => {
  test.each([
    ['state=financeConfirmation', ['A3']],
    ['owner=sales0002', ['A3']],
    ['minBalance=300&maxBalance=5%2C000', ['A3', '=A4']],
    ['minOverdueDays=31&maxOverdueDays=60', ['=A4']],
    ['customer=K2&minBalance=', ['A2']],
    ['q=A1', ['A1']],
    ['disputed=yes', []],
    ['sort=-balance', ['A2', '=A4', 'A3', 'A1']],
    ['sort=balance', ['A1', 'A3', '=A4', 'A2']],
    ['sort=-due', ['A1', '=A4', 'A2', 'A3']],
    ['tab=old', ['A3']],
    ['tab=unattended', []],
  ])('%s', async (search, documents) => {
    await visit('sales_director', { javaScript: false }, async (page) => {
      await page.goto(`/cases?${search}`);
      expect(await documentsOn(page)).toEqual(documents);
    });
  });

  test('each order is paged to its end without a row twice or missing', async () => {
    for (const sort of ['due', '-due', 'balance', '-balance'])
      await visit('auditor', { javaScript: false }, async (page) => {
        const seen: string[] = [];
        await page.goto(`/cases?sort=${sort}&limit=1`);
        for (;;) {
          seen.push(...(await documentsOn(page)));
          const next = page.locator('a[rel=next]');
          if ((await next.count()) === 0) break;
          await follow(page, next);
        }
        expect([sort, seen.toSorted()]).toEqual([sort, ['=A4', 'A1', 'A2', 'A3']]);
      });
  });

  test('sums and aging are those of the rows', async () => {
    await visit('auditor', {}, async (page) => {
      await page.goto('/cases');
      expect(await page.textContent('tfoot')).toContain('74,400.50');
      expect(await page.locator('.buckets b').allTextContents()).toEqual(['100.00', '4,000.00', '70,000.00', '300.50', '0.00']);
      await follow(page, page.locator('.buckets a:nth-child(3)'));
      expect([await documentsOn(page), (await page.textContent('tfoot'))?.includes('70,000.00')]).toEqual([['A2'], true]);
    });
  });

  test('a condition that is none is said beside its field, with what was typed; the others hold', async () => {
    await visit('auditor', { javaScript: false }, async (page) => {
      const answer = await page.goto('/cases?minBalance=much%22%3E&customer=K2');
      expect([answer?.status(), await page.locator('[role=alert]').count()]).toEqual([400, 1]);
      expect([await page.inputValue('#f-min'), await page.locator('#e-minBalance').isVisible()]).toEqual(['much">', true]);
      expect(await page.textContent('#e-minBalance')).toContain('12,500.00');
      expect([await page.inputValue('#f-customer'), await documentsOn(page)]).toEqual(['K2', ['A2']]);
      await page.fill('#f-min', '1');
      await page.press('#f-min', 'Enter');
      expect(await documentsOn(page)).toEqual(['A2']);
    });
  });

  test('a choice that is none is refused as a page', async () => {
    await visit('auditor', {}, async (page) => {
      const answer = await page.goto('/cases?sort=colour');
      expect([answer?.status(), await page.locator('[role=alert]').count()]).toEqual([400, 1]);
    });
  });

  test('what is said to be late is of what is listed', async () => {
    await visit('auditor', { javaScript: false }, async (page) => {
      const context = async (search: string) => {
        await page.goto(`/cases${search}`);
        return page.locator('.context .money').allTextContents();
      };
      expect(await context('')).toEqual(['74,400.50', '300.50']);
      expect(await context('?minOverdueDays=1&maxOverdueDays=30')).toEqual(['100.00']);
      expect(await context('?tab=old')).toEqual(['300.50', '300.50']);
    });
  });
});

test('A view is kept under its name, for its owner alone, and can be deleted', async () => {
  await visit('sales_director', { javaScript: false }, async (page) => {
    await page.goto('/cases?sort=-balance&minBalance=300');
    await page.click('summary:has-text("存为视图")');
    await page.fill('#v-name', hostile.slice(0, 40));
    await page.click('form[action="/cases/views"] button');
    expect(await page.locator('.tabs .kept a').allTextContents()).toEqual([hostile.slice(0, 40)]);
    expect(await documentsOn(page)).toEqual(['A2', '=A4', 'A3']);
    await visit('auditor', {}, async (other) => {
      await other.goto('/cases');
      expect(await other.locator('.tabs .kept').count()).toBe(0);
    });
    await page.click('form[action="/cases/views/remove"] button');
    expect(await page.locator('.tabs .kept').count()).toBe(0);
  });
});

describe('A view that cannot be kept is told beside its name, with what was typed, above the list as it was', () => {
  test.each([
    ['a blank name', '   ', '#e-v-name'],
    ['one that is too long', `${hostile}${'长'.repeat(30)}`, '#e-v-name'],
    ['one more than can be kept', 'one more', '[role=alert]'],
  ])('%s', async (_what, name, told) => {
    if (name === 'one more')
      await system.owner.query(
        `insert into saved_views (login, name, query) select 'sales_manager', 'kept ' || n, 'sort=balance' from generate_series(1, 20) n`,
      );
    await visit('sales_manager', { javaScript: false }, async (page) => {
      await page.goto('/cases?sort=-balance&minBalance=300');
      await page.click('summary:has-text("存为视图")');
      await page.$eval('#v-name', (field) => field.removeAttribute('maxlength'));
      await page.fill('#v-name', name);
      const [answer] = await Promise.all([page.waitForNavigation(), page.click('form[action="/cases/views"] button')]);
      expect(answer?.status()).toBe(name === 'one more' ? 409 : 400);
      expect([await page.inputValue('#v-name'), await page.locator(`form[action="/cases/views"] ${told}`).isVisible()]).toEqual([
        name,
        true,
      ]);
      expect(await documentsOn(page)).toEqual(['A2', '=A4', 'A3']);
      if (name === 'one more') return;
      await page.fill('#v-name', 'mine');
      await page.click('form[action="/cases/views"] button');
      expect(await page.locator('.tabs .kept a').allTextContents()).toEqual(['mine']);
      await page.click('form[action="/cases/views/remove"] button');
    });
  });
});

test('The export is the filtered list, and no cell of it is a formula', async () => {
  await visit('auditor', {}, async (page) => {
    await page.goto('/cases');
    const answer = await page.request.get('/cases/export.csv?minBalance=300&sort=balance');
    const lines = (await answer.text()).split('\r\n');
    expect(lines[0]).toMatch(/^\ufeff"客户编码"/);
    expect(lines.slice(1, -1).map((line) => line.split(',')[2])).toEqual(['"A3"', `"'=A4"`, '"A2"']);
  });
});

describe('One command for many cases', () => {
  test('shows who refuses it and why before anything is done, then does it, and once', async () => {
    await visit('sales_manager', { javaScript: false }, async (page) => {
      await page.goto('/cases');
      for (const document of ['A1', 'A3']) await page.check(`tr:has-text("${document}") [name=case]`);
      await page.click('.bulk button[value=pause]');
      await page.fill('#until', '2026-03-20');
      await page.fill('#reason', hostile);
      await page.click('form.bulk-form .btn-primary');
      const journal = 'select count(*)::int as n from case_journal';
      const [before] = await system.rows<{ n: number }>(journal);
      expect(await page.locator('.money').allTextContents()).toEqual(expect.arrayContaining(['100.00', '300.50']));
      await page.click('button[name=step][value=do]');
      expect(await page.textContent('h1')).toContain('2');
      const [after] = await system.rows<{ n: number }>(journal);
      expect((after?.n ?? 0) - (before?.n ?? 0)).toBe(2);
      await page.reload();
      expect(await system.rows(journal)).toEqual([after]);
    });
  });

  test('what a rule refuses is said with the rule', async () => {
    await visit('sales_manager', { javaScript: false }, async (page) => {
      await page.goto('/cases');
      await page.check('tr:has-text("A2") [name=case]');
      await page.click('.bulk button[value=logAttempt]');
      await page.check('[name=channel][value=phone]');
      await page.check('[name=outcome][value=reached]');
      await page.fill('#on', '2026-03-09');
      await page.click('form.bulk-form .btn-primary');
      expect(await page.textContent('tr.why')).toContain('2026-03-09');
      expect(await page.locator('button[name=step][value=do]').count()).toBe(0);
    });
  });

  test('a form that is not filled is shown again with what was typed', async () => {
    await visit('sales_manager', { javaScript: false }, async (page) => {
      await page.goto('/cases');
      await page.check('tr:has-text("A2") [name=case]');
      await page.click('.bulk button[value=pause]');
      await page.fill('#reason', hostile);
      await page.$eval('#until', (field) => field.removeAttribute('required'));
      await page.click('form.bulk-form .btn-primary');
      expect([await page.inputValue('#reason'), await page.locator('[role=alert]').count()]).toEqual([hostile, 1]);
    });
  });
});

test('By keyboard: search, a row, its attempt', async () => {
  await visit('sales0001', {}, async (page) => {
    await page.goto('/cases');
    await page.locator('tr:has-text("A1") [name=case]').focus();
    await page.keyboard.press('Space');
    const chosen = async () => (await page.textContent('[data-chosen]'))?.replaceAll('\u2009', ' ');
    expect(await chosen()).toBe('已选 1 件，合计 100.00');
    await page.check('[data-all]');
    expect(await chosen()).toBe('已选 3 件，合计 74,100.00');
    await page.click('.bulk button[type=reset]');
    await page.waitForSelector('.bulk', { state: 'hidden' });
    await page.check('tr:has-text("A1") [name=case]');
    expect(await chosen()).toBe('已选 1 件，合计 100.00');
    await page.locator('.bulk button[value=logAttempt]').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cases/bulk');
    await page.waitForSelector('[name=channel]:focus');
    expect(await page.locator('#on').inputValue()).toBe('2026-03-02');
  });
});

describe('On a telephone cases are chosen at their rows, and the bar lies between the list and the rail', () => {
  test.each([
    ['with script', true, 'zh-CN'],
    ['without script', false, 'en'],
  ] as const)('%s', async (_how, javaScript, language) => {
    await visit('sales_manager', { width: 390, javaScript, language }, async (page) => {
      await page.goto('/cases');
      expect(await page.locator('.bulk').isVisible()).toBe(false);
      const [label] = await boxesOf(page.locator('tr:has-text("A2") .pick label'));
      expect([label && label.width >= 40, label && label.height >= 40]).toEqual([true, true]);
      await page.locator('tr:has-text("A2") [name=case]').focus();
      await page.keyboard.press('Space');
      await page.locator('tr:has-text("A1") .pick label').click();
      const [bar, rail] = await boxesOf(page.locator('.bulk'), page.locator('.rail'));
      if (!bar || !rail) throw new Error('no bar');
      expect([bar.x >= 0, bar.x + bar.width <= 390, bar.y + bar.height <= rail.y]).toEqual([true, true, true]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      await page.locator('tfoot').scrollIntoViewIfNeeded();
      await page.evaluate('scrollTo(0, document.body.scrollHeight)');
      const [last, end] = await boxesOf(page.locator('tfoot'), page.locator('.bulk'));
      expect(last && end && last.y + last.height <= end.y).toBe(true);
      const buttons = await boxesOf(...(await page.locator('.bulk button').all()));
      expect(buttons.filter(({ height }) => height < 40)).toEqual([]);
      await page.locator('.bulk button[value=pause]').focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/cases/bulk');
      expect(await page.locator('form.bulk-form [name=case]').count()).toBe(2);
    });
  });
});

describe('Whoever sees badly can read it', () => {
  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
  ] as const)('%s at %s', async (theme, width) => {
    await visit('sales_manager', { theme, width }, async (page) => {
      await page.goto('/cases?minBalance=1');
      expect(await seriousFaults(page)).toEqual([]);
      expect(await page.textContent('body')).toContain(hostile);
    });
  });
});

async function visit(login: string, how: Visit, see: (page: Page) => Promise<void>): Promise<void> {
  const visitor: Visitor = await browser.person(login, how);
  await see(visitor.page);
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
}

/** A click returns when the next page begins to arrive: its rows are all there when it is loaded. */
async function follow(page: Page, link: Locator): Promise<void> {
  const { href } = new URL((await link.getAttribute('href')) ?? '', page.url());
  await link.click();
  await page.waitForURL((url) => url.href === href);
}

async function boxesOf(...all: Locator[]) {
  const boxes = await Promise.all(all.map((one) => one.boundingBox()));
  return boxes.filter((box) => box !== null);
}

async function documentsOn(page: Page): Promise<string[]> {
  return page.locator('table.ledger tbody td.faint').allTextContents();
}
