import { Injectable } from '@nestjs/common';
import { type BusinessDate, daysBetween, isBusinessDate } from '../../workflows/calendar/dates.js';
import type { StoredCase } from '../../workflows/collection-case/decide.js';
import { type CurrentPerson, companiesOf } from '../people/current-person.js';
import { type Page, pageOf, usualLimit } from '../people/paging.js';
import { caseScope } from '../people/scope.js';
import { Database } from '../platform/database/database.js';
import { nameOf } from '../platform/database/statement-names.js';
import { Problem } from '../platform/errors/problem.js';
import {
  type CaseFilter,
  conditionsBesideCase,
  conditionsOnCase,
  type Days,
  membersAsked,
  type Push,
  pushTo,
  withReceivableAndCustomer,
} from './case-conditions.js';
import type { CaseOrder, CaseRow, CasesPage, CasesQuery } from './cases.shapes.js';

/** The list that everybody opens all day is prepared; one for each combination of filters would fill the database's memory. */
const plain: readonly string[] = ['state', 'after', 'limit', 'sort'];

type Row = Omit<CaseRow, 'state' | 'overdueDays'> & { value: CaseRow['state']; today: BusinessDate };

/** A row of the worklist: with all that the rules know of the case, to say what it waits for. */
export interface ListedCase extends CaseRow {
  readonly ownerName: string;
  readonly stored: StoredCase;
}

/** So many are put in order at once, which takes some 40 ms; more are read in the order of an index, and soon enough are found. */
export const fewAtMost = 10_000;

/** A further condition on `cases` c, as the worklist's tabs have one. */
export type Only = (push: Push) => string;

/** An order, by a column of the case and then its number. */
interface Order {
  column: 'due_on' | 'balance' | 'next_date';
  descends: boolean;
  cast: 'date' | 'numeric';
  isEnd: (text: string) => boolean;
  valueOf: (row: CaseRow) => string;
}

/** Where a page ended whose last case has no next date. */
const undated = 'none';

const byDueDate: Order = { column: 'due_on', descends: false, cast: 'date', isEnd: isBusinessDate, valueOf: ({ dueOn }) => dueOn };
const byBalance: Order = {
  column: 'balance',
  descends: false,
  cast: 'numeric',
  isEnd: (text) => /^\d{1,13}(\.\d{1,2})?$/.test(text),
  valueOf: ({ balance }) => balance,
};

const orders: Readonly<Record<CaseOrder, Order>> = {
  due: byDueDate,
  '-due': { ...byDueDate, descends: true },
  balance: byBalance,
  '-balance': { ...byBalance, descends: true },
  next: {
    column: 'next_date',
    descends: false,
    cast: 'date',
    isEnd: (text) => text === undated || isBusinessDate(text),
    valueOf: ({ nextDate }) => nextDate ?? undated,
  },
};

/** The list of cases, each person's own, keyset-paged: the oldest due date first when nothing else is asked for. */
@Injectable()
export class CaseList {
  constructor(private readonly database: Database) {}

  /** @throws Problem 400 `request.invalid` for an `after` that no page of this order ends with */
  page(query: CasesQuery, person: CurrentPerson): Promise<CasesPage> {
    return this.read<CaseRow>(query, person, '');
  }

  /** The same of `fewAtMost` cases, as who asks knows: they are found first, and then put in order. @throws as `page` */
  pageOfFew(query: CasesQuery, person: CurrentPerson): Promise<CasesPage> {
    return this.read<CaseRow>(query, person, '', undefined, true);
  }

  /** The same for a screen. @param only a tab's own condition @param few as for `pageOfFew` @throws as `page` */
  worklist(query: CasesQuery & Pick<CaseFilter, 'searched'>, person: CurrentPerson, only?: Only, few = false): Promise<Page<ListedCase>> {
    const owner = '(select name from people where login = c.owner)';
    return this.read<ListedCase>(query, person, `, coalesce(${owner}, c.owner) as "ownerName", c.snapshot as stored`, only, few);
  }

  /** Of the company asked about, or of all that the person has to do with. */
  async daysOf(company: string | undefined, person: CurrentPerson): Promise<Days> {
    const companies = company === undefined ? companiesOf(person) : [company];
    const ids =
      companies === 'all' ? (await this.database.query<{ id: string }>('select id from companies')).map(({ id }) => id) : companies;
    const rows = await this.database.query<{ date: BusinessDate | null }>(
      'select business_date(id) as date from unnest($1::text[]) as t (id)',
      [ids],
      'cases.days',
    );
    const days = rows.flatMap(({ date }) => date ?? []).sort();
    return { earliest: days[0] ?? '0001-01-01', latest: days.at(-1) ?? '0001-01-01' };
  }

  private async read<T extends CaseRow>(
    query: CasesQuery & Pick<CaseFilter, 'searched'>,
    person: CurrentPerson,
    more: string,
    only?: Only,
    few = false,
  ): Promise<Page<T>> {
    const values: unknown[] = [];
    const push = pushTo(values);
    const asksDays = query.minOverdueDays !== undefined || query.maxOverdueDays !== undefined;
    const days = asksDays ? await this.daysOf(query.company, person) : noDays;
    const members = await membersAsked(this.database, query);
    const order = orders[query.sort];
    const beside = conditionsBesideCase(query, push);
    const where = [
      caseScope(person, 'c', values),
      ...conditionsOnCase(query, push, days, members),
      ...beside,
      ...(only ? [only(push)] : []),
    ];
    const stretches = stretchesOf(order, query.after, push);
    const isPlain =
      !only &&
      !few &&
      Object.entries(query).every(([name, value]) => value === undefined || plain.includes(name)) &&
      query.limit === usualLimit;
    const limit = isPlain ? String(usualLimit + 1) : push(query.limit + 1);
    const inOrder = orderBy(order, limit);
    const those = (stretch: string) =>
      `from cases c ${beside.length > 0 ? withReceivableAndCustomer : ''} where ${[...where, stretch].join(' and ')}`;
    const found = few
      ? // By the conditions alone: in the list's own order very many others might have to be passed over.
        `select c.* from (select company_id, id from (select c.company_id, c.id, c.${order.column} ${those(`(${stretches.join(' or ')})`)} offset 0) c ${inOrder}) f join cases c on c.company_id = f.company_id and c.id = f.id`
      : stretches.map((stretch) => `(select c.* ${those(stretch)} ${inOrder})`).join(' union all ');
    const text = `select c.id, c.company_id as company, c.customer, k.name as "customerName", r.document, r.instalment, c.due_on as "dueOn", r.currency, c.balance,
         c.owner, c.snapshot -> 'value' as value, c.next_date as "nextDate", c.version, business_date(c.company_id) as today${more}
       from (${found}) c ${withReceivableAndCustomer}
       ${inOrder}`;
    const rows = await this.database.query<Row>(text, values, isPlain ? nameOf('cases.list', text) : undefined);
    const items = rows.map(({ value, today, ...row }) => ({ ...row, state: value, overdueDays: daysBetween(row.dueOn, today) }) as T);
    return pageOf(items, query.limit, (row) => `${order.valueOf(row)}.${row.id}`);
  }
}

const noDays: Days = { earliest: '0001-01-01', latest: '0001-01-01' };

function orderBy({ column, descends }: Order, limit: string): string {
  const direction = descends ? ' desc' : '';
  return `order by c.${column}${direction}, c.id${direction} limit ${limit}`;
}

/** What is behind the page before. Cases without a next date are behind all that have one, but no comparison of rows says so. */
function stretchesOf(order: Order, after: string | undefined, push: Push): string[] {
  if (after === undefined) return ['true'];
  const rest = beyond(order, after, push);
  return order.column === 'next_date' && !after.startsWith(undated) ? [rest, 'c.next_date is null'] : [rest];
}

/** Where a page ended, in words of its own: the case may have moved, or be out of sight by the time the next one is asked for. */
function beyond({ column, descends, cast, isEnd }: Order, after: string, push: Push): string {
  const [, end = '', id = ''] = /^(.+)\.(\d{1,18})$/.exec(after) ?? [];
  if (!isEnd(end)) throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'invalid' }]);
  if (end === undated) return `c.next_date is null and c.id > ${push(id)}::bigint`;
  return `(c.${column}, c.id) ${descends ? '<' : '>'} (${push(end)}::${cast}, ${push(id)}::bigint)`;
}
