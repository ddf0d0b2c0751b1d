import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Bench, Line, Setting } from '../bench.js';
import { onDatabase } from '../bench-server.js';
import { median, milliseconds } from '../figures.js';
import { fillRooms, periods } from '../rooms.js';
import { bookSeed } from '../seeds.js';
import { inWorker, Worker } from '../worker.js';

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

/** Which page, and who opens it. What stands in braces is one of what the database has. */
const looked: readonly (readonly [path: string, logins: readonly string[]])[] = [
  ['/', [...withCases, 'admin']],
  ['/cases', withCases],
  ['/cases?tab=today', ['sales0001', 'sales_manager', 'ar_clerk', 'finance_director']],
  ['/cases?tab=unattended', ['sales_manager', 'ar_clerk']],
  ['/cases?sort=-balance&minOverdueDays=91', whole],
  ['/cases?q=INV0000123', ['ar_clerk', 'auditor', 'sales0001']],
  [`/cases?q=${encodeURIComponent('客户17')}`, ['ar_clerk', 'sales0001']],
  ['/cases?q=nobody', ['ar_clerk']],
  ['/cases?q=00&sort=-balance', ['sales_director']],
  ['/cases?state=all&sort=-balance', ['sales_director']],
  ['/cases?state=boardReview.voting&sort=next', ['sales_director']],
  ['/cases?state=financeConfirmation&sort=-balance&minOverdueDays=91', ['sales_director']],
  ['/cases/{case}', ['ar_clerk', 'auditor']],
  ['/customers/{customer}', ['ar_clerk', 'auditor']],
  ['/search?q=INV0000123', ['ar_clerk', 'sales0001']],
  ['/search?q=17', ['ar_clerk']],
  ['/lists', ['ar_clerk', 'sales0001', 'auditor']],
  ['/lists/{list}', ['ar_clerk', 'sales0001', 'sales_manager', 'finance_director']],
  ['/lists/{list}?owner=sales0007', ['ar_clerk']],
  ['/lists/{list}?state=waiting&difference=worse', ['ar_clerk']],
  ['/lists/{list}?customer={customer}', ['ar_clerk']],
  ['/board', ['finance_director', 'auditor']],
  ['/board/{meeting}', ['finance_director', 'auditor']],
  ['/board/{meeting}?from=4000', ['finance_director']],
  ['/board/{meeting}/progress', ['finance_director']],
  ['/board/{meeting}/{item}', ['finance_director', 'legal_manager']],
  ['/legal', ['legal_officer', 'legal_manager', 'auditor']],
  ['/overview', ['sales_manager', 'sales_director', 'finance_director', 'general_manager', 'hr', 'auditor']],
  [`/score/cards/C01.${periods.open}.sales0001`, ['sales0001']],
  [`/score/cards/C01.${periods.open}.sales0002`, ['hr']],
  [`/score/cards/C01.${periods.closed}.sales0002`, ['hr']],
  [`/score/cards/C01.${periods.open}.sales0002/lines/actual_recovery_rate`, ['hr']],
  ['/score/team', ['sales_manager', 'sales_director']],
  [`/score/team?period=${periods.closed}`, ['sales_director']],
  ['/score/desk', ['hr']],
  ['/score/desk/people', ['hr']],
  ['/score/desk/targets', ['hr']],
  ['/score/desk/schemes', ['hr']],
  ['/score/desk/voices', ['hr']],
  [`/score/review?period=${periods.closed}`, ['hr']],
  [`/score/review?period=${periods.open}`, ['hr']],
  ['/contracts', ['ar_clerk', 'sales0001', 'sales_director']],
  ['/contracts/all', ['ar_clerk', 'sales0001']],
  ['/credit', ['ar_clerk', 'finance_director', 'sales0001']],
  ['/imports', ['ar_clerk', 'auditor']],
  ['/imports/{import}', ['ar_clerk']],
  ['/imports/on-account', ['ar_clerk']],
  ['/books', ['ar_clerk', 'finance_director', 'auditor']],
  ['/books/provisions/{provision}', ['finance_director', 'auditor']],
  ['/books/provisions/{provision}?q=INV1999', ['auditor']],
  ['/books/vouchers', ['ar_clerk', 'auditor']],
  ['/books/vouchers?kind=write_off_reversed', ['ar_clerk']],
  ['/books/vouchers?exported=no', ['ar_clerk']],
  ['/books/vouchers/4711', ['ar_clerk']],
  ['/letters', ['ar_clerk', 'legal_officer', 'auditor']],
  ['/letters?status=sent', ['ar_clerk']],
  ['/letters/{letter}', ['ar_clerk']],
  ['/mail', ['ar_clerk', 'admin']],
  ['/mail?status=failed', ['ar_clerk']],
  ['/admin/people', ['admin']],
  [`/admin/people?q=${encodeURIComponent('员工17')}`, ['admin']],
  ['/admin/people/p0017', ['admin']],
  ['/admin/teams', ['admin']],
  ['/admin/absences', ['admin']],
  ['/admin/runs', ['admin', 'auditor']],
  ['/admin/refusals', ['auditor']],
  ['/admin/seals', ['auditor']],
  ['/admin/money', ['auditor']],
];

/** How long the server works on each page for people, asked by one person at a time: the median of five. */
export const screens: Bench = {
  name: 'screens',
  run: async (setting) => {
    const { server } = setting;
    await server.seed('rooms_written', (url) => onDatabase(url, fillRooms), await bookSeed(setting));
    await server.seed('rooms', async (url) => void (await inWorker('rooms', { url })), 'rooms_written');
    return server.withClone('rooms', async (url) => {
      await onDatabase(url, signEverybodyIn);
      const some = await onDatabase(url, oneOfEach);
      const own = await Worker.start('serve', { url });
      const lines = await measured(setting, own.info.url, some);
      const { peakMegabytes } = await own.go();
      const [first, ...rest] = lines;
      return first ? [{ ...first, memory: `${peakMegabytes.toFixed(0)} MB` }, ...rest] : [];
    });
  },
};

/** The largest of its kind. */
async function oneOfEach(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<Record<string, string>>(`
    select (select id from cases order by id limit 1 offset 4711) as case,
      (select customer from cases group by customer order by count(*) desc, customer limit 1) as customer,
      (select id from overdue_lists order by month desc limit 1) as list,
      (select id from meetings where status = 'open') as meeting,
      (select case_id from agenda_items where outcome = 'open' order by case_id limit 1) as item,
      (select id from imports where file_name = 'file5000') as import,
      (select max(id) from provisions) as provision,
      (select max(id) from letters where status = 'proposed') as letter`);
  return new Map(Object.entries(rows[0] ?? {}));
}

async function measured({ say }: Setting, url: string, some: ReadonlyMap<string, string>): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [path, logins] of looked)
    for (const login of logins) {
      const address = url + path.replace(/\{(\w+)\}/g, (_, what: string) => some.get(what) ?? '');
      const took: number[] = [];
      for (let time = 0; time <= times; time += 1) took.push(await timeOf(address, login));
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
