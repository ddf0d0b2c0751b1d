import { Injectable } from '@nestjs/common';
import { businessDate } from '../../cases/circumstances.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { isReadable } from '../../platform/visible-text.js';
import { withinCustomers } from '../customer-scope.js';
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
    const key = after === undefined ? undefined : readKey(after);
    const behind = key ? ` and (-(n.used - n."limit"), n.customer) > (-$${values.push(key[0])}::numeric, $${values.push(key[1])})` : '';
    return this.database.query<NearLimitAnswer>(
      `${near(scope)}${behind} order by -(n.used - n."limit"), n.customer limit ${limit + 1}`,
      values,
    );
  }
}

export function nearKeyOf({ beyond, customer }: NearLimitAnswer): string {
  return Buffer.from(JSON.stringify([beyond, customer])).toString('base64url');
}

/** @throws Problem 400 for a text that no page ends with */
function readKey(text: string): [beyond: string, customer: string] {
  const [, beyond, customer = ''] = /^\["(-?\d{1,16}\.\d{2})","([^"\\]{1,64})"\]$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (beyond === undefined || !isReadable(customer)) throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'after' }]);
  return [beyond, customer];
}

/** Converted as the rule does: what is open by currency, each order by itself. */
const near = (scope: string) => `
  with own as (select currency from companies where id = $1),
  rates as (
    select currency, 1::numeric as rate from own
    union all
    (select distinct on (currency) currency, rate from rate_versions
     where company_id = $1 and rate_on <= $2::date and currency <> (select currency from own) order by currency, rate_on desc, version desc)),
  used as (
    select customer, sum(open) as open, sum(ordered) as ordered
    from (
      select r.customer, round(sum(r.balance) * t.rate, 2) as open, 0.00 as ordered, t.rate is null as unrated
      from receivables r left join rates t on t.currency = r.currency
      where r.company_id = $1 and r.balance > 0 group by r.customer, r.currency, t.rate
      union all
      select o.customer, 0.00, round(o.open_amount * t.rate, 2), t.rate is null from orders o left join rates t on t.currency = o.currency
      where o.company_id = $1 and o.open_amount > 0 and o.status is distinct from 'cancelled') s
    group by customer having not bool_or(unrated)),
  n as (
    select u.company_id, u.customer, u.name, u.grade, x.open, x.ordered, x.open + x.ordered as used, u.credit_limit is not null as of_customer,
      coalesce(u.credit_limit, (($3::bigint[])[array_position(array['AAA', 'AA', 'A', 'B', 'C', 'D'], u.grade)])::numeric(18, 2)) as "limit"
    from used x join customers u on u.company_id = $1 and u.customer = x.customer
    where ${scope})
  select n.company_id as company, n.customer, n.name as "customerName", n.grade, (select currency from own) as currency, n."limit",
    case when n.of_customer then 'customer' else 'grade' end as "limitFrom", n.open, n.ordered, n.used, n.used - n."limit" as beyond,
    round(n.used * 100 / nullif(n."limit", 0))::int as percent,
    (select count(*)::int from credit_holds h where h.company_id = $1 and h.customer = n.customer and h.released_on is null) as held
  from n where n.used * 100 >= n."limit" * $4::integer`;
