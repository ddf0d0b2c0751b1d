import { isBusinessDate } from '../../../workflows/calendar/dates.js';
import { Problem } from '../../platform/errors/problem.js';

/** Where a page ends: both lists are in this order, which an index has. */
export type PageKey = [company: string, customer: string, date: string, id: string];

export function writePageKey(key: PageKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws Problem 400 for a text that no page ends with */
export function readPageKey(text: string): PageKey {
  const key = parsed(Buffer.from(text, 'base64url').toString());
  const [company, customer, date, id, ...rest] = Array.isArray(key) ? key.map(String) : [];
  if (
    company === undefined ||
    customer === undefined ||
    !isBusinessDate(date ?? '') ||
    !/^\d{1,18}$/.test(id ?? '') ||
    rest.length ||
    /\0/.test(company + customer)
  )
    throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'invalid' }]);
  return [company, customer, date as string, id as string];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
