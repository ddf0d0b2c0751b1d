import { Injectable } from '@nestjs/common';
import { addDays, type BusinessDate, isBusinessDate } from '../../../workflows/calendar/dates.js';
import { membersAsked, type Push, pushTo } from '../../cases/case-conditions.js';
import { businessDate } from '../../cases/circumstances.js';
import { hasForeign } from '../../cases/has-foreign.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database } from '../../platform/database/database.js';
import { readPageEnd, writePageEnd } from '../../platform/page-end.js';
import { figureScope } from './figure-scope.js';
import type { OpenItem, OpenItemsQuery, OpenTotal } from './open-items.shapes.js';

const list = 'open_items';

/**
 * What is open, due or not: open cases, and receivables that have none. The figures of the overview count the same rows for the same
 * people, but as the last night left them; these are as of now.
 */
@Injectable()
export class OpenItems {
  constructor(private readonly database: Database) {}

  /** The earliest due date first. @throws Problem 400 `request.invalid` for an `after` that no page ends with */
  async page(query: OpenItemsQuery, person: CurrentPerson): Promise<Page<OpenItem>> {
    const values: unknown[] = [query.company];
    const push = pushTo(values);
    const [halves, today] = await this.halves(query, person, values);
    const behind = query.after === undefined ? [] : keyset(readPageEnd(list, query.after, isEnd), push);
    const limit = push(query.limit + 1);
    const first = halves.map(
      ({ from, where }) =>
        `(select t.due_on, t.id from ${from} where ${[...where, ...behind].join(' and ')} order by t.due_on, t.id limit ${limit})`,
    );
    const rows = await this.database.query<OpenItem>(
      `select r.id, r.customer, k.name as "customerName", r.document, r.instalment, t.due_on as "dueOn", ${push(today)}::date - t.due_on as "overdueDays",
         r.currency, coalesce(c.balance, r.balance) as balance, coalesce(c.owner, r.owner) as owner,
         coalesce(p.name, c.owner, r.owner) as "ownerName", c.id as case
       from (select * from (${first.join(' union all ')}) t order by t.due_on, t.id limit ${limit}) t
       join receivables r on r.company_id = $1 and r.id = t.id
       join customers k on k.company_id = $1 and k.customer = r.customer
       left join cases c on c.company_id = $1 and c.receivable_id = t.id
       left join people p on p.login = coalesce(c.owner, r.owner)
       order by t.due_on, t.id`,
      values,
    );
    return pageOf(rows, query.limit, ({ dueOn, id }) => writePageEnd(list, [dueOn, id]));
  }

  /** Of all pages together, the currency with most items first. */
  async totals(query: OpenItemsQuery, person: CurrentPerson): Promise<OpenTotal[]> {
    const values: unknown[] = [query.company];
    const [halves] = await this.halves(query, person, values);
    const sums = halves.map(
      ({ from, where, currency }) =>
        `select ${currency} as currency, count(*) as items, sum(t.balance) as amount from ${from} where ${where.join(' and ')} group by 1`,
    );
    return this.database.query<OpenTotal>(
      `select currency, sum(items)::int as items, sum(amount) as amount from (${sums.join(' union all ')}) t group by 1 order by 2 desc, 1`,
      values,
    );
  }

  /** Each half comes from an index that has all that is asked of it: the one of the worklist's sums, the one of items without a case. */
  private async halves(query: OpenItemsQuery, person: CurrentPerson, values: unknown[]): Promise<[Half[], BusinessDate]> {
    const { company, owner, dueFrom, dueUntil, overdue, currency, team } = query;
    const push = pushTo(values);
    const today = await businessDate(this.database, company);
    const members = await membersAsked(this.database, query);
    const both = ['t.company_id = $1', figureScope(person, 't', values)];
    if (owner !== undefined) both.push(`t.owner = ${push(owner)}`);
    if (team !== undefined) both.push(`t.owner = any (${push(members)}::text[])`);
    if (dueFrom !== undefined) both.push(`t.due_on >= ${push(dueFrom)}::date`);
    if (dueUntil !== undefined) both.push(`t.due_on <= ${push(dueUntil)}::date`);
    const foreign = await hasForeign(this.database, company);
    const inCase: Half = {
      from: `${cases}${foreign ? withForeign : ''}`,
      currency: foreign ? `coalesce(f.currency, 'CNY')` : `'CNY'::text`,
      where: [
        ...both,
        ...(overdue === 'yes' ? [`t.due_on <= ${push(addDays(today, -1))}::date`] : []),
        ...(overdue === 'no' ? [`t.due_on >= ${push(today)}::date`] : []),
        ...(currency === undefined ? [] : currencyOfCase(currency, foreign, push)),
      ],
    };
    const withoutCase: Half = {
      from: receivables,
      currency: 't.currency',
      where: [...both, ...(currency === undefined ? [] : [`t.currency = ${push(currency)}`])],
    };
    return [overdue === 'yes' ? [inCase] : [inCase, withoutCase], today];
  }
}

/** One of the two places where open items are, as `t`. */
interface Half {
  from: string;
  where: string[];
  currency: string;
}

const cases = `(
  select company_id, due_on, receivable_id as id, owner, balance, docketed_on is not null as docketed from cases where not closed) t`;

const withForeign = `
  left join receivables f on f.company_id = $1 and f.id = t.id and f.currency <> 'CNY'`;

const receivables = `(
  select company_id, due_on, id, owner, balance, currency, false as docketed from receivables where balance > 0 and not has_case) t`;

function currencyOfCase(currency: string, foreign: boolean, push: Push): string[] {
  if (!foreign) return currency === 'CNY' ? [] : ['false'];
  return [currency === 'CNY' ? 'f.currency is null' : `f.currency = ${push(currency)}`];
}

/** The day is said by itself as well: an index that has no numbers finds it. */
function keyset([dueOn, id]: readonly [string, string], push: Push): string[] {
  const day = `${push(dueOn)}::date`;
  return [`t.due_on >= ${day}`, `(t.due_on, t.id) > (${day}, ${push(id)}::bigint)`];
}

function isEnd(values: readonly string[]): values is readonly [string, string] {
  const [day = '', id = ''] = values;
  return values.length === 2 && isBusinessDate(day) && /^\d{1,18}$/.test(id);
}
