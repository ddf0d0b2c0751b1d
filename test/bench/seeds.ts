import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type pg from 'pg';
import { addDays } from '../../workflows/calendar/dates.js';
import type { Setting } from './bench.js';
import { onDatabase } from './bench-server.js';
import { type LedgerFile, today, writeLedger } from './ledger.js';
import { importStraight } from './straight-import.js';
import { advanceStraight, openStraight } from './straight-night.js';
import { inWorker } from './worker.js';

/** Of the AR clerk's session in `bookSeed`. */
export const token = 'B'.repeat(43);

/** The day before, on which the cases of the night's seed were opened. */
export const yesterday = addDays(today, -1);

/** A database with companies and people, and nothing owed. */
export async function emptySeed({ server }: Setting): Promise<string> {
  await server.seed('empty', async (url) => {
    await inWorker('setUp', { url });
  });
  return 'empty';
}

/** Receivables without cases. */
export async function ledgerSeed(setting: Setting, name: string, ledger: LedgerFile): Promise<string> {
  const from = await emptySeed(setting);
  const { server, say } = setting;
  await server.seed(
    name,
    async (url) => {
      say(`  making ${ledger.count} receivables`);
      const path = await ledgerFile(setting, `${name}.csv`, ledger);
      await onDatabase(url, (client) => importStraight(client, path));
    },
    from,
  );
  return name;
}

/** The same with a case for each, opened by the product. */
export async function caseSeed(setting: Setting, name: string, ledger: LedgerFile, on: string): Promise<string> {
  const from = await ledgerSeed(setting, `${name}_ledger`, ledger);
  const { server, say } = setting;
  await server.seed(
    name,
    async (url) => {
      say(`  opening ${ledger.count} cases`);
      await inWorker('night', { url, on });
    },
    from,
  );
  return name;
}

/** Cases of every age, most of them at finance, and somebody who has signed in. Who only reads them does not ask what wrote them. */
export async function bookSeed(setting: Setting): Promise<string> {
  const from = await ledgerSeed(setting, 'book_ledger', { count: setting.cases, dueBetween: [-480, -1] });
  const { server, say } = setting;
  await server.seed(
    'book',
    async (url) => {
      say(`  opening ${setting.cases} cases`);
      await onDatabase(url, async (client) => {
        await openStraight(client, today);
        await advanceStraight(client);
        await signIn(client);
      });
    },
    from,
  );
  return 'book';
}

async function signIn(client: pg.Client): Promise<void> {
  const hash = createHash('sha256').update(token).digest();
  await client.query(`insert into sessions (token_hash, login, expires_at) values ($1, 'ar_clerk', now() + interval '12 hours')`, [hash]);
}

/** All of them reach their 91st day in the same night. */
export function nightLedger({ receivables }: Setting): LedgerFile {
  return { count: receivables, dueBetween: [-91, -91] };
}

export async function ledgerFile({ server }: Setting, name: string, ledger: LedgerFile): Promise<string> {
  const path = join(server.folder, name);
  await writeLedger(path, ledger);
  return path;
}
