import { Injectable } from '@nestjs/common';
import { businessDate } from '../../cases/circumstances.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { readPageEnd, writePageEnd } from '../../platform/page-end.js';
import { isReadable } from '../../platform/visible-text.js';
import { seesAllCustomers, withinCustomers } from '../customer-scope.js';
import type { NearLimitAnswer, NearLimitQuery } from './credit.shapes.js';

/** Customers who use up their limit, those furthest beyond it first. */
@Injectable()
export class NearLimit {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly known: Known,
  ) {}

  /** Without those of whom some amount has no rate. One more than asked for, if there is. @throws Problem 404 `company.unknown`, 400 */
  async list(person: CurrentPerson, { company, after, limit }: NearLimitQuery): Promise<NearLimitAnswer[]> {
    if (rolesIn(person, company).length === 0) throw new Problem(404, 'company.unknown', { company });
    await this.known.company(company);
    const on = await businessDate(this.database, company);
    const { policy } = await this.rules.on(company, on);
    const values: unknown[] = [company, on, policy.gradeCreditLimits, policy.nearCreditLimitPercent];
    const scope = withinCustomers(person, 'u', values);
    const seesAll = seesAllCustomers(person, company);
    const key = after === undefined ? undefined : readPageEnd(nearLimit, after, isNearKey);
    const behind = key ? ` and (-(n.used - n."limit"), n.customer) > (-$${values.push(key[0])}::numeric, $${values.push(key[1])})` : '';
    return this.database.transaction(async (tx) => {
      // The sums come from an index that is in memory: as if it lay on a disk, all of the table would be read instead.
      await tx.query(`select set_config('random_page_cost', '1.1', true)`, [], 'credit.in_memory');
      return tx.query<NearLimitAnswer>(near({ scope, seesAll, behind, limit }), values);
    });
  }
}

const nearLimit = 'near_limit';

type NearKey = [beyond: string, customer: string];

export function nearKeyOf({ beyond, customer }: NearLimitAnswer): string {
  return writePageEnd(nearLimit, [beyond, customer]);
}

function isNearKey(values: readonly string[]): values is NearKey {
  const [beyond = '', customer = ''] = values;
  return values.length === 2 && /^-?\d{1,16}\.\d{2}$/.test(beyond) && isReadable(customer);
}

interface Asked {
  scope: string;
  /** As `seesAllCustomers`. */
  seesAll: boolean;
  behind: string;
  limit: number;
}

/**
 * Converted as the rule does: what is open by currency, each order by itself. Almost everything is in the company's own currency and only
 * added up; who owes in another one, too, is looked up again.
 */
function near({ scope, seesAll, behind, limit }: Asked): string {
  const asked = (alias: string) => (seesAll ? '' : `and ${alias}.customer = any (array(select customer from limited))`);
  const own = '(select currency from own)';
  return `
  with own as (select currency from companies where id = $1),
  rates as (
    select distinct on (currency) currency, rate from rate_versions
    where company_id = $1 and rate_on <= $2::date order by currency, rate_on desc, version desc),
  limited as materialized (
    select u.customer, u.name, u.grade, u.credit_limit is not null as of_customer, l."limit"
    from customers u
    cross join lateral (
      select coalesce(u.credit_limit, (($3::bigint[])[array_position(array['AAA', 'AA', 'A', 'B', 'C', 'D'], u.grade)])::numeric(18, 2)) as "limit") l
    where u.company_id = $1 and l."limit" is not null and ${scope}),
  owed as (
    select r.customer, sum(r.balance) filter (where r.currency = ${own}) as amount, count(*) filter (where r.currency <> ${own}) as others
    from receivables r where r.company_id = $1 and r.balance > 0 ${asked('r')} group by r.customer),
  ordered as (
    select o.customer, sum(o.open_amount) filter (where o.currency = ${own}) as amount, count(*) filter (where o.currency <> ${own}) as others
    from orders o where o.company_id = $1 and o.open_amount > 0 and o.status is distinct from 'cancelled' ${asked('o')} group by o.customer),
  converted as (
    select customer, sum(open) as open, sum(ordered) as ordered, bool_or(unrated) as unrated
    from (
      select r.customer, round(r.balance * t.rate, 2) as open, 0.00 as ordered, t.rate is null as unrated
      from (
        select r.customer, r.currency, sum(r.balance) as balance from receivables r
        where r.company_id = $1 and r.balance > 0 and r.currency <> ${own} and r.customer in (select customer from owed where others > 0)
        group by r.customer, r.currency) r
      left join rates t on t.currency = r.currency
      union all
      select o.customer, 0.00, round(o.open_amount * t.rate, 2), t.rate is null from orders o left join rates t on t.currency = o.currency
      where o.company_id = $1 and o.open_amount > 0 and o.status is distinct from 'cancelled' and o.currency <> ${own}
        and o.customer in (select customer from ordered where others > 0)) s
    group by customer),
  n as (
    select u.*, s.open, s.ordered, s.open + s.ordered as used
    from limited u
    left join owed r on r.customer = u.customer
    left join ordered o on o.customer = u.customer
    left join converted c on c.customer = u.customer
    cross join lateral (
      select coalesce(r.amount, 0.00) + coalesce(c.open, 0.00) as open, coalesce(o.amount, 0.00) + coalesce(c.ordered, 0.00) as ordered) s
    where (r.customer is not null or o.customer is not null) and c.unrated is not true)
  select $1::text as company, n.customer, n.name as "customerName", n.grade, ${own} as currency, n."limit",
    case when n.of_customer then 'customer' else 'grade' end as "limitFrom", n.open, n.ordered, n.used, n.used - n."limit" as beyond,
    round(n.used * 100 / nullif(n."limit", 0))::int as percent,
    (select count(*)::int from credit_holds h where h.company_id = $1 and h.customer = n.customer and h.released_on is null) as held
  from (
    select n.* from n where n.used * 100 >= n."limit" * $4::integer${behind}
    order by -(n.used - n."limit"), n.customer limit ${limit + 1}) n
  order by -(n.used - n."limit"), n.customer`;
}
