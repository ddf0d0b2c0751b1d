import { Injectable } from '@nestjs/common';
import { addDays, addMonths, type BusinessDate } from '../../../workflows/calendar/dates.js';
import { businessDate } from '../../cases/circumstances.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { withinCustomers } from '../customer-scope.js';
import { readPageKey, writePageKey } from '../ledger/page-key.js';
import type { InstalmentProgress, ProgressOf, ProgressQuery, ProgressSum, ProgressSums } from './progress.shapes.js';
import { instalmentsOf, timeAndOwnerOf } from './progress-sql.js';

interface Asked {
  values: unknown[];
  scope: string;
  month: string;
  today: BusinessDate;
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
    const { values, scope, today } = await this.ask(person, query);
    const value = (one: unknown) => `$${values.push(one)}`;
    const rows = rowsOf(query, today, value);
    // Whose an instalment is, is looked up of a page only, unless one person's were asked for.
    const shown = query.owner === undefined ? `select i.* from x i ${rows.bounds}` : 'select x.* from x';
    return this.database.query<InstalmentProgress>(
      `${instalmentsOf(scope)}, shown as (${shown}), ${timeAndOwnerOf('shown')} ${rows.select}`,
      values,
    );
  }

  /** Of the company, and of each salesperson; sums never mix currencies. @throws as `page` */
  async sums(person: CurrentPerson, query: ProgressOf): Promise<ProgressSums> {
    const { values, scope, month } = await this.ask(person, query);
    const owner = query.owner === undefined ? '' : ` where i.owner = $${values.push(query.owner)}`;
    const items = await this.database.query<ProgressSum>(`${instalmentsOf(scope)}, ${timeAndOwnerOf('x')} ${sumsOf(owner)}`, values);
    return { month, items };
  }

  /** What `sums` and `page` say, from one reading: the schedules are reckoned once. @throws as `page` */
  async month(person: CurrentPerson, query: ProgressQuery): Promise<ProgressSums & { rows: InstalmentProgress[] }> {
    const { values, scope, month, today } = await this.ask(person, query);
    const value = (one: unknown) => `$${values.push(one)}`;
    const owner = query.owner === undefined ? '' : ` where i.owner = ${value(query.owner)}`;
    const [found] = await this.database.query<{ items: ProgressSum[]; rows: InstalmentProgress[] }>(
      `${instalmentsOf(scope)}, ${timeAndOwnerOf('x')}
       select (select coalesce(json_agg(s), '[]') from (${sumsOf(owner)}) s) as items,
         (select coalesce(json_agg(r), '[]') from (${rowsOf(query, today, value).select}) r) as rows`,
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

  private async ask(person: CurrentPerson, { company, month: asked, customer }: ProgressOf): Promise<Asked> {
    if (rolesIn(person, company).length === 0) throw new Problem(404, 'company.unknown', { company });
    await this.known.company(company);
    const today = await businessDate(this.database, company);
    const month = asked ?? today.slice(0, 7);
    const from: BusinessDate = `${month}-01`;
    const to = addDays(addMonths(from, 1), -1);
    const { policy } = await this.rules.on(company, to);
    const values: unknown[] = [company, from, to, policy.countAcceptanceBills];
    const within = withinCustomers(person, 'k', values);
    const scope = customer === undefined ? within : `${within} and k.customer = $${values.push(customer)}`;
    return { values, scope, month, today };
  }
}

const rowsAtOnce = 1_000;

/** The page of `told`. Amounts and numbers are text, so that they are the same within JSON. */
function rowsOf(query: ProgressQuery, today: BusinessDate, value: (one: unknown) => string): { bounds: string; select: string } {
  const behind = query.after === undefined ? '' : ` and (i.customer, i.due_on, i.id) > ${keyOf(query.after, value)}`;
  const owner = query.owner === undefined ? '' : ` and i.owner = ${value(query.owner)}`;
  const bounds = `where true${behind}${owner} order by i.customer, i.due_on, i.id limit ${query.limit + 1}`;
  const select = `
    select $1::text as company, i.id::text, i.contract_id::text as "contractId", i.contract, i.customer, c.name as "customerName", i.owner,
      coalesce(n.name, i.owner) as "ownerName", i.instalment, i.due_on as "dueOn", i.brought, i.currency, i.planned::text, i.received::text,
      i.late::text, i.rest::text,
      case when i.rest > 0 then case when i.due_on < ${value(today)}::date then 'late' else 'waiting' end
        when i.late > 0 then 'paid_late' else 'paid' end as state
    from (select i.* from told i ${bounds}) i
    join customers c on c.company_id = $1 and c.customer = i.customer
    left join people n on n.login = i.owner
    order by i.customer, i.due_on, i.id`;
  return { bounds, select };
}

/** Of `told`: salespeople first, the company from theirs. */
function sumsOf(owner: string): string {
  return `
    select s.owner, coalesce(n.name, s.owner) as "ownerName", s.currency, s.instalments, s.planned::text, s.received::text, s.late::text, s.rest::text,
      round(s.received * 100 / nullif(s.planned, 0), 2)::text as percent
    from (
      with owners as (
        select i.owner, i.currency, count(*)::int as instalments, sum(i.planned) as planned, sum(i.received) as received, sum(i.late) as late,
          sum(i.rest) as rest
        from told i${owner} group by i.owner, i.currency)
      select * from owners
      union all
      select null, currency, sum(instalments)::int, sum(planned), sum(received), sum(late), sum(rest) from owners group by currency) s
    left join people n on n.login = s.owner
    order by s.owner is not null, s.currency, s.planned desc, s.owner limit 500`;
}

export function pageKeyOf({ company, customer, dueOn, id }: InstalmentProgress): string {
  return writePageKey('progress', [company, customer, dueOn, id]);
}

function keyOf(after: string, value: (one: unknown) => string): string {
  const [, customer, date, id] = readPageKey('progress', after);
  return `(${value(customer)}, ${value(date)}::date, ${value(id)}::bigint)`;
}
