import { isBusinessDate } from '../../../workflows/calendar/dates.js';
import { Problem } from '../../platform/errors/problem.js';
import { isReadable } from '../../platform/visible-text.js';

/** The same order in all of them would let one list be asked with another's key. */
export type PagedList = 'receivables' | 'receipts' | 'credits' | 'contracts' | 'credit_checks' | 'orders' | 'rates' | 'progress';

/** Where a page ends: the lists are in this order, which an index has. */
export type PageKey = [company: string, customer: string, date: string, id: string];

export function writePageKey(list: PagedList, key: PageKey): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/** @throws Problem 400 for a text that no page of the list ends with */
export function readPageKey(list: PagedList, text: string): PageKey {
  const key = parsed(Buffer.from(text, 'base64url').toString());
  const [, company = '', customer = '', date = '', id = ''] = isListOfTexts(key) ? key : [];
  const isKey = isReadable(company + customer) && isBusinessDate(date) && /^\d{1,18}$/.test(id);
  // Written anew it must be the same: nothing beside it was overlooked, and it is this list's.
  if (isKey && writePageKey(list, [company, customer, date, id]) === text) return [company, customer, date, id];
  throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'after' }]);
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
