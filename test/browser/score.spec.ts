import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import type { Assessment } from '../support/scorecard/assessment.js';
import { hostile, quarterUnderWay } from '../support/scorecard/quarter.js';
import { TrainingSystem } from '../support/training-system.js';

let system: TrainingSystem;
let browser: TestBrowser;
let assessment: Assessment;
const card = '/score/cards/C01.2026Q3.sales0001';

beforeAll(async () => {
  system = await TrainingSystem.start('2026-06-10');
  assessment = await quarterUnderWay(system);
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe('Who opens what', () => {
  test.each<[login: string, path: string, status: number, arrives: string]>([
    ['sales0001', '/score', 200, card],
    ['sales0001', '/score/cards/C01.2026Q3.sales0002', 404, ''],
    ['sales0001', '/score/desk', 403, ''],
    ['sales0001', '/score/review', 403, ''],
    ['sales_manager', '/score', 200, '/score/team'],
    ['sales_manager', '/score/cards/C01.2026Q3.sales0002', 200, ''],
    ['sales_director', '/score', 200, '/score/team'],
    ['general_manager', '/score/desk', 200, ''],
    ['auditor', '/score/desk/targets', 200, ''],
    ['hr', '/score', 200, '/score/desk'],
    ['finance_director', '/score/desk/schemes/new', 403, ''],
    ['ar_clerk', '/score', 200, '/score'],
    ['legal_officer', '/score', 403, ''],
    ['admin', '/score', 403, ''],
  ])('%s at %s: %i', async (login, path, status, arrives) => {
    await visit(login, {}, async ({ page }) => {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(status);
      if (arrives !== '') expect(new URL(page.url()).pathname).toBe(arrives);
    });
  });

  test('the rail has it for who has cards, and for nobody else', async () => {
    for (const [login, lines] of [
      ['sales0001', 1],
      ['admin', 0],
    ] as const)
      await visit(login, {}, async ({ page }) => {
        await page.goto('/');
        expect([login, await page.locator('.rail a[href="/score"]').count()]).toEqual([login, lines]);
      });
  });
});

describe('One’s own card', () => {
  test('has the same numbers as the API, and what would lift it most, the largest first', async () => {
    const { total, grade, lines } = await assessment.card('sales0001');
    const { items: lifts } = (await system.api.get('sales0001', '/api/v1/scorecards/C01.2026Q3.sales0001/lifts')).body;
    await visit('sales0001', {}, async ({ page, complaints }) => {
      await page.goto(card);
      expect((await page.textContent('.score tr.total td'))?.trim()).toBe(total);
      expect(await page.textContent('.big')).toMatch(new RegExp(`^${grade} `));
      expect(await page.locator('.score tbody tr .a2').allTextContents()).toEqual(
        lines.map(({ contribution }: { contribution: string }) => contribution),
      );
      const points = (await page.locator('.lever .pts').allTextContents()).map(Number);
      expect(points).toEqual(lifts.map((lift: { points: string }) => Number(lift.points)));
      expect(points.length).toBeGreaterThan(0);
      expect(points).toEqual([...points].sort((a, b) => b - a));
      expect(await page.locator('.lever a').allTextContents()).toContainEqual(expect.stringContaining(hostile));
      expect(complaints).toEqual([]);
    });
  });

  test('paying what is said to lift it lifts it by so much', async () => {
    const url = '/api/v1/scorecards/C01.2026Q3.sales0001/lifts';
    const { items } = (await system.api.get('sales0001', url)).body;
    const lift = items.find(({ document }: { document: string }) => document === 'D3');
    await system.receipts({ receipt: 'R3', document: 'D3', amount: lift.amount, valueDate: '2026-09-17', customer: 'K3' });
    expect((await assessment.card('sales0001')).total).toBe(lift.total);
    const after = (await system.api.get('sales0001', url)).body.items;
    expect(after.map(({ document }: { document: string }) => document)).toEqual(['D2', 'D4']);
  });

  test('leads from a line to its rows and on to the case', async () => {
    await visit('sales0001', { javaScript: false }, async ({ page }) => {
      await page.goto(card);
      await page.click('.score a[href$="/lines/actual_recovery_rate"]');
      expect(await page.locator('.ledger tbody a').allTextContents()).toEqual(expect.arrayContaining(['D2/1']));
      await page.click('.ledger tbody a:text("D2/1")');
      expect(new URL(page.url()).pathname).toMatch(/^\/cases\/\d+$/);
      expect((await page.goto(`${card}/lines/satisfaction`))?.status()).toBe(200);
      expect((await page.goto(`${card}/lines/bad_debt_rate`))?.status()).toBe(404);
    });
  });

  test('is questioned by a form without script; twice the same is refused, and what was typed stays', async () => {
    await visit('sales0001', { javaScript: false }, async ({ page }) => {
      for (const times of [1, 2]) {
        await page.goto(card);
        await page.selectOption('#what', 'line:satisfaction');
        await page.fill('#reason', `样本不足 ${hostile}`);
        await page.click('#appeal button');
        if (times === 1) expect(await page.textContent('#appeals .checks')).toContain(hostile);
      }
      expect(await page.textContent('.refusal code')).toBe('appeal.open_already');
      expect(await page.inputValue('#reason')).toBe(`样本不足 ${hostile}`);
    });
  });

  test('by keyboard: Question a line leads to the form', async () => {
    await visit('sales0001', { language: 'en' }, async ({ page }) => {
      await page.goto(card);
      await page.focus('.page-head .btn-primary');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.id')).toBe('what');
    });
  });

  test('says so when there is no data, and when there is no card', async () => {
    await visit('sales0002', {}, async ({ page }) => {
      await page.goto('/score');
      expect([await page.textContent('.refusal.warn b'), await page.locator('.big').textContent()]).toEqual([
        '本期暂无数据',
        expect.stringContaining('–'),
      ]);
    });
    await visit('ar_clerk', {}, async ({ page }) => {
      await page.goto('/score');
      expect(await page.textContent('.empty')).toContain('没有考核卡');
    });
  });

  test('is a PDF with its hash in the foot', async () => {
    await visit('sales0001', {}, async ({ page }) => {
      const file = await page.request.get(`${card}/card.pdf`);
      expect([file.status(), file.headers()['content-type'], (await file.body()).subarray(0, 5).toString()]).toEqual([
        200,
        'application/pdf',
        '%PDF-',
      ]);
      expect((await page.request.get('/score/cards/C01.2026Q3.sales0002/card.pdf')).status()).toBe(404);
    });
  });
});

test('Deductions: what is contested stands apart with what it may take; what is final stands in the sum, and is questioned', async () => {
  const [one, two] = [await system.caseOf('D2'), await system.caseOf('D4')];
  const shares = (cause: string, share: number) => [
    { party: 'sales', person: 'sales0001', cause, share },
    { party: 'customer', cause: 'customer_insolvent', share: 100 - share },
  ];
  for (const id of [one, two]) await system.take('finance_director', id, { type: 'docket', reason: '停业' });
  await system.take('hr', one, { type: 'proposeAttribution', shares: shares('credit_check_missing', 60) });
  await system.take('sales0001', one, { type: 'contestAttribution', reason: '已做信用审核' });
  await system.take('hr', two, { type: 'proposeAttribution', shares: shares('follow_up_neglected', 80) });
  await system.take('sales0001', two, { type: 'acceptAttribution' });
  await visit('sales0001', { javaScript: false, language: 'en' }, async ({ page }) => {
    await page.request.post('/preferences', { form: { language: 'en', back: '/' } });
    await page.goto(card);
    const [open, final] = await page.locator('section[aria-labelledby=ded-h] tbody tr').allTextContents();
    // 10 × 1.0 × 60 % of 300,000.00, and 5 × 0.5 × 80 % of 20,000.00.
    expect(open).toMatch(/D2.*10 × 1\.0 × 60 %.*Contested.*\(−6\.00\)/s);
    expect(final).toMatch(/5 × 0\.5 × 80 %.*Final.*−2\.00/s);
    expect(await page.textContent('.score tfoot')).toContain('−2.00');
    expect(await page.textContent('section[aria-labelledby=grade-h] footer')).toContain('−6.00');
    await page.selectOption('#what', { label: 'Deduction −2.00, D4' });
    await page.fill('#reason', '客户已于七月停业');
    await page.click('#appeal button');
    expect(await page.locator('#appeals .checks li').last().textContent()).toContain('Deduction');
  });
});

test('My day asks for the scheme to be acknowledged, until it is', async () => {
  await visit('sales0002', { javaScript: false }, async ({ page }) => {
    await page.goto('/');
    await page.click('a:text("确认考核方案")');
    await page.click('form[action$="/acknowledge"] button');
    expect(await page.locator('form[action$="/acknowledge"]').count()).toBe(0);
    await page.goto('/');
    expect(await page.locator('a:text("确认考核方案")').count()).toBe(0);
  });
});

test('The team board lays members side by side, the best first', async () => {
  await visit('sales_manager', {}, async ({ page }) => {
    await page.goto('/score/team?period=2026Q3');
    expect(await page.locator('.side tbody th').allTextContents()).toEqual(['陈晓东', '刘雨婷']);
  });
});

describe('The review', () => {
  test('tries other weights: what is refused is told, what came of it is shown and not kept', async () => {
    await visit('hr', { javaScript: false }, async ({ page }) => {
      await page.goto('/score/review?period=2026Q3');
      await page.fill('[name="weight.overdue_share"]', '20');
      await page.click('form[action^="/score/review"] button');
      expect(await page.textContent('.refusal')).toContain('105');
      await page.fill('[name="weight.collection_achievement"]', '25');
      await page.click('form[action^="/score/review"] button');
      expect(await page.locator('#answer tbody tr').count()).toBe(2);
    });
    const { total } = await assessment.card('sales0001');
    const metrics = [{ key: 'collection_achievement', weight: '100.00' }];
    const form = { company: 'C01', period: '2026Q3', post: 'salesperson', metrics };
    const { body } = await system.api.post('general_manager', '/api/v1/assessment/what-if', form);
    expect(body.people.find(({ person }: { person: string }) => person === 'sales0001').before).toBe(total);
    expect((await system.api.post('sales_manager', '/api/v1/assessment/what-if', form)).status).toBe(403);
  });
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
] as const)('Everybody can use it: axe finds nothing, and nothing is wider than the window (%s, %i)', async (theme, width) => {
  const visits: [string, string[]][] = [
    ['sales0001', [card, `${card}/lines/overdue_share`]],
    [
      'hr',
      [
        '/score/team',
        '/score/desk',
        '/score/desk/schemes',
        '/score/desk/schemes/new',
        '/score/schemes/1',
        '/score/desk/targets?period=2026Q3',
        '/score/desk/people',
        '/score/desk/voices',
        '/score/review',
      ],
    ],
  ];
  for (const [login, paths] of visits)
    await visit(login, { theme, width }, async ({ page, complaints }) => {
      for (const path of paths) {
        await page.goto(path);
        const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect([path, wide, await seriousFaults(page)]).toEqual([path, false, []]);
      }
      expect(complaints).toEqual([]);
    });
});

async function visit(login: string, how: Visit, look: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await browser.person(login, how);
  visitor.page.setDefaultTimeout(10_000);
  try {
    await look(visitor);
  } finally {
    await visitor.leave();
  }
}
