import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { ledgerFile, sendFile } from '../support/ledger-files.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = `<img src=x onerror=alert(1)>"'`;

let system: TrainingSystem;
let browser: TestBrowser;

/** Overdue 16 days on 18 March: letters of level 2 wait for release; that of KE has no address to go to; KL is at level 4. */
beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  const named = ['KA', 'KB', 'KC', 'KD', 'KL'].map((customer) => ({
    customer,
    name: `客户${customer}`,
    email: `${customer}@customer.example`,
  }));
  await sendFile(system.api, 'customers', ledgerFile('customers', ...named));
  await system.receivables(
    ...['KA', 'KB', 'KC', 'KD', 'KE'].map((customer) => ({ document: `D-${customer}`, dueOn: '2026-03-02', amount: '900.00', customer })),
    { document: 'D-KL', dueOn: '2026-01-05', amount: '700.00', customer: 'KL' },
    { document: 'D-KL2', dueOn: '2026-03-02', amount: '50.00', customer: 'KL' },
  );
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'KA']);
  await system.moveTo('2026-03-18');
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

test.each([
  ['ar_clerk', 200, 200],
  ['finance_director', 200, 403],
  ['legal_officer', 200, 403],
  ['auditor', 200, 200],
  ['sales0001', 200, 403],
  ['hr', 403, 403],
  ['admin', 403, 200],
])('%s opens the letters with %i and the outbox with %i', async (login, letters, outbox) => {
  await visit(login, {}, async ({ page }) => {
    expect([(await page.goto('/letters'))?.status(), (await page.goto('/mail'))?.status()]).toEqual([letters, outbox]);
  });
});

describe('Letters to release', () => {
  test('are on the day of who releases them, where there is a letter, and lead to it', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      await page.goto('/');
      const tasks = page.locator('.task:has(a[href^="/letters?"])');
      expect((await tasks.locator('small').allTextContents()).toSorted()).toEqual(['D-KA', 'D-KB', 'D-KC', 'D-KD', 'D-KE']);
      await tasks.first().locator('.go a').click();
      expect([await page.locator('.letters a.name').count(), await page.locator('[name=letter]').count()]).toEqual([1, 1]);
    });
    await visit('legal_officer', { javaScript: false }, async ({ page }) => {
      await page.goto('/');
      await page.click('section[aria-labelledby=elsewhere-h] a');
      expect(await page.locator('.letters a.name').allTextContents()).toEqual(['客户KL']);
    });
  });

  test('are those of one’s level; names are text', async () => {
    await visit('legal_officer', {}, async ({ page }) => {
      await page.goto('/letters');
      expect([await page.locator('.letters a.name').allTextContents(), await page.locator('[name=letter]').count()]).toEqual([
        ['客户KL'],
        1,
      ]);
    });
    await visit('ar_clerk', {}, async ({ page, complaints }) => {
      await page.goto('/letters');
      expect(await page.locator('.letters a.name').allTextContents()).toContain(hostile);
      expect([await page.locator('.letters tbody tr').count(), await page.locator('[name=letter]').count()]).toEqual([6, 5]);
      expect(complaints).toEqual([]);
    });
  });

  test('are released many at once, without script; one that cannot go says why, and the others have gone', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      await page.goto('/letters');
      for (const customer of ['客户KB', '客户KE']) await page.check(`tr:has(a:text-is("${customer}")) [name=letter]`);
      await page.click('button[value=release]');
      expect([await page.locator('tr.why code').allTextContents(), await statusOf('KB'), await statusOf('KE')]).toEqual([
        ['letter.address_missing'],
        'released',
        'proposed',
      ]);
    });
  });

  test('are withdrawn with a reason, which is asked for', async () => {
    await visit('ar_clerk', {}, async ({ page }) => {
      await page.goto('/letters');
      await page.check('tr:has(a:text-is("客户KC")) [name=letter]');
      await page.click('button[value=withdraw]');
      await page.locator('tr.why').waitFor();
      expect([await statusOf('KC'), await page.isChecked('tr:has(a:text-is("客户KC")) [name=letter]')]).toEqual(['proposed', true]);
      await page.fill('#reason', '客户已来函');
      await page.press('#reason', 'Tab');
      await page.keyboard.press('Enter');
      await page.locator('.done-note').waitFor();
      expect(await statusOf('KC')).toBe('withdrawn');
    });
  });

  test('are looked at as a draft, released, and then linked from their case', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      await page.goto('/letters');
      await page.click(`.letters a.name:text-is("客户KD")`);
      expect(await page.textContent('.ledger')).toContain('D-KD');
      const pdf = await page.request.get(`${new URL(page.url()).pathname}/letter.pdf`);
      expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
      await page.click('form[action$=release] button');
      expect(await statusOf('KD')).toBe('released');
      await page.goto(`/cases/${await system.caseOf('D-KD')}`);
      // Level 1 went by itself before.
      expect(await page.locator('a.chip[href$="letter.pdf"]').count()).toBe(2);
    });
  });

  test('are put on record when they went by courier; a day that has not come is refused and what was typed stays', async () => {
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      await page.goto('/letters');
      await page.click('.letters a.name:text-is("客户KE")');
      await page.selectOption('#channel', 'courier');
      await page.fill('#trackingNo', 'SF139');
      await page.fill('#sentOn', '2026-03-19');
      await page.click('form[action$=record] button');
      expect([await page.textContent('main > .refusal code'), await page.inputValue('#trackingNo')]).toEqual(['letter.in_future', 'SF139']);
      await page.fill('#sentOn', '2026-03-18');
      await page.click('form[action$=record] button');
      expect([await statusOf('KE'), await page.textContent('.context')]).toEqual(['sent', expect.stringContaining('SF139')]);
    });
  });

  test('of level 4 are not finance’s to release', async () => {
    const [letter] = await system.rows<{ id: string }>(`select id from letters where customer = 'KL' and status = 'proposed'`);
    await visit('ar_clerk', {}, async ({ page }) => {
      const answer = await page.request.post(`/letters/${letter?.id}/release`, { maxRedirects: 0 });
      expect([answer.status(), await statusOf('KL')]).toEqual([403, 'proposed']);
    });
    await visit('legal_manager', { javaScript: false }, async ({ page }) => {
      await page.goto(`/letters/${letter?.id}`);
      await page.click('form[action$=release] button');
      expect(await statusOf('KL')).toBe('released');
    });
  });
});

describe('The outbox', () => {
  test('says in words how messages went, and who may not read them sees that only', async () => {
    await system.owner.query(
      `update outbox set status = 'failed', last_reply = $1 where id = (select max(id) from outbox where audience = 'customer')`,
      [`550 ${hostile}`],
    );
    await visit('ar_clerk', {}, async ({ page, complaints }) => {
      await page.goto('/mail?status=failed');
      expect([await page.textContent('tbody .state'), await page.textContent('td.reply')]).toEqual(['失败', `550 ${hostile}`]);
      expect(complaints).toEqual([]);
    });
    await visit('admin', {}, async ({ page }) => {
      await page.goto('/mail?status=failed');
      await page.click('tbody a.name');
      expect([await page.locator('iframe').count(), await page.textContent('.empty')]).toEqual([
        0,
        expect.stringContaining('收件人和审计'),
      ]);
    });
  });

  test('keeps a letter of which nobody knows whether it arrived for a person, who sends it again', async () => {
    await system.owner.query(`update outbox set status = 'unknown' where status = 'failed'`);
    await visit('auditor', {}, async ({ page }) => {
      await page.goto('/mail');
      expect([
        await page.locator('section[aria-labelledby=unknown-h] tbody tr').count(),
        await page.locator('form[action$=resend]').count(),
      ]).toEqual([1, 0]);
    });
    await visit('ar_clerk', { javaScript: false }, async ({ page }) => {
      await page.goto('/mail');
      await page.click('section[aria-labelledby=unknown-h] form button');
      expect(await page.textContent('h1 .state')).toBe('已发送');
      const again = await page.request.post(`${new URL(page.url()).pathname}/resend`, { maxRedirects: 0 });
      expect([again.status(), (await again.text()).includes('outbox.not_resendable')]).toEqual([409, true]);
    });
  });

  test('is paused and goes on by an administrator; after a restore the page says what to do first', async () => {
    await visit('admin', { javaScript: false }, async ({ page }) => {
      await page.goto('/mail');
      await page.click('form[action$=pause] button');
      expect(await page.textContent('.refusal.warn')).toContain('admin');
      await page.click('form[action$=resume] button');
      expect(await page.locator('.refusal.warn').count()).toBe(0);
      await system.owner.query(`insert into mail_pauses (company_id) values ('C01')`);
      await page.goto('/mail');
      expect(await page.textContent('.refusal.warn')).toContain('备份');
      await page.click('form[action$=resume] button');
      expect(await system.rows('select from mail_pauses')).toEqual([]);
    });
    await visit('ar_clerk', {}, async ({ page }) => {
      expect((await page.request.post('/mail/pause', { maxRedirects: 0 })).status()).toBe(403);
    });
  });
});

describe('The training mailbox', () => {
  test('shows one’s own mail as it would look, in a frame that runs nothing', async () => {
    await visit('sales0001', {}, async ({ page, complaints }) => {
      await page.goto('/mail/mailbox');
      await page.click('tbody a.name');
      const frame = page.frameLocator('iframe');
      await frame.locator('h1').waitFor();
      expect(await page.getAttribute('iframe', 'sandbox')).not.toContain('allow-scripts');
      const body = await page.request.get(await page.getAttribute('iframe', 'src').then(String));
      expect(body.headers()['content-security-policy']).toMatch(/^default-src 'none'; .*; sandbox /);
      expect(await page.textContent('.mailtext')).toContain('/cases/');
      expect(complaints).toEqual([]);
    });
  });

  test('of somebody else is opened by an administrator, of a customer by an AR clerk, of nobody by others', async () => {
    const [mine] = await system.rows<{ id: string }>(`select id from outbox where recipient = 'ar_clerk' limit 1`);
    const open = async (login: string, path: string, status: number) =>
      visit(login, {}, async ({ page }) => {
        expect([login, path, (await page.goto(path))?.status()]).toEqual([login, path, status]);
      });
    await open('sales0001', '/mail/mailbox?login=ar_clerk', 403);
    await open('sales0001', `/mail/mailbox/${mine?.id}`, 404);
    await open('sales0001', `/mail/mailbox/${mine?.id}/body.html`, 404);
    await open('admin', '/mail/mailbox?login=ar_clerk', 200);
    await open('admin', `/mail/mailbox/${mine?.id}`, 200);
    await open('ar_clerk', '/mail/mailbox?customer=KB', 200);
  });
});

test('Any notice is previewed with a case one sees; another’s case is not there', async () => {
  await visit('sales0001', {}, async ({ page, complaints }) => {
    await page.goto('/mail/previews');
    await page.selectOption('#notice', 'promise_broken');
    await page.click('form[action="/mail/previews"] button');
    await page.frameLocator('iframe').locator('h1').waitFor();
    expect(await page.textContent('.envelope .subject')).toBeTruthy();
    expect(complaints).toEqual([]);
  });
  await visit('sales0002', {}, async ({ page }) => {
    expect((await page.goto(`/mail/previews?case=${await system.caseOf('D-KA')}`))?.status()).toBe(404);
  });
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
] as const)('Everybody can use it: axe finds nothing (%s, %i)', async (theme, width) => {
  const [letter] = await system.rows<{ id: string }>(`select id from letters order by id desc limit 1`);
  await visit('ar_clerk', { theme, width }, async ({ page }) => {
    const [mine] = await system.rows<{ id: string }>(`select id from outbox where recipient = 'ar_clerk' limit 1`);
    for (const path of [
      '/letters?status=all',
      `/letters/${letter?.id}`,
      '/mail',
      '/mail/mailbox',
      `/mail/mailbox/${mine?.id}`,
      '/mail/previews',
    ]) {
      await page.goto(path);
      expect([path, await seriousFaults(page)]).toEqual([path, []]);
    }
  });
});

/** Of the letter of the day. */
async function statusOf(customer: string): Promise<string | undefined> {
  const [letter] = await system.rows<{ status: string }>('select status from letters where customer = $1 order by id desc limit 1', [
    customer,
  ]);
  return letter?.status;
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
