import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { type LedgerKind, type LedgerRow, ledgerFile } from '../../support/ledger-files.js';

/** A piece of work that somebody repeats until it is done. */
export type Job =
  | {
      readonly does: 'import';
      readonly kind: LedgerKind;
      readonly companyId: string;
      readonly asOf?: BusinessDate;
      readonly file: { readonly path: string; readonly name: string; readonly sha256: string; readonly bytes: number };
    }
  | { readonly does: 'nights'; readonly until: BusinessDate };

export const firstDay = '2026-01-05';

const documents = 240;
const items = 120;

/** A month of two companies' ledgers, the same each time: one tells documents and receipts, the other lists what is open. */
export async function lifeIn(folder: string): Promise<Job[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all([
    file(folder, 'receivables', 'C01', receivables(documents)),
    file(folder, 'open_items', 'C02', openItems(items), firstDay),
    nights('2026-01-09'),
    file(folder, 'receipts', 'C01', receipts()),
    nights('2026-01-14'),
    // Amounts and due dates differ from what is known, and there are more.
    file(folder, 'receivables', 'C01', receivables(documents + 20, { changed: true })),
    file(folder, 'credits', 'C01', credits()),
    // The 20th calls the meetings.
    nights('2026-01-21'),
    file(folder, 'receipts', 'C01', receipts({ bounced: true })),
    // What is missing was paid.
    file(folder, 'open_items', 'C02', openItems(items + 6, { without: 9 }), '2026-01-21'),
    nights('2026-01-30'),
  ]);
}

function receivables(count: number, { changed = false } = {}): LedgerRow[] {
  return numbers(count).map((n) => ({
    document: document(n),
    customer: `K${n % 24}`,
    customerName: `客户${n % 24}`,
    issuedOn: '2025-08-01',
    dueOn: addDays('2025-09-28', Math.floor(n / 2) + (changed && n % 15 === 1 ? 3 : 0)),
    amount: `${100 + n}.${changed && n % 10 === 1 ? '50' : '00'}`,
    owner: n % 2 ? 'sales0001' : 'sales0002',
  }));
}

/** Every third is paid, in part, in full or beyond; some say nothing of a document. */
function receipts({ bounced = false } = {}): LedgerRow[] {
  return numbers(documents)
    .filter((n) => n % 3 === 0)
    .map((n) => ({
      receipt: `R${n}`,
      customer: `K${n % 24}`,
      document: n % 27 === 0 ? '' : document(n),
      instalment: n % 27 === 0 ? '' : '1',
      valueDate: '2026-01-06',
      amount: `${n % 2 ? 50 : 100 + n + (n % 4)}.00`,
      reversedOn: bounced && n % 12 === 0 ? '2026-01-20' : '',
    }));
}

function credits(): LedgerRow[] {
  return numbers(documents)
    .filter((n) => n % 7 === 0 || n % 21 === 1)
    .map((n) => ({
      credit: `CN${n}`,
      customer: `K${n % 24}`,
      document: document(n),
      creditedOn: '2026-01-13',
      amount: `${n % 21 === 1 ? 100 + n : 20 + n}.00`,
    }));
}

function openItems(count: number, { without = 0 } = {}): LedgerRow[] {
  return numbers(count)
    .filter((n) => without === 0 || n % without > 0)
    .map((n) => ({
      company: 'C02',
      document: `OI-${n}`,
      customer: `K${n % 12}`,
      customerName: `客户${n % 12}`,
      issuedOn: '2025-08-01',
      dueOn: addDays('2025-10-01', n),
      openAmount: `${200 + n - (without > 0 && n % 5 === 0 ? 30 : 0)}.00`,
    }));
}

async function file(folder: string, kind: LedgerKind, companyId: string, rows: LedgerRow[], asOf?: BusinessDate): Promise<Job> {
  const content = ledgerFile(kind, ...rows);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const name = `${kind}-${sha256.slice(0, 6)}.csv`;
  const path = join(folder, name);
  await writeFile(path, content);
  return { does: 'import', kind, companyId, asOf, file: { path, name, sha256, bytes: Buffer.byteLength(content) } };
}

function nights(until: BusinessDate): Job {
  return { does: 'nights', until };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

function document(n: number): string {
  return `INV-${String(n).padStart(3, '0')}`;
}
