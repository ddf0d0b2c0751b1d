import { Injectable } from '@nestjs/common';
import { addDays, type BusinessDate, daysBetween, isBusinessDate } from '../../workflows/calendar/dates.js';
import { type CurrentPerson, companiesOf } from '../people/current-person.js';
import { pageOf, usualLimit } from '../people/paging.js';
import { caseScope } from '../people/scope.js';
import { Database } from '../platform/database/database.js';
import { nameOf } from '../platform/database/statement-names.js';
import { Problem } from '../platform/errors/problem.js';
import type { CaseRow, CasesPage, CasesQuery } from './cases.shapes.js';
import { businessDate } from './circumstances.js';

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
    if (query.company !== undefined) where.push(`c.company_id = ${push(query.company)}`);
    if (query.owner !== undefined) where.push(`c.owner = ${push(query.owner)}`);
    if (query.customer !== undefined) where.push(`c.customer = ${push(query.customer)}`);
    if (query.minOverdueDays !== undefined) where.push(`c.due_on <= ${push(await this.latestDueDate(query.minOverdueDays, person))}`);
    if (query.q !== undefined) where.push(search(push(`%${query.q.replace(/[\\%_]/g, '\\$&')}%`)));
    if (query.after !== undefined) {
      const { dueOn, id } = readEnd(query.after);
      where.push(`(c.due_on, c.id) > (${push(dueOn)}::date, ${push(id)}::bigint)`);
    }
    const isPlain =
      Object.entries(query).every(([name, value]) => value === undefined || plain.includes(name)) && query.limit === usualLimit;
    const limit = isPlain ? String(usualLimit + 1) : push(query.limit + 1);
    const text = `select c.id, c.company_id as company, c.customer, k.name as "customerName", r.document, r.instalment, c.due_on as "dueOn", r.currency, c.balance,
         c.owner, c.snapshot -> 'value' as value, c.next_date as "nextDate", c.version, business_date(c.company_id) as today
       from cases c
       join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
       join customers k on k.company_id = c.company_id and k.customer = c.customer
       where ${where.filter((part) => part !== '').join(' and ')}
       order by c.due_on, c.id limit ${limit}`;
    const rows = await this.database.query<Row>(text, values, isPlain ? nameOf('cases.list', text) : undefined);
    const items = rows.map(({ value, today, ...row }) => ({ ...row, state: value, overdueDays: daysBetween(row.dueOn, today) }));
    return pageOf(items, query.limit, ({ dueOn, id }) => `${dueOn}.${id}`);
  }

  /** All companies share a day but for their time zones; the earliest of them loses no row. */
  private async latestDueDate(minOverdueDays: number, person: CurrentPerson): Promise<BusinessDate> {
    const companies = companiesOf(person);
    const ids =
      companies === 'all' ? (await this.database.query<{ id: string }>('select id from companies')).map(({ id }) => id) : companies;
    const days = await Promise.all(ids.map((id) => businessDate(this.database, id)));
    return addDays(days.sort().at(-1) ?? '0001-01-01', -minOverdueDays);
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
