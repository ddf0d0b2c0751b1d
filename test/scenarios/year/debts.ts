import { addDays, type BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Debt, Fate } from './account-book.js';
import type { Office } from './office.js';

const salespeople = ['sales0001', 'sales0002'];
const customers = 60;

/** Of a hundred debts that fall due. */
const fates: readonly (readonly [Fate, number])[] = [
  ['pays', 46],
  ['promises', 14],
  ['disputes', 10],
  ['plans', 9],
  ['sued', 7],
  ['fails', 14],
];

/** The debts that fall due between two days, as the books know them; each becomes overdue. */
export function fallDue(
  { book, picks }: Office,
  { count, from, days, sellers = salespeople }: { count: number; from: BusinessDate; days: number; sellers?: string[] },
): Debt[] {
  return Array.from({ length: count }, (_, n): Debt => {
    const document = `D${String(book.debts.size + n + 1).padStart(3, '0')}`;
    const fate = n % 20 === 19 ? 'small' : fateOf(picks.next() % 100);
    const wide = picks.next() % 6 === 0 ? 900_000_00 : 80_000_00;
    return {
      document,
      // Each customer of a small balance has only that one: what they are waived counts together.
      customer: fate === 'small' ? `S-${document}` : `K${picks.next() % customers}`,
      owner: picks.of(sellers) ?? '',
      dueOn: addDays(from, picks.next() % days),
      amountCents: fate === 'small' ? 1_00 + (picks.next() % 90_00) : 1_000_00 + (picks.next() % wide),
      fate,
    };
  });
}

function fateOf(throwOfHundred: number): Fate {
  let up = 0;
  for (const [fate, share] of fates) {
    up += share;
    if (throwOfHundred < up) return fate;
  }
  return 'pays';
}

/** Who pays late, does so in one part or in two. Some wait until the board has heard of them. */
export function expectPayments({ book, picks, today }: Office, debts: readonly Debt[]): void {
  for (const { document, dueOn, amountCents, fate } of debts) {
    if (fate !== 'pays' && fate !== 'disputes') continue;
    const late = picks.next() % 8 === 0 ? 100 + (picks.next() % 60) : 2 + (picks.next() % 80);
    const paidOn = addDays(dueOn, late);
    const on = paidOn < today ? addDays(today, picks.next() % 60) : paidOn;
    const first = picks.next() % 4 === 0 ? Math.floor(amountCents / 3) : amountCents;
    book.expect({ document, on, amountCents: first });
    if (first < amountCents) book.expect({ document, on: addDays(on, 15), amountCents: amountCents - first });
  }
}
