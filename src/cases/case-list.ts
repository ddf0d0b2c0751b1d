import { Injectable } from '@nestjs/common';
import { type BusinessDate, daysBetween, isBusinessDate } from '../../workflows/calendar/dates.js';
import type { CurrentPerson } from '../people/current-person.js';
import { pageOf, usualLimit } from '../people/paging.js';
import { caseScope } from '../people/scope.js';
import { Database } from '../platform/database/database.js';
import { nameOf } from '../platform/database/statement-names.js';
import { Problem } from '../platform/errors/problem.js';
import type { CaseRow, CasesPage, CasesQuery } from './cases.shapes.js';

/** The list that everybody opens all day is prepared; one for each combination of filters would fill the database's memory. */
const plain: readonly string[] = ['state', 'after', 'limit'];

type Row = Omit<CaseRow, 'state' | 'overdueDays'> & { value: CaseRow['state']; today: BusinessDate };

/** The list of cases, each person's own: oldest due date first, keyset-paged. */
@Injectable()
export class CaseList {
  constructor(private readonly database: Database) {}

  /** @throws Problem 400 `request.invalid` for an `after` that no page ends with */
  async page(query: CasesQuery, person: CurrentPerson): Promise<CasesPage> {
    const values: unknown[] = [];
    const push = (value: unknown) => {
      values.push(value);
      return `$${values.length}`;
    };
    const where = [caseScope(person, 'c', values), stateFilter(query.state, push)];
    if (query.owner !== undefined) where.push(`c.owner = ${push(query.owner)}`);
    if (query.customer !== undefined) where.push(`c.customer = ${push(query.customer)}`);
    if (query.minOverdueDays !== undefined) where.push(`c.due_on <= company.today - ${push(query.minOverdueDays)}::integer`);
    if (query.q !== undefined) where.push(search(push(`%${query.q.replace(/[\\%_]/g, '\\$&')}%`)));
    if (query.after !== undefined) {
      const { dueOn, id } = readEnd(query.after);
      where.push(`(c.due_on, c.id) > (${push(dueOn)}::date, ${push(id)}::bigint)`);
    }
    const ofCompany = query.company === undefined ? '' : `where id = ${push(query.company)}`;
    const isPlain =
      Object.entries(query).every(([name, value]) => value === undefined || plain.includes(name)) && query.limit === usualLimit;
    const limit = isPlain ? String(usualLimit + 1) : push(query.limit + 1);
    // Company by company, so that each index is read from where the page begins and no further than the page is long.
    const text = `select c.*, company.today
       from (select id, business_date(id) as today from companies ${ofCompany}) company
       cross join lateral (
         select c.id, c.company_id as company, c.customer, k.name as "customerName", r.document, r.instalment, c.due_on as "dueOn", r.currency,
           c.balance, c.owner, c.snapshot -> 'value' as value, c.next_date as "nextDate", c.version
         from cases c
         join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
         join customers k on k.company_id = c.company_id and k.customer = c.customer
         where c.company_id = company.id and ${where.filter((part) => part !== '').join(' and ')}
         order by c.due_on, c.id limit ${limit}) c
       order by c."dueOn", c.id limit ${limit}`;
    const rows = await this.database.query<Row>(text, values, isPlain ? nameOf('cases.list', text) : undefined);
    const items = rows.map(({ value, today, ...row }) => ({ ...row, state: value, overdueDays: daysBetween(row.dueOn, today) }));
    return pageOf(items, query.limit, ({ dueOn, id }) => `${dueOn}.${id}`);
  }
}

/** Where a page ended, in words of its own: the case may have moved, or be out of sight by the time the next one is asked for. */
function readEnd(after: string): { dueOn: BusinessDate; id: string } {
  const [, dueOn = '', id = ''] = /^(.{10})\.(\d{1,18})$/.exec(after) ?? [];
  if (!isBusinessDate(dueOn)) throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'invalid' }]);
  return { dueOn, id };
}

function stateFilter(state: string, push: (value: unknown) => string): string {
  if (state === 'all') return '';
  if (state === 'open') return 'not c.closed';
  const inner = state.includes('.')
    ? [state]
    : [state, ...['docketed', 'voting', 'awaitingApproval', 'awaitingPosting'].map((child) => `${state}.${child}`)];
  return `c.collection = any (${push(inner)}::text[])`;
}

function search(pattern: string): string {
  return `(r.document ilike ${pattern} or c.customer ilike ${pattern} or k.name ilike ${pattern})`;
}
