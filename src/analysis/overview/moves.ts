import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { pushTo } from '../../cases/case-conditions.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { caseScope } from '../../people/scope.js';
import { Database } from '../../platform/database/database.js';
import { usualSpans } from './day-count.js';
import { figureScope } from './figure-scope.js';
import type { Flow, MoveRow, MovesPage, MovesQuery, MovesTotal } from './overview.shapes.js';
import type { Counted } from './standing.js';

export interface MoneyOfMonth {
  month: string;
  receivedCents: number;
  recoveredCents: number;
}

/** Moves that are added up while one waits. */
export const addedUpAtMost = 5_000;

/** Where cases went and what they brought, as the days were counted. */
@Injectable()
export class Moves {
  constructor(private readonly database: Database) {}

  /** Cases that are elsewhere than before the first day, or came since. The usual spans are counted beforehand. */
  flows({ company, currency, on }: Counted, from: BusinessDate, person: CurrentPerson): Promise<Flow[]> {
    const values: unknown[] = [company, from, on, currency];
    if (usualSpans(on).includes(from))
      return this.database.query(
        `select m.from_state as from, m.to_state as to, sum(m.cases)::int as cases from day_flows m
         where m.company_id = $1 and m.since = $2 and m.until = $3 and m.currency = $4 and ${figureScope(person, 'm', values)} group by 1, 2`,
        values,
      );
    return this.database.query(
      `select f.from_state as from, l.to_state as to, count(*)::int as cases from (
         select m.case_id, min(m.business_date) as first, max(m.business_date) as last from day_moves m
         where m.company_id = $1 and m.business_date between $2 and $3 and m.from_state <> m.to_state group by m.case_id) t
       join day_moves f on f.company_id = $1 and f.case_id = t.case_id and f.business_date = t.first
       join day_moves l on l.company_id = $1 and l.case_id = t.case_id and l.business_date = t.last
       where f.from_state <> l.to_state and l.currency = $4 and ${figureScope(person, 'l', values)} group by 1, 2`,
      values,
    );
  }

  money({ company, currency, on }: Counted, from: BusinessDate, person: CurrentPerson): Promise<MoneyOfMonth[]> {
    const values: unknown[] = [company, from, on, currency];
    return this.database.query(
      `select to_char(m.business_date, 'YYYY-MM') as month, (sum(m.received) * 100)::float8 as "receivedCents", (sum(m.recovered) * 100)::float8 as "recoveredCents"
       from day_money m where m.company_id = $1 and m.business_date between $2 and $3 and m.currency = $4 and ${figureScope(person, 'm', values)}
       group by 1 order by 1`,
      values,
    );
  }

  /** The cases behind a flow or a month's money, by their number. */
  async page(query: MovesQuery, person: CurrentPerson): Promise<MovesPage> {
    const values: unknown[] = [query.company, query.from, query.until];
    const push = pushTo(values);
    const found = await this.database.query<MoveRow>(
      `select c.id as case, c.customer, k.name as "customerName", r.document, r.currency, c.balance, f.from_state as before, l.to_state as after,
         t.last as "on", t.received, t.recovered
       ${moved(query, `and m.case_id > ${push(query.next ?? '0')}::bigint`)}
       join customers k on k.company_id = $1 and k.customer = c.customer
       where ${moveEnds(query, person, values)} order by c.id limit ${push(query.limit + 1)}`,
      values,
    );
    return pageOf(found, query.limit, (row) => row.case);
  }

  /** Of all pages together, by currency; undefined where the span has more than `addedUpAtMost`, which would take seconds. */
  async totals(query: MovesQuery, person: CurrentPerson): Promise<MovesTotal[] | undefined> {
    const values: unknown[] = [query.company, query.from, query.until];
    const [many] = await this.database.query<{ are: boolean }>(
      `select count(*) > $4::int as are from (
         select from day_moves where company_id = $1 and business_date between $2 and $3 limit $4::int + 1) t`,
      [...values, addedUpAtMost],
      'overview.many_moves',
    );
    if (many?.are) return undefined;
    return this.database.query<MovesTotal>(
      `select r.currency, count(*)::int as cases, sum(t.received) as received, sum(t.recovered) as recovered, sum(c.balance) as balance
       ${moved(query)}
       where ${moveEnds(query, person, values)} group by 1 order by 2 desc, 1`,
      values,
    );
  }
}

/** Each case once, with its first and its last day: as t, f, l, c and r. */
function moved({ money }: MovesQuery, behind = ''): string {
  const which = money === undefined ? 'm.from_state <> m.to_state' : `m.${money} <> 0`;
  return `from (
    select m.case_id, min(m.business_date) as first, max(m.business_date) as last, sum(m.received) as received, sum(m.recovered) as recovered
    from day_moves m where m.company_id = $1 and m.business_date between $2 and $3 ${behind} and ${which} group by m.case_id) t
  join day_moves f on f.company_id = $1 and f.case_id = t.case_id and f.business_date = t.first
  join day_moves l on l.company_id = $1 and l.case_id = t.case_id and l.business_date = t.last
  join cases c on c.company_id = $1 and c.id = t.case_id
  join receivables r on r.company_id = $1 and r.id = c.receivable_id`;
}

function moveEnds({ before, after, currency }: MovesQuery, person: CurrentPerson, values: unknown[]): string {
  const push = pushTo(values);
  return [
    caseScope(person, 'c', values),
    ...(before === undefined ? [] : [`f.from_state = ${push(before)}`]),
    ...(after === undefined ? [] : [`l.to_state = ${push(after)}`]),
    ...(before === undefined && after === undefined ? [] : ['f.from_state <> l.to_state']),
    ...(currency === undefined ? [] : [`r.currency = ${push(currency)}`]),
  ].join(' and ');
}
