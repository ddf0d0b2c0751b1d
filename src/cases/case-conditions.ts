import { addDays, type BusinessDate } from '../../workflows/calendar/dates.js';
import type { Tx } from '../platform/database/database.js';
import { type CasesQuery, openStates } from './cases.shapes.js';

/** Puts a value among the statement's parameters. @returns its placeholder */
export type Push = (value: unknown) => string;

export function pushTo(values: unknown[]): Push {
  return (value) => {
    values.push(value);
    return `$${values.length}`;
  };
}

/** Of the companies asked about; they share a day but for their time zones. */
export interface Days {
  readonly earliest: BusinessDate;
  readonly latest: BusinessDate;
}

/** Whose name, and which receivables' documents, have what was typed. */
export interface Searched {
  readonly customers: readonly string[];
  /** Undefined where they are so many that each case is better asked for its own. */
  readonly receivables: readonly string[] | undefined;
}

export type CaseFilter = Omit<CasesQuery, 'after' | 'limit' | 'sort'> & {
  /** What was found by `q`, where that is known: then it is not looked for again. */
  searched?: Searched;
};

/** Who is in the team asked for: the database must see them to know how many cases are theirs. */
export async function membersAsked(database: Pick<Tx, 'query'>, { team }: Pick<CaseFilter, 'team'>): Promise<string[]> {
  if (team === undefined) return [];
  const rows = await database.query<{ login: string }>('select login from team_members where team_id = $1', [team], 'cases.members');
  return rows.map(({ login }) => login);
}

/**
 * What the query asks of `cases` c alone: the index of the sums has all of it.
 * @param members of the team asked for
 */
export function conditionsOnCase(query: CaseFilter, push: Push, days: Days, members: readonly string[]): string[] {
  const { company, owner, customer, minOverdueDays, maxOverdueDays, minBalance, maxBalance, team, disputed, nextUntil } = query;
  const where = [stateFilter(query.state, push)];
  if (company !== undefined) where.push(`c.company_id = ${push(company)}`);
  if (owner !== undefined) where.push(`c.owner = ${push(owner)}`);
  if (customer !== undefined) where.push(`c.customer = ${push(customer)}`);
  if (minOverdueDays !== undefined) where.push(`c.due_on <= ${push(addDays(days.latest, -minOverdueDays))}`);
  if (maxOverdueDays !== undefined) where.push(`c.due_on >= ${push(addDays(days.earliest, -maxOverdueDays))}`);
  if (minBalance !== undefined) where.push(`c.balance >= ${push(minBalance)}`);
  if (maxBalance !== undefined) where.push(`c.balance <= ${push(maxBalance)}`);
  if (team !== undefined) where.push(`c.owner = any (${push(members)}::text[])`);
  if (disputed !== undefined) where.push(`c.customer_dispute ${disputed === 'yes' ? '=' : '<>'} 'open'`);
  if (nextUntil !== undefined) where.push(`c.next_date <= ${push(nextUntil)}`);
  if (query.searched?.receivables) where.push(foundIn(query.searched.customers, query.searched.receivables, push));
  return where.filter((part) => part !== '');
}

/** What it asks of the receivable r and the customer k. */
export function conditionsBesideCase({ q, grade, company, searched }: CaseFilter, push: Push): string[] {
  const where: string[] = [];
  if (grade !== undefined) where.push(`k.grade = ${push(grade)}`);
  if (q !== undefined && !searched?.receivables) {
    const pattern = push(patternOf(q));
    if (searched) where.push(`(c.customer = any (${push(searched.customers)}::text[]) or lower(r.document) like lower(${pattern}))`);
    else where.push(company === undefined ? searchAnywhere(pattern) : searchIn(push(company), pattern));
  }
  return where;
}

export const withReceivableAndCustomer = `
  join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  join customers k on k.company_id = c.company_id and k.customer = c.customer`;

function stateFilter(state: string, push: Push): string {
  if (state === 'all') return '';
  if (state === 'open') return 'not c.closed';
  // Said as well, or the indexes of what is open would not serve.
  const isOpen = openStates.includes(state.split('.')[0] ?? '') ? ' and not c.closed' : '';
  const inner = state.includes('.')
    ? [state]
    : [state, ...['docketed', 'voting', 'awaitingApproval', 'awaitingPosting'].map((child) => `${state}.${child}`)];
  return `c.collection = any (${push(inner)}::text[])${isOpen}`;
}

/** What was typed is looked for as it is. */
export function patternOf(q: string): string {
  return `%${q.replace(/[\\%_]/g, '\\$&')}%`;
}

/** A list that is empty is not asked about: the database plans better without it. */
function foundIn(customers: readonly string[], receivables: readonly string[], push: Push): string {
  const either = [
    ...(customers.length > 0 ? [`c.customer = any (${push(customers)}::text[])`] : []),
    ...(receivables.length > 0 ? [`c.receivable_id = any (${push(receivables)}::bigint[])`] : []),
  ];
  return either.length > 0 ? `(${either.join(' or ')})` : 'false';
}

/**
 * Documents and names are read once, and the cases found by what was found in them: to join both to every case that is listed takes ten
 * times as long. The documents of what has a case stand in an index in lower case, since `ilike` would make them so one by one.
 */
function searchIn(company: string, pattern: string): string {
  return `(c.customer = any (array(select f.customer from customers f where f.company_id = ${company} and (f.customer ilike ${pattern} or f.name ilike ${pattern})))
    or c.receivable_id = any (array(select f.id from receivables f where f.company_id = ${company} and f.has_case and lower(f.document) like lower(${pattern}))))`;
}

function searchAnywhere(pattern: string): string {
  return `(c.customer ilike ${pattern}
    or (c.company_id, c.customer) in (select f.company_id, f.customer from customers f where f.name ilike ${pattern})
    or (c.company_id, c.receivable_id) in (select f.company_id, f.id from receivables f where f.has_case and lower(f.document) like lower(${pattern})))`;
}
