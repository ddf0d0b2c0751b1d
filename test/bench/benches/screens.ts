import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Bench, Line, Setting } from '../bench.js';
import { onDatabase } from '../bench-server.js';
import { median, milliseconds } from '../figures.js';
import { fillRooms } from '../rooms.js';
import { looked } from '../screens.js';
import { bookSeed } from '../seeds.js';
import { inWorker, Worker } from '../worker.js';

/** What a page may take of the server's time. */
const markMs = 200;
const times = 5;

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
      (select max(id) from letters where status = 'proposed') as letter,
      (select id from contracts order by amount desc, id limit 1) as contract,
      (select max(id) from credit_holds) as hold,
      (select max(id) from receipts where on_account > 0) as receipt,
      (select max(id) from credits where on_account > 0) as credit,
      (select max(id) from outbox where audience = 'customer') as mail,
      (select max(id) from schemes) as scheme`);
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
