import type { MemoryLedger, MemoryReceipt, MemoryReceivable } from './ledger-in-memory.js';

const grades = ['AAA', 'AA', 'A', 'B', 'C', 'D'];

/** Days on which something is written off: few, because the nights up to them are run. */
const postingDays = ['2026-01-20', '2026-02-25', '2026-03-30'];

/** Small ledgers of two owners, the same for the same seed: everything that a score looks at, near the ends of the first quarter of 2026. */
export function randomLedgers(count: number, seed: number): MemoryLedger[] {
  const chance = chances(seed);
  return Array.from({ length: count }, () => randomLedger(chance));
}

/** The same rows in another order. */
export function shuffled<T>(rows: readonly T[], seed: number): T[] {
  const chance = chances(seed);
  return [...rows]
    .map((row) => ({ row, at: chance() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

function randomLedger(chance: () => number): MemoryLedger {
  const pick = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)] as T;
  const between = (from: string, to: string) => day(number(from) + Math.floor(chance() * (number(to) - number(from) + 1)));
  const customers = ['C1', 'C2', 'C3'].map((id) => ({
    id,
    grade: pick(grades),
    strategic: chance() < 0.2,
    first_signed_on: chance() < 0.4 ? between('2025-12-28', '2026-04-03') : '2024-05-06',
  }));
  const receivables = Array.from({ length: 2 + Math.floor(chance() * 6) }, (_, i): MemoryReceivable => {
    const issued = between('2025-08-01', '2026-04-03');
    return {
      id: `R${i + 1}`,
      customer: pick(customers).id,
      owner: pick(['li', 'li', 'wang']),
      issued_on: issued,
      due_on: day(number(issued) + pick([0, 1, 30, 45, 60, 90])),
      amount: money(Math.floor(chance() * 90_000_00) + 100),
    };
  });
  const receipts: MemoryReceipt[] = [];
  const credits: NonNullable<MemoryLedger['credits']>[number][] = [];
  const writeOffs: MemoryLedger['write_offs'][number][] = [];
  for (const { id, due_on: due, issued_on: issued, amount } of receivables) {
    let left = Math.round(Number(amount) * 100);
    const part = () => {
      const cents = chance() < 0.3 ? left : Math.floor(chance() * left);
      left -= cents;
      return cents;
    };
    const posted = postingDays.find((on) => on > due);
    for (let more = chance(); more < 0.7; more = chance()) {
      const cents = part();
      if (cents > 0) receipts.push({ receivable: id, amount: money(cents), ...whenPaid(chance, between, pick, issued) });
    }
    const credit = chance() < 0.2 ? part() : 0;
    if (credit > 0)
      credits.push({
        receivable: id,
        amount: money(credit),
        credited_on: between(issued, '2026-04-10'),
        ...(chance() < 0.2 && { reversed_on: '2026-03-31' }),
      });
    // What is left for a write-off is still owed on its day, because nothing but this ever pays it.
    const lost = posted !== undefined && chance() < 0.35 ? part() : 0;
    if (lost > 0 && posted !== undefined) {
      writeOffs.push({ receivable: id, amount: money(lost), posted_on: posted });
      const recovered = Math.floor(chance() * lost);
      // Whatever else came later would be served first, or last, by its date: here only what was there before the posting.
      const before = receipts.every((one) => one.receivable !== id || (one.value_date <= posted && one.reversed_on === undefined));
      if (left === 0 && credit === 0 && before && recovered > 0)
        receipts.push({
          receivable: id,
          amount: money(recovered),
          value_date: between(day(number(posted) + 1), '2026-04-10'),
          instrument: 'bank_transfer',
        });
    }
  }
  return { customers, receivables, receipts, credits: credits.map(reversedLater), write_offs: writeOffs, survey: {} };
}

function whenPaid(
  chance: () => number,
  between: (from: string, to: string) => string,
  pick: <T>(of: readonly T[]) => T,
  issued: string,
): Omit<MemoryReceipt, 'receivable' | 'amount'> {
  const valueDate = between(chance() < 0.1 ? '2025-08-01' : issued, '2026-04-10');
  const instrument = pick(['bank_transfer', 'cash', 'acceptance_bill']);
  const cleared = instrument === 'acceptance_bill' && chance() < 0.7 ? between(valueDate, '2026-05-01') : undefined;
  const reversed = chance() < 0.2 ? between(valueDate, '2026-05-01') : undefined;
  return { value_date: valueDate, instrument, ...(cleared && { cleared_on: cleared }), ...(reversed && { reversed_on: reversed }) };
}

function reversedLater(credit: NonNullable<MemoryLedger['credits']>[number]) {
  const { reversed_on: reversed, ...kept } = credit;
  return reversed !== undefined && reversed >= credit.credited_on ? credit : kept;
}

/** Mulberry32: small, and the same everywhere. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const money = (cents: number) => (cents / 100).toFixed(2);
const number = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const day = (epoch: number) => new Date(epoch * 86_400_000).toISOString().slice(0, 10);
