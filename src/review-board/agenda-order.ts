import { cents, formatAmount } from '../../workflows/money.js';
import { readPageEnd, writePageEnd } from '../platform/page-end.js';
import { isReadable } from '../platform/visible-text.js';

/** What an agenda is ordered by. */
export interface Placed {
  case: string;
  customer: string;
  balance: string;
}

/** Where a page of an agenda ends; `together` is what the customer's items that one sees come to. */
export type AgendaKey = [together: string, customer: string, balance: string, caseId: string];

/** Grouped by customer, the largest customer and within it the largest item first; as `agendaOrder` says it to the database. */
export function inAgendaOrder<T extends Placed>(items: readonly T[]): T[] {
  const together = new Map<string, number>();
  for (const { customer, balance } of items) together.set(customer, (together.get(customer) ?? 0) + cents(balance));
  const totalOf = ({ customer }: T) => together.get(customer) ?? 0;
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...items].sort(
    (a, b) =>
      totalOf(b) - totalOf(a) || byText(a.customer, b.customer) || cents(b.balance) - cents(a.balance) || Number(a.case) - Number(b.case),
  );
}

/** Ascending, so that what comes after a key is greater than it. */
export const agendaOrder = '-i.together, i.customer collate "C", -i.balance, i.id';

/** @param all the agenda that the item is of */
export function agendaKeyOf(item: Placed, all: readonly Placed[]): string {
  const ofCustomer = all.filter(({ customer }) => customer === item.customer);
  const together = ofCustomer.reduce((sum, { balance }) => sum + cents(balance), 0);
  return writeAgendaKey([formatAmount(together), item.customer, item.balance, item.case]);
}

export function writeAgendaKey(key: AgendaKey): string {
  return writePageEnd(agenda, key);
}

/** @throws Problem 400 for a text that no page of an agenda ends with */
export function readAgendaKey(text: string): AgendaKey {
  return readPageEnd(agenda, text, isAgendaKey);
}

const agenda = 'agenda';

function isAgendaKey(values: readonly string[]): values is AgendaKey {
  const [together = '', customer = '', balance = '', caseId = ''] = values;
  return values.length === 4 && isAmount(together) && isReadable(customer) && isAmount(balance) && /^\d{1,18}$/.test(caseId);
}

function isAmount(text: string): boolean {
  return /^-?\d{1,15}\.\d\d$/.test(text);
}
