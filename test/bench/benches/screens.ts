import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Bench, Line, Setting } from '../bench.js';
import { onDatabase } from '../bench-server.js';
import { median, milliseconds } from '../figures.js';
import { bookSeed } from '../seeds.js';
import { Worker } from '../worker.js';

/** What a page may take of the server's time. */
const markMs = 200;
const times = 5;

const withCases = [
  'sales0001',
  'sales_manager',
  'sales_director',
  'ar_clerk',
  'finance_director',
  'legal_officer',
  'legal_manager',
  'hr',
  'auditor',
];
const whole = ['sales_director', 'ar_clerk', 'finance_director', 'auditor'];

/** Which page, and who opens it. */
const looked: readonly (readonly [path: string, logins: readonly string[]])[] = [
  ['/', withCases],
  ['/cases', withCases],
  ['/cases?tab=today', ['sales0001', 'sales_manager', 'ar_clerk', 'finance_director']],
  ['/cases?tab=unattended', ['sales_manager', 'ar_clerk']],
  ['/cases?sort=-balance&minOverdueDays=91', whole],
  ['/cases?q=INV0000123', ['ar_clerk', 'auditor']],
  ['/cases/:case', ['ar_clerk', 'auditor']],
  ['/customers/K17', ['ar_clerk', 'auditor']],
  ['/search?q=INV0000123', ['ar_clerk']],
  ['/lists', ['ar_clerk']],
  ['/board', ['finance_director', 'auditor']],
  ['/legal', ['legal_officer', 'legal_manager', 'auditor']],
  ['/overview', ['sales_manager', 'sales_director', 'finance_director', 'general_manager', 'hr', 'auditor']],
];

/** How long the server works on each page for people, asked by one person at a time: the median of five. */
export const screens: Bench = {
  name: 'screens',
  run: async (setting) => {
    const from = await bookSeed(setting);
    await setting.server.seed('screens', (url) => onDatabase(url, signEverybodyIn), from);
    return setting.server.withClone('screens', async (url) => {
      const own = await Worker.start('serve', { url });
      const lines = await measured(setting, own.info.url);
      const { peakMegabytes } = await own.go();
      const [first, ...rest] = lines;
      return first ? [{ ...first, memory: `${peakMegabytes.toFixed(0)} MB` }, ...rest] : [];
    });
  },
};

async function measured({ say }: Setting, url: string): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [path, logins] of looked)
    for (const login of logins) {
      const took: number[] = [];
      for (let time = 0; time <= times; time += 1) took.push(await timeOf(url + path.replace(':case', '4711'), login));
      // The first one compiles and plans.
      const ms = median(took.slice(1));
      say(`  ${path}, ${login}: ${milliseconds(ms)}, the first time ${milliseconds(took[0] ?? Number.NaN)}`);
      lines.push({
        work: `${path}, ${login}`,
        ours: milliseconds(ms),
        limit: milliseconds(markMs),
        ratio: (ms / markMs).toFixed(2),
        memory: '',
      });
    }
  return lines;
}

async function timeOf(address: string, login: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(address, { headers: { cookie: `recoup_session=${tokenOf(login)}` }, redirect: 'error' });
  await answer.text();
  if (answer.status !== 200) throw new Error(`${address} for ${login}: ${answer.status}`);
  return performance.now() - began;
}

function tokenOf(login: string): string {
  return createHash('sha256').update(`screens ${login}`).digest('base64url');
}

async function signEverybodyIn(client: pg.Client): Promise<void> {
  for (const login of new Set(looked.flatMap(([, logins]) => logins))) {
    const hash = createHash('sha256').update(tokenOf(login)).digest();
    await client.query(`insert into sessions (token_hash, login, expires_at) values ($1, $2, now() + interval '12 hours')`, [hash, login]);
  }
}
