import { Injectable } from '@nestjs/common';
import { addDays, addMonths, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { businessDate } from '../../cases/circumstances.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { seesAllCustomers, withinCustomers } from '../customer-scope.js';
import { readPageKey, writePageKey } from '../ledger/page-key.js';
import type { InstalmentProgress, ProgressOf, ProgressQuery, ProgressSum, ProgressSums } from './progress.shapes.js';
import { instalmentsOf, ownedOf, ownedOfAll, timelyOf } from './progress-sql.js';

interface Asked {
  values: unknown[];
  /** CTEs up to `x`, of what the person sees. */
  instalments: string;
  month: string;
  today: BusinessDate;
  /** CTE `owned` of all of `x`. */
  owned: string;
}

/** How far the payment schedules of contracts have come in a month: the report that finance owes to sales. */
@Injectable()
export class ScheduleProgress {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly known: Known,
  ) {}

  /** By customer and due date; one more than asked for, if there is. @throws Problem 404 `company.unknown`, 400 */
  async page(person: CurrentPerson, query: ProgressQuery): Promise<InstalmentProgress[]> {
    if (query.owner !== undefined || query.customer !== undefined) return this.pageWithin(person, query);
    const found: InstalmentProgress[] = [];
    let after = query.after;
    let [beyond, isBehind] = [after === undefined ? '' : readPageKey('progress', after)[1], false];
    for (let atOnce = customersAtOnce; ; atOnce *= 4) {
      const customers = await this.customersFrom(query.company, beyond, isBehind, atOnce);
      const limit = query.limit - found.length;
      found.push(...(await this.pageWithin(person, { ...query, limit, after }, customers)));
      const last = customers.at(-1);
      if (found.length > query.limit || customers.length < atOnce || last === undefined) return found;
      [beyond, isBehind, after] = [last, true, undefined];
    }
  }

  /** Customers with contracts, in order: a page is of the next few, and the schedules of the others need not be reckoned. */
  private async customersFrom(company: string, from: string, isBehind: boolean, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ customer: string }>(
      `select distinct customer from contracts where company_id = $1 and (customer > $2 or not $3 and customer = $2) order by customer limit $4`,
      [company, from, isBehind, limit],
      'progress.customers',
    );
    return rows.map(({ customer }) => customer);
  }

  private async pageWithin(person: CurrentPerson, query: ProgressQuery, customers?: readonly string[]): Promise<InstalmentProgress[]> {
    const { values, instalments, ...asked } = await this.ask(person, query, customers);
    const shown = `shown as (${pageOfX(query, (one) => `$${values.push(one)}`)})`;
    // Whose an instalment is, is looked up of a page only, unless one person's were asked for.
    const whose = query.owner === undefined ? `${shown}, ${ownedOf('shown')}` : `${asked.owned}, ${shown}`;
    const today = `$${values.push(asked.today)}`;
    return this.read<InstalmentProgress>(`${instalments}, ${whose}, ${timelyOf('shown')} ${rowsOf(today)}`, values);
  }

  /** Of the company, and of each salesperson; sums never mix currencies. @throws as `page` */
  async sums(person: CurrentPerson, query: ProgressOf): Promise<ProgressSums> {
    const { values, instalments, month, owned } = await this.ask(person, query);
    const owner = query.owner === undefined ? '' : ` where o.owner = $${values.push(query.owner)}`;
    const items = await this.read<ProgressSum>(`${instalments}, ${owned}, ${timelyOf('x')} ${sumsOf(owner)}`, values);
    return { month, items };
  }

  /** What `sums` says to whoever sees all of the company. */
  async sumsOfAll(company: string, month: string): Promise<ProgressSum[]> {
    const from: BusinessDate = `${month}-01`;
    const to = addDays(addMonths(from, 1), -1);
    const { policy } = await this.rules.on(company, to);
    const values = [company, from, to, policy.countAcceptanceBills];
    return this.read<ProgressSum>(`${instalmentsOf('true', true)}, ${ownedOfAll}, ${timelyOf('x')} ${sumsOf('')}`, values);
  }

  /** What `sums` and `page` say, from one reading: the schedules are reckoned once. @throws as `page` */
  async month(person: CurrentPerson, query: ProgressQuery): Promise<ProgressSums & { rows: InstalmentProgress[] }> {
    const { values, instalments, month, today, owned } = await this.ask(person, query);
    const value = (one: unknown) => `$${values.push(one)}`;
    const owner = query.owner === undefined ? '' : ` where o.owner = ${value(query.owner)}`;
    const [found] = await this.read<{ items: ProgressSum[]; rows: InstalmentProgress[] }>(
      `${instalments}, ${owned}, ${timelyOf('x')}, shown as (${pageOfX(query, value)})
       select (select coalesce(json_agg(s), '[]') from (${sumsOf(owner)}) s) as items,
         (select coalesce(json_agg(r), '[]') from (${rowsOf(value(today))}) r) as rows`,
      values,
    );
    return { month, items: found?.items ?? [], rows: found?.rows ?? [] };
  }

  /** Every row, some at a time. */
  async *rows(person: CurrentPerson, query: ProgressOf): AsyncGenerator<InstalmentProgress[]> {
    for (let after: string | undefined; ; ) {
      const found = await this.page(person, { ...query, limit: rowsAtOnce, ...(after !== undefined && { after }) });
      const rows = found.slice(0, rowsAtOnce);
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (!last || found.length <= rowsAtOnce) return;
      after = pageKeyOf(last);
    }
  }

  /** With memory for all instalments of a company: with less they would be written to disk and read again. */
  private read<Row>(text: string, values: unknown[]): Promise<Row[]> {
    return this.database.transaction(async (tx) => {
      await tx.query(`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`, [], 'progress.room');
      return tx.query<Row>(text, values);
    });
  }

  private async ask(person: CurrentPerson, { company, month: asked, customer }: ProgressOf, customers?: readonly string[]): Promise<Asked> {
    if (rolesIn(person, company).length === 0) throw new Problem(404, 'company.unknown', { company });
    await this.known.company(company);
    const today = await businessDate(this.database, company);
    const month = asked ?? today.slice(0, 7);
    const from: BusinessDate = `${month}-01`;
    const to = addDays(addMonths(from, 1), -1);
    const { policy } = await this.rules.on(company, to);
    const values: unknown[] = [company, from, to, policy.countAcceptanceBills];
    const scope = [
      withinCustomers(person, 'k', values),
      ...(customer === undefined ? [] : [`k.customer = $${values.push(customer)}`]),
      ...(customers === undefined ? [] : [`k.customer = any ($${values.push(customers)}::text[])`]),
    ].join(' and ');
    const seesAll = seesAllCustomers(person, company) && customers === undefined;
    return { values, instalments: instalmentsOf(scope, seesAll), month, today, owned: seesAll ? ownedOfAll : ownedOf('x') };
  }
}

const rowsAtOnce = 1_000;

/** Whose schedules usually fill a page; where they do not, more are taken each time. */
const customersAtOnce = 100;

/** Rows of `x`, one more than a page has; of one person by `owned`. */
function pageOfX({ after, owner, limit }: ProgressQuery, value: (one: unknown) => string): string {
  const behind = after === undefined ? '' : ` and (i.customer, i.due_on, i.id) > ${keyOf(after, value)}`;
  const of = owner === undefined ? '' : ` and i.contract in (select contract from owned where owner = ${value(owner)})`;
  return `select i.* from x i where true${behind}${of} order by i.customer, i.due_on, i.id limit ${limit + 1}`;
}

/** Amounts and ids are text, so that they stay what they are within JSON. */
const rowsOf = (today: string) => `
  select $1::text as company, i.id::text, i.contract_id::text as "contractId", i.contract, i.customer, c.name as "customerName", o.owner,
    coalesce(n.name, o.owner) as "ownerName", i.instalment, i.due_on as "dueOn", i.brought, i.currency, i.planned::text, i.received::text,
    l.late::text, i.rest::text,
    case when i.rest > 0 then case when i.due_on < ${today}::date then 'late' else 'waiting' end
      when l.late > 0 then 'paid_late' else 'paid' end as state
  from shown i
  join owned o on o.contract = i.contract
  left join timely t on t.id = i.id
  cross join lateral (select i.received - coalesce(t.on_time, 0.00) as late) l
  join customers c on c.company_id = $1 and c.customer = i.customer
  left join people n on n.login = o.owner
  order by i.customer, i.due_on, i.id`;

/** By contract first, which leaves few rows; the company from its salespeople. */
const sumsOf = (owner: string) => `
  select s.owner, coalesce(n.name, s.owner) as "ownerName", s.currency, s.instalments, s.planned::text, s.received::text,
    (s.received - s.on_time)::text as late, s.rest::text, round(s.received * 100 / nullif(s.planned, 0), 2)::text as percent
  from (
    with sums as (
      select contract, currency, count(*) as instalments, sum(planned) as planned, sum(received) as received, sum(rest) as rest
      from x group by contract, currency),
    times as (select contract, currency, sum(on_time) as on_time from timely group by contract, currency),
    owners as (
      select o.owner, i.currency, sum(i.instalments)::int as instalments, sum(i.planned) as planned, sum(i.received) as received,
        coalesce(sum(t.on_time), 0.00) as on_time, sum(i.rest) as rest
      from sums i
      join owned o on o.contract = i.contract
      left join times t on t.contract = i.contract and t.currency = i.currency${owner}
      group by o.owner, i.currency)
    select * from owners
    union all
    select null, currency, sum(instalments)::int, sum(planned), sum(received), sum(on_time), sum(rest) from owners group by currency) s
  left join people n on n.login = s.owner
  order by s.owner is not null, s.currency, s.planned desc, s.owner limit 500`;

export function pageKeyOf({ company, customer, dueOn, id }: InstalmentProgress): string {
  return writePageKey('progress', [company, customer, dueOn, id]);
}

function keyOf(after: string, value: (one: unknown) => string): string {
  const [, customer, date, id] = readPageKey('progress', after);
  return `(${value(customer)}, ${value(date)}::date, ${value(id)}::bigint)`;
}
