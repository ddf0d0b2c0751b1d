import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestBrowser, type Visitor } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let browser: TestBrowser;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-10');
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

// One story, without a script in any browser: each chapter stands on the one before.

test('HR enters posts, looks a scheme over, and proposes it', async () => {
  await as('hr', async ({ page }) => {
    for (const person of ['sales0001', 'sales0002']) {
      await page.goto('/score/desk/people');
      await page.selectOption('#pw', person);
      await page.selectOption('#pp', 'salesperson');
      await page.click('form[action="/score/desk/people"] button');
    }
    expect(await page.locator('.ledger tbody tr').count()).toBe(2);
    await page.goto('/score/desk/schemes/new?post=salesperson&stage=growth');
    await page.fill('[name="weight.satisfaction"]', '20');
    await page.click('[value=check]');
    expect(await page.textContent('.checks .miss')).toContain('108');
    await page.fill('[name="weight.satisfaction"]', '12');
    await page.fill('[name=reason]', '2026 年下半年考核方案');
    await page.click('[value=propose]');
    expect(await page.textContent('.context .state')).toBe('待批准');
    expect(await page.locator('form[action$="/approve"]').count()).toBe(0);
  });
});

test('Finance approves it, HR announces it, and whom it concerns acknowledges it', async () => {
  await as('finance_director', async ({ page }) => {
    await page.goto('/');
    await page.click('a:text("审批考核方案")');
    await page.click('form[action$="/approve"] button');
    expect(await page.textContent('.context .state')).toBe('已批准');
  });
  await as('hr', async ({ page }) => {
    await page.goto('/');
    await page.click('a:text("公布考核方案")');
    await page.click('summary:text("公布…")');
    await page.fill('#note', '自三季度起执行');
    await page.click('form[action$="/announce"] button');
    expect(await page.textContent('.context .state')).toContain('已公布');
  });
  for (const person of ['sales0001', 'sales0002'])
    await as(person, async ({ page }) => {
      await page.goto('/');
      await page.click('a:text("确认考核方案")');
      await page.click('form[action$="/acknowledge"] button');
    });
});

test('Targets are set by hand, and approved', async () => {
  await as('hr', async ({ page }) => {
    for (const person of ['sales0001', 'sales0002']) {
      await page.goto('/score/desk/targets?period=2026Q3');
      await page.selectOption('#mw', person);
      await page.fill('#mc', '1000.00');
      await page.click('summary:text("比率目标")');
      for (const key of ['actual_recovery_rate', 'new_quality_recovery_rate'])
        for (const [what, value] of [
          ['baseline', '62'],
          ['target', '69.44'],
          ['challenge', '83.33'],
        ] as const)
          await page.fill(`[name="${what}.${key}"]`, value);
      await page.fill('#mn', '年初核定');
      await page.click('form[action$="/by-hand"] button');
    }
  });
  await as('finance_director', async ({ page }) => {
    for (const left of [1, 0]) {
      await page.goto('/score/desk/targets?period=2026Q3');
      await page.locator('form[action$="/approve"] button').first().click();
      expect(await page.locator('form[action$="/approve"]').count()).toBe(left);
    }
  });
});

test('Money comes in, and the card has it; a line is questioned', async () => {
  await system.receivables({ document: 'D1', issuedOn: '2026-06-01', dueOn: '2026-07-20', amount: '1000.00' });
  await system.moveTo('2026-07-20');
  await system.receipts({ receipt: 'R1', document: 'D1', amount: '1000.00', valueDate: '2026-07-20' });
  await as('sales0001', async ({ page }) => {
    await page.goto('/score');
    expect(await page.textContent('.grade ~ *, .big')).toMatch(/^A/);
    await page.selectOption('#what', 'line:actual_recovery_rate');
    await page.fill('#reason', '漏记一笔现金回款');
    await page.click('#appeal button');
  });
});

test('The quarter is over: the appeal is decided by somebody who has no part in it', async () => {
  await system.moveTo('2026-10-02');
  await as('hr', async ({ page }) => {
    await page.goto('/score/desk?period=2026Q3');
    expect(await page.locator('.checks .miss').count()).toBe(2);
    expect(await page.locator('form[action$="/close"]').count()).toBe(0);
    await page.click('summary:text("不成立…")');
    await page.fill('[id^=rr-]', '账上没有这笔');
    await page.click('form[action$="/reject"] button');
    // What hr has set is not hr's to decide on.
    expect(await page.textContent('.refusal code')).toBe('appeal.set_by_decider');
  });
  await as('general_manager', async ({ page }) => {
    await page.goto('/score/desk?period=2026Q3');
    await page.click('summary:text("成立…")');
    await page.fill('[id^=p-]', '1.50');
    await page.fill('[id^=ar-]', '出纳已补登');
    await page.click('form[action$="/accept"] button');
    expect(await page.textContent('#appeals .checks')).toContain('+1.50');
  });
});

test('The lists are settled, and HR closes the period for good', async () => {
  await settleLists();
  await as('hr', async ({ page }) => {
    await page.goto('/score/desk?period=2026Q3');
    await page.click('.confirm summary');
    await page.fill('#confirm', '2026Q2');
    await page.click('form[action$="/close"] button');
    expect(await page.textContent('.wrong')).toContain('2026Q3');
    await as('hr', async ({ page: late }) => {
      await late.goto('/score/desk?period=2026Q3');
      await page.fill('#confirm', '2026Q3');
      await page.click('form[action$="/close"] button');
      expect(await page.textContent('#closing .hash')).toMatch(/^[0-9a-f]{64}$/);
      // Another window that still shows the form is told who was faster.
      await late.click('.confirm summary');
      await late.fill('#confirm', '2026Q3');
      await late.click('form[action$="/close"] button');
      expect([await late.textContent('#meanwhile .remedy'), await late.textContent('#closing .hash')]).toEqual([
        expect.stringMatching(/郑佳怡.*关闭了考核期/),
        expect.stringMatching(/^[0-9a-f]{64}$/),
      ]);
    });
  });
});

test('Payroll gets a workbook, and the person the closed card and the next one beside it', async () => {
  await as('hr', async ({ page }) => {
    await page.goto('/score/desk?period=2026Q3');
    await page.fill('#pay', 'sales0001 8000.00 3000.00');
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('button[value=xlsx]')]);
    expect(file.suggestedFilename()).toMatch(/2026Q3\.xlsx$/);
  });
  await as('sales0001', async ({ page }) => {
    await page.goto('/score/cards/C01.2026Q3.sales0001');
    expect(await page.textContent('.context')).toContain('已关账');
    expect(await page.textContent('.score tfoot')).toContain('出纳已补登');
    await page.goto('/score');
    expect(await page.textContent('section[aria-labelledby=cmp-h]')).toContain('2026Q3');
  });
});

/** The months' lists have nobody's rows: each is agreed as soon as it is published. */
async function settleLists(): Promise<void> {
  const drafts = await system.rows<{ id: string }>(
    `select id from overdue_lists where company_id = 'C01' and status = 'draft' and month >= '2026-07'`,
  );
  await as('ar_clerk', async ({ page }) => {
    for (const { id } of drafts) {
      await page.goto(`/lists/${id}`);
      await page.click('.confirm summary');
      await page.click('.confirm form button');
    }
  });
}

async function as(login: string, look: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await browser.person(login, { javaScript: false });
  visitor.page.setDefaultTimeout(10_000);
  try {
    await look(visitor);
  } finally {
    await visitor.leave();
  }
}
