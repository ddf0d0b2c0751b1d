import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { say } from '../support/long.js';
import { TrainingSystem } from '../support/training-system.js';
import { proveInsolvency } from '../support/write-offs.js';

/** Pages that one person looks at; the long run looks at all there are. */
const pagesAtMost = Number(process.env.RECOUP_CRAWL ?? 45);
/** Pages of one kind are alike: /cases/17 and /cases/18. */
const alikeAtMost = 3;

const roles = [
  'sales0001',
  'sales_manager',
  'sales_director',
  'ar_clerk',
  'finance_director',
  'general_manager',
  'legal_officer',
  'legal_manager',
  'hr',
  'auditor',
  'admin',
];

let system: TrainingSystem;

/** Cases of all ages, a list, an open vote, documents, a write-off to come: whatever makes pages show their links. */
beforeAll(async () => {
  system = await TrainingSystem.start('2026-05-29');
  await system.receivables(
    { document: 'D1', dueOn: '2026-05-20', amount: '1000.00' },
    { document: 'D2', dueOn: '2026-04-10', amount: '2000.00', customer: 'K2' },
    { document: 'D3', dueOn: '2026-01-10', amount: '70000.00', customer: 'K2' },
    { document: 'D4', dueOn: '2026-02-10', amount: '800.00', customer: 'K3', owner: 'sales0002' },
    { document: 'D5', dueOn: '2025-12-10', amount: '900.00', customer: 'K4' },
  );
  await system.receipts({ receipt: 'R1', document: 'D1', amount: '100.00', valueDate: '2026-05-28' });
  const [d2, d3, d5] = [await system.caseOf('D2'), await system.caseOf('D3'), await system.caseOf('D5')];
  await system.take('sales0001', d2, { type: 'recordPromise', amount: '500.00', dueOn: '2026-06-10' });
  for (const id of [d3, d5]) await system.take('finance_director', id, { type: 'docket', reason: '尽快评审' });
  await proveInsolvency(system, d3);
  await system.take('ar_clerk', d5, { type: 'requestEvidence', note: '缺合同' });
  await system.openMeeting();
  await system.take('sales_director', d3, { type: 'castVote', choice: 'bad_debt', reason: '已破产' });
  await system.moveTo('2026-06-02');
  const { body } = await system.api.get('ar_clerk', '/api/v1/overdue-lists?company=C01');
  for (const { id } of body.items ?? []) await system.api.post('ar_clerk', `/api/v1/overdue-lists/${id}/publish`);
  for (const month of ['2026-04', '2026-05']) {
    const { body: made } = await system.api.post('ar_clerk', '/api/v1/provisions', { company: 'C01', month });
    if (month === '2026-04') await system.api.post('finance_director', `/api/v1/provisions/${made.id}/approve`, {});
  }
}, 180_000);

afterAll(() => system?.close());

describe.each(['zh-CN', 'en'])('Every link that somebody is shown leads somewhere, in words (%s)', (language) => {
  test.each(roles)('%s', async (login) => {
    await system.owner.query('update people set language = $2 where login = $1', [login, language]);
    const { seen, faults } = await crawl(login);
    say(`${login} (${language}): ${seen} pages`);
    expect(faults).toEqual([]);
    expect(seen).toBeGreaterThan(1);
  });
});

async function crawl(login: string): Promise<{ seen: number; faults: string[] }> {
  const cookie = `recoup_session=${await system.api.token(login)}`;
  const known = new Map<string, string>([['/', '']]);
  const kinds = new Map<string, number>();
  const faults: string[] = [];
  let seen = 0;
  for (const [path, from] of known) {
    if (seen >= pagesAtMost) break;
    seen += 1;
    const answer = await fetch(system.server.url + path, { headers: { cookie } });
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
    const text = isPage ? await answer.text() : await answer.arrayBuffer().then(() => '');
    const where = `${path} (from ${from})`;
    if (answer.status >= 400) faults.push(`${answer.status} ${where}`);
    faults.push(...faultsOf(text, answer.headers.get('content-security-policy') ?? '').map((fault) => `${fault} ${where}`));
    for (const link of linksOf(text)) {
      const kind = kindOf(link);
      const alike = kinds.get(kind) ?? 0;
      if (known.has(link) || alike >= alikeAtMost) continue;
      kinds.set(kind, alike + 1);
      known.set(link, path);
    }
  }
  return { seen, faults };
}

/** Links of ours without what comes after `#`. */
function linksOf(page: string): string[] {
  const links = [...page.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='),
  );
  return [...new Set(links.map((link) => link.split('#', 1)[0] ?? ''))].filter(
    (link) => link.startsWith('/') && !link.startsWith('/assets/'),
  );
}

/** An address without its numbers and days. Filters can be put together in thousands of ways: pairs differ, more than two are alike. */
function kindOf(link: string): string {
  const [path = '', query = ''] = link.replaceAll(/\d+/g, 'n').split('?');
  const names = [...new Set(new URLSearchParams(query).keys())].sort();
  return `${path}?${names.length > 2 ? 'many' : names.join('&')}`;
}

/** What a person should never read: a key in place of its sentence, a fact that nobody gave, what the content policy would not let be. */
function faultsOf(page: string, policy: string): string[] {
  const rest = page.replaceAll(/<script\b[^>]*>.*?<\/script>/gs, '');
  const text = rest.replaceAll(/<[^>]*>/g, '\n');
  return [
    ...[...text.matchAll(/\b[a-z][a-z_-]+:[a-z][A-Za-z_]+(?:\.[A-Za-z_]+)+\b/g)].map(([key]) => `untranslated ${key}`),
    ...[...text.matchAll(/\{\{\w+\}\}|\[missing|\bundefined\b|\[object Object\]|\bNaN\b/g)].map(([found]) => `says ${found}`),
    ...[...rest.matchAll(/<[a-z]+\b[^>]*\s(style|on[a-z]+)=/g)]
      // A mail is shown as it is received, under a policy of its own.
      .filter(([, attribute]) => attribute !== 'style' || !policy.includes("style-src 'unsafe-inline'"))
      .map(([found]) => `not allowed ${found}`),
  ];
}
