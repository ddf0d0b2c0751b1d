import { isBusinessDate } from '../../../workflows/calendar/dates.js';
import { readPageEnd, writePageEnd } from '../../platform/page-end.js';
import { isReadable } from '../../platform/visible-text.js';

/** The same order in all of them would let one list be asked with another's key. */
export type PagedList = 'receivables' | 'receipts' | 'credits' | 'contracts' | 'credit_checks' | 'orders' | 'rates' | 'progress';

/** Where a page ends: the lists are in this order, which an index has. */
export type PageKey = [company: string, customer: string, date: string, id: string];

export function writePageKey(list: PagedList, key: PageKey): string {
  return writePageEnd(list, key);
}

/** @throws Problem 400 for a text that no page of the list ends with */
export function readPageKey(list: PagedList, text: string): PageKey {
  return readPageEnd(list, text, isPageKey);
}

function isPageKey(values: readonly string[]): values is PageKey {
  const [company = '', customer = '', date = '', id = ''] = values;
  return values.length === 4 && isReadable(company + customer) && isBusinessDate(date) && /^\d{1,18}$/.test(id);
}
