import { Injectable } from '@nestjs/common';
import { cents, formatAmount } from '../../workflows/money.js';
import type { DifferenceKind } from '../../workflows/overdue-list/differences.js';
import type { RowState } from '../../workflows/overdue-list/row.js';
import type { CurrentPerson } from '../people/current-person.js';
import { type Page, pageOf } from '../people/paging.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { type FoundList, findList, selectLists } from './found-list.js';
import { type RowView, selectRows } from './list-rows.js';
import { listReaders, rowScope, seesWholeList } from './list-scope.js';
import { companiesToRead } from './listed-companies.js';
import type { GoneAnswer, ListAnswer, ListsQuery, RowDetail, RowsQuery } from './overdue-lists.shapes.js';

export interface Totals {
  currency: string;
  rows: number;
  /** As drafted, and as agreed. */
  balance: string;
  agreedBalance: string;
}

export interface DifferenceTotals {
  kind: DifferenceKind | 'gone';
  currency: string;
  rows: number;
  balance: string;
  lastBalance: string;
}

/** What a list comes to, by state and by currency. */
export interface Summary {
  rows: number;
  states: { state: RowState; rows: number }[];
  totals: { currency: string; agreedBalance: string }[];
}

/** Lists, as the person may see them. */
@Injectable()
export class OverdueLists {
  constructor(private readonly database: Database) {}

  /** The newest month first; drafts only for those who see the whole list. */
  async page(person: CurrentPerson, { company, month, status, after, limit }: ListsQuery): Promise<Page<FoundList>> {
    const values: unknown[] = [
      companiesToRead(person, listReaders, () => true),
      companiesToRead(person, listReaders, (id) => seesWholeList(person, id)),
    ];
    const value = (given: unknown) => `$${values.push(given)}`;
    const where = [
      `($1::text[] is null or l.company_id = any ($1))`,
      `(l.status <> 'draft' or $2::text[] is null or l.company_id = any ($2))`,
    ];
    if (company !== undefined) where.push(`l.company_id = ${value(company)}`);
    if (month !== undefined) where.push(`l.month = ${value(month)}`);
    if (status !== undefined) where.push(`l.status = ${value(status)}`);
    if (after !== undefined) {
      const [, afterMonth = '', afterId = ''] = /^(\d{4}-\d{2})\.(\d{1,18})$/.exec(after) ?? [];
      if (afterId === '') throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'invalid' }]);
      where.push(`(l.month, l.id) < (${value(afterMonth)}, ${value(afterId)}::bigint)`);
    }
    const rows = await this.database.query<FoundList>(
      `${selectLists} where ${where.join(' and ')} order by l.month desc, l.id desc limit ${value(limit + 1)}`,
      values,
    );
    return pageOf(rows, limit, ({ month, id }) => `${month}.${id}`);
  }

  /** With sums over the rows that the person sees. @throws Problem 404 `list.unknown` */
  async read(person: CurrentPerson, id: string): Promise<ListAnswer> {
    const list = await findList(this.database, person, id);
    const [states, totals, differences, events] = await Promise.all([
      this.sums<{ state: RowState; rows: number; corrected: number }>(
        person,
        list,
        `select s.state, sum(s.rows)::int as rows, coalesce(sum(s.rows) filter (where s.corrected), 0)::int as corrected`,
        'group by 1 order by 1',
      ),
      this.totals(person, list),
      this.differences(person, list),
      this.events(list),
    ]);
    const sum = (of: (one: (typeof states)[number]) => number) => states.reduce((total, one) => total + of(one), 0);
    return {
      ...list,
      rows: sum(({ rows }) => rows),
      corrected: sum(({ corrected }) => corrected),
      states: states.map(({ state, rows }) => ({ state, rows })),
      ...{ totals, differences, events },
    };
  }

  /** Of several lists of a company what the person's rows come to. @returns by the list's id */
  async summaries(person: CurrentPerson, company: string, lists: readonly string[]): Promise<Map<string, Summary>> {
    const values: unknown[] = [company, lists];
    const scope = rowScope(person, company, 's', values);
    const sums = await this.database.query<{ list: string; state: RowState; currency: string; rows: number; agreedBalance: string }>(
      `select s.list_id as list, s.state, s.currency, sum(s.rows)::int as rows, sum(s.agreed_balance)::text as "agreedBalance" from overdue_list_sums s
       where s.company_id = $1 and s.list_id = any ($2::bigint[]) and s.rows > 0 and ${scope} group by 1, 2, 3 order by 1, 2, 3`,
      values,
    );
    const summaries = new Map<string, Summary>(lists.map((list) => [list, { rows: 0, states: [], totals: [] }]));
    for (const { list, state, currency, rows, agreedBalance } of sums) {
      const summary = summaries.get(list);
      if (!summary) continue;
      summary.rows += rows;
      const ofState = summary.states.find((one) => one.state === state);
      if (ofState) ofState.rows += rows;
      else summary.states.push({ state, rows });
      const total = summary.totals.find((one) => one.currency === currency);
      if (total) total.agreedBalance = formatAmount(cents(total.agreedBalance) + cents(agreedBalance));
      else summary.totals.push({ currency, agreedBalance });
    }
    return summaries;
  }

  totals(person: CurrentPerson, list: FoundList): Promise<Totals[]> {
    return this.sums(
      person,
      list,
      `select s.currency, sum(s.rows)::int as rows, sum(s.balance)::text as balance, sum(s.agreed_balance)::text as "agreedBalance"`,
      'group by 1 order by 1',
    );
  }

  /** Against the last list, by kind and currency. */
  async differences(person: CurrentPerson, list: FoundList): Promise<DifferenceTotals[]> {
    const values: unknown[] = [list.company, list.id];
    const [here, gone] = [rowScope(person, list.company, 's', values), rowScope(person, list.company, 'b', values)];
    return this.database.query<DifferenceTotals>(
      `select s.difference as kind, s.currency, sum(s.rows)::int as rows, sum(s.balance)::text as balance, sum(s.last_balance)::text as "lastBalance"
       from overdue_list_sums s where s.company_id = $1 and s.list_id = $2::bigint and s.rows > 0 and ${here} group by 1, 2
       union all
       select 'gone', b.currency, count(*)::int, '0.00', sum(coalesce(b.agreed_balance, b.balance))::text
       from overdue_list_gone g join overdue_list_rows b on b.company_id = g.company_id and b.id = g.last_row
       where g.company_id = $1 and g.list_id = $2::bigint and ${gone} group by 2
       order by 1, 2`,
      values,
    );
  }

  async rows(person: CurrentPerson, id: string, query: RowsQuery): Promise<Page<RowView>> {
    const list = await findList(this.database, person, id);
    const values: unknown[] = [list.company, list.id];
    const value = (given: unknown) => `$${values.push(given)}`;
    const where = [rowScope(person, list.company, 'r', values)];
    if (query.state !== undefined) where.push(`r.state = ${value(query.state)}`);
    if (query.owner !== undefined) where.push(`r.owner = ${value(query.owner)}`);
    if (query.customer !== undefined) where.push(`r.customer = ${value(query.customer)}`);
    if (query.difference !== undefined) where.push(`r.difference = ${value(query.difference)}`);
    if (query.after !== undefined) where.push(`r.id > ${value(query.after)}::bigint`);
    const rows = await this.database.query<RowView>(
      `${selectRows} where r.company_id = $1 and r.list_id = $2::bigint and ${where.join(' and ')} order by r.id limit ${value(query.limit + 1)}`,
      values,
    );
    return pageOf(rows, query.limit, (row) => row.id);
  }

  /** With all that happened to it. @throws Problem 404 `list.unknown`, `list_row.unknown` */
  async row(person: CurrentPerson, listId: string, rowId: string): Promise<RowDetail> {
    const list = await findList(this.database, person, listId);
    const values: unknown[] = [list.company, list.id, rowId];
    const scope = rowScope(person, list.company, 'r', values);
    const [row] = await this.database.query<RowView>(
      `${selectRows} where r.company_id = $1 and r.list_id = $2::bigint and r.id = $3::bigint and ${scope}`,
      values,
    );
    if (!row) throw new Problem(404, 'list_row.unknown', { row: rowId });
    return { ...row, events: await this.events(list, rowId) };
  }

  /** Rows of the last list that are not on this one. */
  async gone(person: CurrentPerson, id: string, { after, limit }: { after?: string; limit: number }): Promise<Page<GoneAnswer>> {
    const list = await findList(this.database, person, id);
    const values: unknown[] = [list.company, list.id, after ?? '0', limit + 1];
    const scope = rowScope(person, list.company, 'b', values);
    const rows = await this.database.query<GoneAnswer>(
      `${selectGone} and g.last_row > $3::bigint and ${scope} order by g.last_row limit $4`,
      values,
    );
    return pageOf(rows, limit, ({ lastRow }) => lastRow);
  }

  private sums<T>(person: CurrentPerson, list: FoundList, select: string, group: string): Promise<T[]> {
    const values: unknown[] = [list.company, list.id];
    const scope = rowScope(person, list.company, 's', values);
    return this.database.query<T>(
      `${select} from overdue_list_sums s where s.company_id = $1 and s.list_id = $2::bigint and s.rows > 0 and ${scope} ${group}`,
      values,
    );
  }

  private events(list: FoundList, row?: string): Promise<ListAnswer['events']> {
    const which = row === undefined ? 'list_id = $2::bigint and row_id is null' : 'row_id = $2::bigint';
    return this.database.query(
      `select kind, by, business_date as "on", to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, facts from overdue_list_events
       where company_id = $1 and ${which} order by id limit 500`,
      [list.company, row ?? list.id],
      row === undefined ? 'lists.list_events' : 'lists.row_events',
    );
  }
}

export const selectGone = `
  select g.last_row as "lastRow", g.case_id as case, b.customer, b.customer_name as "customerName", b.document, b.instalment, b.due_on as "dueOn",
    b.currency, b.owner, coalesce(b.agreed_balance, b.balance) as "lastBalance", g.last_balance_now as "lastBalanceNow", g.kind, g.collection
  from overdue_list_gone g join overdue_list_rows b on b.company_id = g.company_id and b.id = g.last_row
  where g.company_id = $1 and g.list_id = $2::bigint`;
