import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { addDays } from '../../workflows/calendar/dates.js';
import { formatAmount } from '../../workflows/money.js';

export const company = 'C01';
/** The business date of every benchmark. */
export const today = '2026-09-30';

const header = 'company,customer,customerName,document,instalment,issuedOn,dueOn,currency,amount,owner,contract,channel';

export interface LedgerFile {
  count: number;
  /** Left out, one for every 20 receivables. */
  customers?: number;
  /** Left out, 200. */
  owners?: number;
  /** Due on a day between these many days before and after today. */
  dueBetween: readonly [first: number, last: number];
  /** As a later day's list says it: one amount in ten is another one. */
  changed?: boolean;
}

/** Writes a list of receivables, the same for the same arguments. */
export async function writeLedger(path: string, ledger: LedgerFile): Promise<void> {
  const { count, customers = customersFor(count), owners = 200, changed = false } = ledger;
  const [first, last] = ledger.dueBetween;
  const file = createWriteStream(path);
  let piece = `${header}\n`;
  for (let i = 1; i <= count; i += 1) {
    const customer = scattered(i, 1) % customers;
    const owner = `sales${String((customer % owners) + 1).padStart(4, '0')}`;
    const dueOn = addDays(today, first + (scattered(i, 2) % (last - first + 1)));
    const cents = 10_000 + (scattered(i, 3) % 50_000_000) + (changed && i % 10 === 0 ? 100 : 0);
    piece += `${company},K${customer},客户${customer}有限公司,INV${String(i).padStart(9, '0')},1,${addDays(dueOn, -60)},${dueOn},CNY,${formatAmount(cents)},${owner},HT${customer},direct\n`;
    if (piece.length > 60_000) {
      if (!file.write(piece)) await once(file, 'drain');
      piece = '';
    }
  }
  file.end(piece);
  await once(file, 'finish');
}

export function customersFor(receivables: number): number {
  return Math.ceil(receivables / 20);
}

/** A whole number from 0 to 2³² − 1 that looks like chance: the bits of the two numbers well mixed (MurmurHash3's finaliser). */
function scattered(i: number, salt: number): number {
  let bits = Math.imul(i, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
