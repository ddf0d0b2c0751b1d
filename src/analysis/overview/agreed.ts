import { Injectable } from '@nestjs/common';
import { isBusinessDate } from '../../../workflows/calendar/dates.js';
import { pushTo } from '../../cases/case-conditions.js';
import { businessDate } from '../../cases/circumstances.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { type Page, pageOf } from '../../people/paging.js';
import { caseScope } from '../../people/scope.js';
import { Database } from '../../platform/database/database.js';
import { readPageEnd, writePageEnd } from '../../platform/page-end.js';
import type { AgreedQuery, AgreedRow, AgreedTotal } from './open-items.shapes.js';
import { type Counted, Standing } from './standing.js';

interface AgreedSum {
  kind: 'promise' | 'plan';
  span: number;
  cents: number;
}

const list = 'agreed';

/** What the customers of open cases have agreed to pay: by promise, or by plan. */
@Injectable()
export class Agreed {
  constructor(
    private readonly database: Database,
    private readonly standing: Standing,
  ) {}

  /** In spans of 30 days from the day of the figures. */
  spans({ company, currency, on }: Counted, person: CurrentPerson): Promise<AgreedSum[]> {
    const values: unknown[] = [company, on, currency];
    return this.database.query(
      `${told(caseScope(person, 'c', values))}
       select kind, (due_on - $2::date) / 30 as span, (sum(counted) * 100)::float8 as cents from counted group by 1, 2`,
      values,
    );
  }

  /**
   * The rows behind a span, the earliest first, and what they come to: reckoned from the day of the overview's figures on, as there.
   * @throws Problem 400 `request.invalid` for an `after` that no page ends with
   */
  async page(query: AgreedQuery, person: CurrentPerson): Promise<Page<AgreedRow> & { total: AgreedTotal }> {
    const { company, currency, kind, from, until, after, limit } = query;
    const today = await businessDate(this.database, company);
    const on = (await this.standing.latest(company, today))?.on ?? today;
    const values: unknown[] = [company, on, currency];
    const push = pushTo(values);
    const counted = told(caseScope(person, 'c', values));
    const those = `t.kind = ${push(kind)} and t.due_on between ${push(from)}::date and ${push(until)}::date`;
    const [total] = await this.database.query<AgreedTotal>(
      `${counted} select count(*)::int as items, coalesce(sum(t.amount), 0)::numeric(18, 2) as agreed,
         coalesce(sum(t.counted), 0)::numeric(18, 2) as counted from counted t where ${those}`,
      values,
    );
    const end = after === undefined ? undefined : readPageEnd(list, after, isEnd);
    const behind = end ? ` and (t.due_on, t.id, t.place) > (${push(end[0])}::date, ${push(end[1])}::bigint, ${push(end[2])}::bigint)` : '';
    const rows = await this.database.query<AgreedRow>(
      `${counted}
       select t.id as case, t.place::text as place, r.customer, k.name as "customerName", r.document, t.due_on as "dueOn", t.amount::numeric(18, 2) as agreed,
         t.counted::numeric(18, 2) as counted, t.balance, t.owner, coalesce(p.name, t.owner) as "ownerName"
       from (select * from counted t where ${those}${behind} order by t.due_on, t.id, t.place limit ${push(limit + 1)}) t
       join receivables r on r.company_id = $1 and r.id = t.receivable_id
       join customers k on k.company_id = $1 and k.customer = r.customer
       left join people p on p.login = t.owner
       order by t.due_on, t.id, t.place`,
      values,
    );
    const page = pageOf(rows, limit, (row) => writePageEnd(list, [row.dueOn, row.case, row.place]));
    return { ...page, total: total ?? { items: 0, agreed: '0.00', counted: '0.00' } };
  }
}

/** Of 90 days, no more of each case than it owes, the earliest first. What stands in a plan is not promised as well. */
function told(scope: string): string {
  return `
  with told as (
    select 'promise' as kind, c.id, p.place, c.receivable_id, c.owner, c.balance, (p.one ->> 'dueOn')::date as due_on,
      greatest(0, (p.one ->> 'amountCents')::bigint - coalesce((p.one ->> 'receivedCents')::bigint, 0)) / 100.0 as amount
    from cases c cross join lateral jsonb_array_elements(c.snapshot #> '{context,promises}') with ordinality p (one, place)
    where c.company_id = $1 and not c.closed and c.snapshot #> '{context,promises}' @> '[{"state": "live"}]' and c.collection <> 'gracePeriod'
      and p.one ->> 'state' = 'live' and ${scope}
    union all
    select 'plan', c.id, p.place, c.receivable_id, c.owner, c.balance, (p.one ->> 'dueOn')::date, (p.one ->> 'amountCents')::bigint / 100.0
    from cases c cross join lateral jsonb_array_elements(c.snapshot #> '{context,grace,instalments}') with ordinality p (one, place)
    where c.company_id = $1 and c.collection = 'gracePeriod' and ${scope}),
  counted as (
    select t.*, greatest(0, least(t.amount, t.balance - coalesce(sum(t.amount) over (
      partition by t.id order by t.due_on, t.place rows between unbounded preceding and 1 preceding), 0))) as counted
    from told t left join receivables f on f.company_id = $1 and f.id = t.receivable_id and f.currency <> 'CNY'
    where t.due_on >= $2::date and t.due_on < $2::date + 90 and coalesce(f.currency, 'CNY') = $3)`;
}

function isEnd(values: readonly string[]): values is readonly [string, string, string] {
  const [day = '', ...numbers] = values;
  return values.length === 3 && isBusinessDate(day) && numbers.every((number) => /^\d{1,18}$/.test(number));
}
