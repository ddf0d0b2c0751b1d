import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { say } from '../support/long.js';
import { TrainingSystem } from '../support/training-system.js';

const roles = [
  ...['sales0001', 'sales_manager', 'sales_director', 'ar_clerk', 'finance_director', 'general_manager'],
  ...['legal_officer', 'legal_manager', 'hr', 'auditor', 'admin'],
];

/** Enough for all that a rail and its tabs lead to. */
const pagesAtMost = 60;

let system: TrainingSystem;

beforeAll(async () => {
  system = await TrainingSystem.start('2026-03-02', { RECOUP_DEMO: 'none' });
});

afterAll(() => system?.close());

describe.each(['zh-CN', 'en'])(
  'On the first day, when a company has nothing yet, no part of a page stands empty without a word (%s)',
  (language) => {
    test.each(roles)('%s', async (login) => {
      await system.owner.query('update people set language = $2 where login = $1', [login, language]);
      const cookie = `recoup_session=${await system.api.token(login)}`;
      const known = new Set(['/']);
      const faults: string[] = [];
      for (const path of known) {
        const answer = await fetch(system.server.url + path, { headers: { cookie } });
        if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
        const page = await answer.text();
        if (answer.status >= 400) faults.push(`${answer.status} ${path}`);
        faults.push(...silentParts(page).map((part) => `${path}: ${part}`));
        for (const empty of page.matchAll(/<p class="empty">(.*?)<\/p>/gs)) say(`${path}\t${wordsOf(empty[1] ?? '')}`);
        for (const link of linksOf(page)) if (known.size < pagesAtMost) known.add(link);
      }
      expect(faults).toEqual([]);
    });
  },
);

/** Parts of a page with a heading and nothing else, and tables without a row. */
function silentParts(page: string): string[] {
  const main = /<main\b.*<\/main>/s.exec(page)?.[0] ?? '';
  const sections = [...main.matchAll(/<section\b[^>]*>(.*?)<\/section>/gs)].map(([, inside = '']) => inside);
  const silent = sections.filter(
    (inside) => wordsOf(inside.replace(/<header\b.*?<\/header>/s, '')) === '' && !/<(svg|input|progress)\b/.test(inside),
  );
  const tables = [...main.matchAll(/<table\b.*?<\/table>/gs)].map(([table]) => table).filter((table) => !/<tbody\b.*?<tr\b/s.test(table));
  return [...silent.map((inside) => `nothing said: ${wordsOf(inside)}`), ...tables.map((table) => `no row: ${wordsOf(table)}`)];
}

function wordsOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Links of ours, each kind of page once. */
function linksOf(page: string): string[] {
  const links = [...page.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(
    ([, href = '']) => href.replaceAll('&amp;', '&').split('#', 1)[0] ?? '',
  );
  return links.filter((link) => /^\/(?!assets\/|.*\.(pdf|csv|xlsx|zip)|.*[?&])/.test(link));
}
