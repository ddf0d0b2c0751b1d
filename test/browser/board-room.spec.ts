import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = `<img src=x onerror=alert(1)>"'`;

let system: TrainingSystem;
let browser: TestBrowser;
let meeting: string;
const documents = ['A', 'B', 'C', 'D', 'E', 'F'];

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  const amounts = ['900.00', '800.00', '700.00', '600.00', '500.00', '100.00'];
  await system.receivables(
    ...documents.map((document, i) => ({
      document,
      dueOn: '2025-11-20',
      amount: amounts[i] ?? '',
      // E and F are one customer's.
      customer: document === 'F' ? 'KE' : `K${document}`,
    })),
  );
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'KA']);
  for (const document of documents) await docket(document);
  meeting = await system.openMeeting();
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe('Who is let in', () => {
  test.each([
    ['sales_director', 200],
    ['finance_director', 200],
    ['legal_manager', 200],
    ['general_manager', 200],
    ['ar_clerk', 200],
    ['auditor', 200],
    // Sees some of the company's cases, and papers tell of all.
    ['sales0001', 403],
    ['hr', 403],
    ['admin', 404],
  ])('to a decision paper: %s %i', async (login, status) => {
    await visit(login, {}, async ({ page }) => {
      const answer = await page.goto(`/board/${meeting}/${await system.caseOf('A')}`);
      expect(answer?.status()).toBe(status);
    });
  });

  test.each([
    ['/board/99999', 404],
    ['/board/x', 404],
    ['/board/1/99999', 404],
  ])('%s is %i, as a page', async (path, status) => {
    await visit('finance_director', {}, async ({ page }) => {
      const answer = await page.goto(path);
      expect([answer?.status(), await page.locator('[role=alert]').count()]).toEqual([status, 1]);
    });
  });
});

describe('Voting', () => {
  test('by keyboard alone leads through three cases, each to the next that is missing', async () => {
    await visit('finance_director', {}, async ({ page, complaints }) => {
      await page.goto(`/board/${meeting}`);
      await page.keyboard.press('Enter');
      for (const [document, key] of [
        ['A', '3'],
        ['B', '2'],
        ['C', '4'],
      ] as const) {
        await page.waitForURL(`**/board/${meeting}/${await system.caseOf(document)}`);
        await page.keyboard.press(key);
        await page.keyboard.type(`理由 ${document} j 1`);
        await page.keyboard.press('Enter');
      }
      await page.waitForURL(`**/board/${meeting}/${await system.caseOf('D')}`);
      expect(await votesOf('finance_director')).toEqual([
        ['A', 'legal_action', '理由 A j 1'],
        ['B', 'bad_debt', '理由 B j 1'],
        ['C', 'continue', '理由 C j 1'],
      ]);
      expect(await page.locator('.squares .sq.voted').allTextContents()).toEqual(['1', '2', '3']);
      await page.keyboard.press('k');
      await page.waitForURL(`**/board/${meeting}/${await system.caseOf('C')}`);
      await page.keyboard.press('j');
      await page.waitForURL(`**/board/${meeting}/${await system.caseOf('D')}`);
      await page.keyboard.press('Escape');
      await page.waitForURL(`**/board/${meeting}`);
      expect(complaints).toEqual([]);
    });
  });

  test('works without script, can be changed, and hides from others what was voted', async () => {
    await visit('legal_manager', { javaScript: false }, async ({ page }) => {
      await page.goto(`/board/${meeting}/${await system.caseOf('A')}`);
      await vote(page, 'grace', '先给宽限');
      await page.goto(`/board/${meeting}/${await system.caseOf('A')}`);
      expect(await page.inputValue('#reason')).toBe('先给宽限');
      await vote(page, 'bad_debt', '改了主意');
    });
    expect(await votesOf('legal_manager')).toEqual([['A', 'bad_debt', '改了主意']]);
    await visit('sales_director', {}, async ({ page }) => {
      await page.goto(`/board/${meeting}/${await system.caseOf('A')}`);
      expect(await page.content()).not.toContain('改了主意');
    });
  });

  test('without a reason is refused beside the ballot, which keeps what was chosen', async () => {
    await visit('sales_director', {}, async ({ page }) => {
      await page.goto(`/board/${meeting}/${await system.caseOf('B')}`);
      await page.keyboard.press('1');
      const answer = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.keyboard.press('Enter');
      expect((await answer).status()).toBe(409);
      expect([await page.textContent('.ballot .refusal code'), await page.isChecked('#c1')]).toEqual(['vote.reason_required', true]);
      expect(await votesOf('sales_director')).toEqual([]);
    });
  });

  test('for all of a customer’s cases is one vote on each', async () => {
    await visit('sales_director', { javaScript: false }, async ({ page }) => {
      await page.goto(`/board/${meeting}/${await system.caseOf('E')}`);
      await page.check('[name=group]');
      await vote(page, 'legal_action', '一并起诉');
      expect(await votesOf('sales_director')).toEqual([
        ['E', 'legal_action', '一并起诉'],
        ['F', 'legal_action', '一并起诉'],
      ]);
    });
  });

  test('sent twice is one vote', async () => {
    await visit('general_manager', {}, async ({ page }) => {
      await page.goto(`/board/${meeting}/${await system.caseOf('A')}`);
      expect([await page.locator('form.ballot').count(), await page.textContent('#ballot .refusal code')]).toEqual([0, 'vote.not_seated']);
    });
    await visit('sales_director', { javaScript: false }, async ({ page }) => {
      await page.goto(`/board/${meeting}/${await system.caseOf('D')}`);
      const key = await page.inputValue('.ballot [name=key]');
      const fields = { key, choice: 'legal_action', reason: '一次' };
      const send = async () => (await page.request.post(`${page.url()}/vote`, { form: fields, maxRedirects: 0 })).status();
      const at = `${system.server.url}/board/${meeting}/${await system.caseOf('D')}`;
      await page.goto(at);
      expect([await send(), await send()]).toEqual([303, 303]);
    });
    expect(
      await system.rows(
        `select count(*)::int as votes from case_journal where case_id = $1 and actor = 'sales_director' and command ->> 'type' = 'castVote'`,
        [await system.caseOf('D')],
      ),
    ).toEqual([{ votes: 1 }]);
  });

  test('ends for who recuses themselves; without a reason they do not', async () => {
    await visit('legal_manager', { javaScript: false }, async ({ page }) => {
      const caseId = await system.caseOf('F');
      await page.goto(`/board/${meeting}/${caseId}`);
      await page.click('.recuse summary');
      await page.fill('#why', '曾任顾问');
      await page.click('.recuse button');
      expect(await page.locator('form.ballot').count()).toBe(0);
      expect(await page.textContent('.squares .sq[aria-current]')).toBe('6');
      expect(await page.locator('.squares .sq.recused').allTextContents()).toEqual(['6']);
    });
  });
});

test('What a customer is called comes out as text', async () => {
  await visit('finance_director', {}, async ({ page, complaints }) => {
    await page.goto(`/board/${meeting}/${await system.caseOf('A')}`);
    expect(await page.textContent('h1')).toBe(hostile);
    await page.goto(`/board/${meeting}`);
    expect(await page.textContent('tbody .name')).toBe(hostile);
    expect(complaints).toEqual([]);
  });
});

test.each([
  ['light', 'zh-CN', 1280],
  ['dark', 'en', 1280],
  ['light', 'en', 390],
] as const)('Everybody can use it: axe finds nothing (%s, %s, %i)', async (theme, language, width) => {
  await system.owner.query(`update people set language = $1 where login = 'finance_director'`, [language]);
  await visit('finance_director', { theme, language, width }, async ({ page }) => {
    for (const path of ['/board', `/board/${meeting}`, `/board/${meeting}/${await system.caseOf('D')}`]) {
      await page.goto(path);
      expect([path, await seriousFaults(page)]).toEqual([path, []]);
    }
  });
});

describe('The chair', () => {
  test('sees the votes come in without loading the page again', async () => {
    await visit('finance_director', {}, async ({ page }) => {
      await page.goto(`/board/${meeting}`);
      await system.give('legal_manager', await system.caseOf('D'), { type: 'castVote', choice: 'legal_action', reason: '起诉' });
      await page.locator('#progress').filter({ hasText: ' 2 / ' }).waitFor({ timeout: 20_000 });
    });
  });

  test('closes the meeting after saying so twice; others see no such button; then there are minutes', async () => {
    await visit('sales_director', {}, async ({ page }) => {
      await page.goto(`/board/${meeting}`);
      expect(await page.locator('.confirm').count()).toBe(0);
      const answer = await page.request.post(`/board/${meeting}/close`, { maxRedirects: 0 });
      expect(answer.status()).toBe(403);
    });
    await visit('finance_director', { javaScript: false }, async ({ page }) => {
      await page.goto(`/board/${meeting}`);
      await page.click('.confirm summary');
      await page.click('.confirm form button');
      expect(await page.locator('.confirm').count()).toBe(0);
      await page.goto(`/board/${meeting}/${await system.caseOf('E')}`);
      expect(await page.textContent('.ballots')).toContain('一并起诉');
      const minutes = await page.request.get(`/board/${meeting}/minutes.pdf`);
      expect([minutes.status(), minutes.headers()['content-type']]).toEqual([200, 'application/pdf']);
    });
  });

  test('calls the next one, and starts a circular vote; a day that is too far is refused with what was typed', async () => {
    await system.receivables({ document: 'G', dueOn: '2025-11-20', amount: '50.00', customer: 'KG' });
    await docket('G');
    const caseId = await system.caseOf('G');
    await visit('finance_director', { javaScript: false }, async ({ page }) => {
      await page.goto('/board');
      const refused = await page.request.post('/board/circular', {
        form: { company: 'C01', until: '2026-12-01', case: caseId },
        maxRedirects: 0,
      });
      expect([refused.status(), (await refused.text()).includes('value="2026-12-01"')]).toEqual([409, true]);
      await page.check(`[name=case][value="${caseId}"]`);
      await page.click('form[action="/board/circular"] button');
      expect(await page.locator('tbody .name').count()).toBe(1);
      await page.goto('/board');
      await page.click('form[action="/board/call"] button');
      expect(new URL(page.url()).pathname).toMatch(/^\/board\/\d+$/);
    });
  });
});

test('What the board decided this month comes to it again once the chair names something new; words alone do not do', async () => {
  const caseId = await system.caseOf('G');
  const [circular] = await system.rows<{ id: string }>(`select id from meetings where kind = 'circular' and status = 'open'`);
  for (const login of ['sales_director', 'finance_director', 'legal_manager'])
    await system.take(login, caseId, { type: 'castVote', choice: 'continue', reason: '继续跟进' });
  await system.closeMeeting(circular?.id ?? '');
  await docket('G');
  const [called] = await system.rows<{ id: string }>(`select id from meetings where kind = 'monthly' and status = 'called'`);
  await visit('finance_director', {}, async ({ page, complaints }) => {
    await page.goto(`/board/${called?.id}`);
    expect(await page.locator('.again form').count()).toBe(0);
    const evidence = await system.evidence(caseId, 'court_announcement', 'bankruptcy');
    await page.goto(`/board/${called?.id}`);
    await page.fill('.again [name=note]', '法院公告客户破产');
    const refused = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.click('.again button');
    expect((await refused).status()).toBe(409);
    expect([await page.textContent('.refusal code'), await page.inputValue('.again [name=note]')]).toEqual([
      'vote.new_fact',
      '法院公告客户破产',
    ]);
    await page.selectOption('.again [name=evidence]', evidence);
    await page.click('.again button');
    await page.locator('.again svg').waitFor();
    expect(await page.textContent('.again')).toContain('法院公告客户破产');
    expect(await seriousFaults(page)).toEqual([]);
    await page.click('.confirm summary');
    await page.click('.confirm form button');
    await page.locator('#progress').waitFor();
    expect(await page.locator('tbody .name').count()).toBeGreaterThan(0);
    expect(await page.locator(`tbody a[href$="/${caseId}"]`).count()).toBe(1);
    expect(complaints.filter((one) => !one.includes('409'))).toEqual([]);
  });
});

async function docket(document: string): Promise<void> {
  await system.take('finance_director', await system.caseOf(document), { type: 'docket', reason: '尽快评审' });
}

async function vote(page: Page, choice: string, reason: string): Promise<void> {
  await page.click(`.choice:has([value=${choice}]) > label`);
  await page.fill('#reason', reason);
  await page.click('.ballot button');
}

/** What stands, case by case: the last vote of each. */
async function votesOf(login: string): Promise<string[][]> {
  const rows = await system.rows<{ document: string; choice: string; reason: string }>(
    `select distinct on (r.document) r.document, j.command ->> 'choice' as choice, j.command ->> 'reason' as reason
     from case_journal j join cases c on c.company_id = j.company_id and c.id = j.case_id
     join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
     where j.actor = $1 and j.command ->> 'type' = 'castVote' order by r.document, j.seq desc`,
    [login],
  );
  return rows.map(({ document, choice, reason }) => [document, choice, reason]);
}

async function visit(login: string, how: Visit, look: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await browser.person(login, how);
  try {
    await look(visitor);
  } finally {
    await visitor.leave();
  }
}
