import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seriousFaults } from '../support/axe.js';
import { TestBrowser, type Visit, type Visitor } from '../support/browser.js';
import { TrainingSystem } from '../support/training-system.js';

const hostile = `<img src=x onerror=alert(1)>"'`;
const contract = { name: '合同<b>.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 contract') };

let system: TrainingSystem;
let browser: TestBrowser;
let caseId: string;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02');
  await system.receivables(
    { document: 'A', dueOn: '2025-11-20', amount: '900.00', customer: 'KA' },
    // Its limitation ends on 20 April.
    { document: 'OLD', dueOn: '2023-04-20', amount: '50.00', customer: 'KO' },
  );
  await system.owner.query('update customers set name = $1 where customer = $2', [hostile, 'KA']);
  caseId = await system.caseOf('A');
  await system.take('finance_director', caseId, { type: 'docket', reason: '尽快评审' });
  await system.take('ar_clerk', caseId, { type: 'requestEvidence', note: '缺合同' });
  browser = await TestBrowser.open(system.server.url);
});

afterAll(async () => {
  await browser?.close();
  await system?.close();
});

test.each([
  ['legal_officer', 200],
  ['legal_manager', 200],
  ['ar_clerk', 200],
  ['auditor', 200],
  ['sales0001', 403],
  ['hr', 403],
  ['admin', 403],
])('The desk is for who works with evidence: %s %i', async (login, status) => {
  await visit(login, {}, async ({ page }) => {
    expect((await page.goto('/legal'))?.status()).toBe(status);
  });
});

test('It shows what is asked for and what runs out, as text', async () => {
  await visit('legal_manager', {}, async ({ page, complaints }) => {
    await page.goto('/legal');
    expect(await page.textContent('#requests-h >> xpath=../.. >> .name')).toBe(hostile);
    expect(await page.textContent('#lim-h >> xpath=../..')).toContain('2026-04-20');
    expect(complaints).toEqual([]);
  });
});

describe('A document', () => {
  test.each([true, false])('is filed with its fields, blank ones left out (script: %s)', async (javaScript) => {
    await visit('legal_officer', { javaScript }, async ({ page, complaints }) => {
      await page.goto(`/legal/${caseId}`);
      await page.setInputFiles('#file', { ...contract, buffer: Buffer.from(`%PDF-1.4 ${javaScript}`) });
      await page.selectOption('#kind', 'contract');
      await page.selectOption('#ground', 'origin');
      const before = await page.locator('.papers > li').count();
      await page.click('[data-upload] button');
      await page.locator('.papers > li').nth(before).waitFor();
      expect(await page.textContent(`.papers > li:nth-child(${before + 1}) .chip`)).toContain('合同');
      expect(complaints).toEqual([]);
    });
  });

  test('that is no document is refused with the sentence, and what was typed stays', async () => {
    await visit('legal_officer', {}, async ({ page }) => {
      await page.goto(`/legal/${caseId}`);
      await page.setInputFiles('#file', { name: 'a.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') });
      await page.selectOption('#kind', 'judgment');
      await page.fill('#issuer', '苏州法院');
      await page.click('[data-upload] button');
      await page.locator('form.body .refusal').waitFor();
      expect(await page.textContent('form.body .refusal code')).toBe('evidence.extension');
      expect([await page.inputValue('#issuer'), await page.inputValue('#kind')]).toEqual(['苏州法院', 'judgment']);
    });
  });

  test('is accepted by the legal manager, not by who filed it', async () => {
    await visit('legal_officer', {}, async ({ page }) => {
      await page.goto(`/legal/${caseId}`);
      await page.click('[action$=accept] button >> nth=0');
      expect(await page.textContent('.papers .refusal code')).toBe('evidence.same_person');
      expect(await page.locator('[action$=accept]').count()).toBe(2);
    });
    await visit('legal_manager', { javaScript: false }, async ({ page }) => {
      await page.goto('/legal');
      await page.click('#waiting-h >> xpath=../.. >> .name >> nth=0');
      await page.click('[action$=accept] button >> nth=0');
      expect(await page.locator('[action$=accept]').count()).toBe(1);
      const file = await page.request.get(await page.locator('.papers .chip').first().getAttribute('href').then(String));
      expect([file.status(), file.headers()['content-disposition']]).toEqual([200, expect.stringMatching(/^attachment/)]);
    });
  });

  test('is withdrawn with a reason', async () => {
    await visit('legal_manager', { javaScript: false }, async ({ page }) => {
      await page.goto(`/legal/${caseId}`);
      await page.click('.papers > li:nth-child(2) summary');
      await page.fill('.papers > li:nth-child(2) [name=reason]', '重复');
      await page.click('.papers > li:nth-child(2) [action$=withdraw] button');
      expect(await page.textContent('.papers > li:nth-child(2)')).toContain('重复');
    });
  });
});

test('There is no dossier before the board has resolved', async () => {
  await visit('legal_manager', {}, async ({ page }) => {
    expect((await page.request.get(`/legal/${caseId}/dossier.zip`)).status()).toBe(409);
  });
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
] as const)('Everybody can use it: axe finds nothing (%s, %i)', async (theme, width) => {
  await visit('legal_officer', { theme, width }, async ({ page }) => {
    for (const path of ['/legal', `/legal/${caseId}`]) {
      await page.goto(path);
      expect([path, await seriousFaults(page)]).toEqual([path, []]);
    }
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
