import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { caseScope } from '../../people/scope.js';
import { Database } from '../../platform/database/database.js';
import { usualSpans } from './day-count.js';
import { figureScope } from './figure-scope.js';
import type { Flow, MoveRow, MovesPage, MovesQuery } from './overview.shapes.js';
import type { Counted } from './standing.js';

export interface MoneyOfMonth {
  month: string;
  receivedCents: number;
  recoveredCents: number;
}

interface Agreed {
  kind: 'promise' | 'plan';
  span: number;
  cents: number;
}

/** Where cases went and what they brought, as the days were counted; and what their customers have agreed to. */
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

  /** Of open cases, in spans of 30 days from today, and no more of each case than it owes. What stands in a plan is not promised as well. */
  agreed({ company, currency, on }: Counted, person: CurrentPerson): Promise<Agreed[]> {
    const values: unknown[] = [company, on, currency];
    const scope = caseScope(person, 'c', values);
    return this.database.query(
      `with told as (
         select 'promise' as kind, c.id, c.receivable_id, c.balance, (p ->> 'dueOn')::date as due_on,
           greatest(0, (p ->> 'amountCents')::bigint - coalesce((p ->> 'receivedCents')::bigint, 0)) / 100.0 as amount
         from cases c cross join lateral jsonb_array_elements(c.snapshot #> '{context,promises}') p
         where c.company_id = $1 and not c.closed and c.snapshot #> '{context,promises}' @> '[{"state": "live"}]' and c.collection <> 'gracePeriod'
           and p ->> 'state' = 'live' and ${scope}
         union all
         select 'plan', c.id, c.receivable_id, c.balance, (p ->> 'dueOn')::date, (p ->> 'amountCents')::bigint / 100.0
         from cases c cross join lateral jsonb_array_elements(c.snapshot #> '{context,grace,instalments}') p
         where c.company_id = $1 and c.collection = 'gracePeriod' and ${scope})
       select kind, span, (sum(owed) * 100)::float8 as cents from (
         select t.kind, (t.due_on - $2::date) / 30 as span,
           greatest(0, least(t.amount, t.balance - coalesce(sum(t.amount) over (partition by t.id order by t.due_on rows between unbounded preceding and 1 preceding), 0))) as owed
         from told t left join receivables f on f.company_id = $1 and f.id = t.receivable_id and f.currency <> 'CNY'
         where t.due_on >= $2::date and t.due_on < $2::date + 90 and coalesce(f.currency, 'CNY') = $3) s
       group by 1, 2`,
      values,
    );
  }

  /** The cases behind a flow or a month's money, by their number. */
  async page(query: MovesQuery, person: CurrentPerson): Promise<MovesPage> {
    const { company, from, until, before, after, money, limit } = query;
    const values: unknown[] = [company, from, until, query.next ?? '0', limit + 1];
    const push = (value: unknown) => `$${values.push(value)}`;
    const ends = [
      ...(before === undefined ? [] : [`f.from_state = ${push(before)}`]),
      ...(after === undefined ? [] : [`l.to_state = ${push(after)}`]),
      ...(before === undefined && after === undefined ? [] : ['f.from_state <> l.to_state']),
    ];
    const which = money === undefined ? 'm.from_state <> m.to_state' : `m.${money} <> 0`;
    const rows = await this.database.query<MoveRow>(
      `select c.id as case, c.customer, k.name as "customerName", r.document, r.currency, c.balance, f.from_state as before, l.to_state as after,
         t.last as "on", t.received, t.recovered
       from (
         select m.case_id, min(m.business_date) as first, max(m.business_date) as last, sum(m.received) as received, sum(m.recovered) as recovered
         from day_moves m where m.company_id = $1 and m.business_date between $2 and $3 and m.case_id > $4::bigint and ${which} group by m.case_id) t
       join day_moves f on f.company_id = $1 and f.case_id = t.case_id and f.business_date = t.first
       join day_moves l on l.company_id = $1 and l.case_id = t.case_id and l.business_date = t.last
       join cases c on c.company_id = $1 and c.id = t.case_id
       join receivables r on r.company_id = $1 and r.id = c.receivable_id
       join customers k on k.company_id = $1 and k.customer = c.customer
       where ${[caseScope(person, 'c', values), ...ends].join(' and ')} order by c.id limit $5`,
      values,
    );
    return pageOf(rows, limit, (row) => row.case);
  }
}
