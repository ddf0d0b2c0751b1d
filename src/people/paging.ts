import { Id, Login, WholeNumber } from '../platform/shapes.js';

/** One page of a list; `next` is the `after` of the following one, null on the last. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** Of a page that nobody asked to be longer or shorter. */
export const usualLimit = 50;

/** The most that a page has. */
export const longestPage = 200;

/** How long a page may be. */
export class Limit {
  @WholeNumber({ min: 1, max: longestPage, inQuery: true, optional: true, description: '50 when left out' })
  limit = usualLimit;
}

/** Pages of a list in the order of logins. */
export class LoginPage extends Limit {
  @Login({ optional: true, description: 'The last page’s `next`' })
  after?: string;
}

/** Pages of a list in the order of ids. */
export class IdPage extends Limit {
  @Id({ optional: true, description: 'The last page’s `next`' })
  after?: string;
}

/** @param rows read with a limit one higher than the page's, which tells whether there are more */
export function pageOf<T>(rows: T[], limit: number, keyOf: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? keyOf(last) : null };
}
