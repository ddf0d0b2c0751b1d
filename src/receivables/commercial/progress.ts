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
import { instalmentsOf, timeAndOwner } from './progress-sql.js';

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
    const narrowed = query.customer === undefined ? scope : `${scope} and k.customer = ${value(query.customer)}`;
    const behind = query.after === undefined ? '' : ` and (x.customer, x.due_on, x.id) > ${keyOf(query.after, value)}`;
    const owner = query.owner === undefined ? '' : ` where o.owner = ${value(query.owner)}`;
    // Whose an instalment is, is looked up of a page only, unless one person's were asked for.
    const some = owner === '' ? `order by x.customer, x.due_on, x.id limit ${query.limit + 1}` : '';
    return this.database.query<InstalmentProgress>(
      `${instalmentsOf(narrowed)}
       select i.company_id as company, i.id, i.contract_id as "contractId", i.contract, i.customer, c.name as "customerName", o.owner,
         coalesce(n.name, o.owner) as "ownerName", i.instalment, i.due_on as "dueOn", i.brought, i.currency, i.planned, i.received,
         i.received - t.on_time as late, i.rest,
         case when i.rest > 0 then case when i.due_on < ${value(today)}::date then 'late' else 'waiting' end
           when i.received > t.on_time then 'paid_late' else 'paid' end as state
       from (select x.* from x where true${behind} ${some}) i
       ${timeAndOwner}
       join customers c on c.company_id = i.company_id and c.customer = i.customer
       left join people n on n.login = o.owner
       ${owner} order by i.customer, i.due_on, i.id limit ${query.limit + 1}`,
      values,
    );
  }

  /** Of the company, and of each salesperson; sums never mix currencies. @throws as `page` */
  async sums(person: CurrentPerson, query: ProgressOf): Promise<ProgressSums> {
    const { values, scope, month } = await this.ask(person, query);
    const value = (one: unknown) => `$${values.push(one)}`;
    const narrowed = query.customer === undefined ? scope : `${scope} and k.customer = ${value(query.customer)}`;
    const owner = query.owner === undefined ? '' : ` where o.owner = ${value(query.owner)}`;
    const items = await this.database.query<ProgressSum>(
      `${instalmentsOf(narrowed)}
       select s.*, coalesce(n.name, s.owner) as "ownerName", round(s.received * 100 / nullif(s.planned, 0), 2)::text as percent
       from (
         select o.owner, i.currency, count(*)::int as instalments, sum(i.planned) as planned, sum(i.received) as received,
           sum(i.received - t.on_time) as late, sum(i.rest) as rest
         from x i ${timeAndOwner}${owner}
         group by grouping sets ((i.currency), (i.currency, o.owner))) s
       left join people n on n.login = s.owner
       order by s.owner is not null, s.currency, s.planned desc, s.owner limit 500`,
      values,
    );
    return { month, items };
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

  private async ask(person: CurrentPerson, { company, month: asked }: ProgressOf): Promise<Asked> {
    if (rolesIn(person, company).length === 0) throw new Problem(404, 'company.unknown', { company });
    await this.known.company(company);
    const today = await businessDate(this.database, company);
    const month = asked ?? today.slice(0, 7);
    const from: BusinessDate = `${month}-01`;
    const to = addDays(addMonths(from, 1), -1);
    const { policy } = await this.rules.on(company, to);
    const values: unknown[] = [company, from, to, policy.countAcceptanceBills];
    const scope = withinCustomers(person, 'k', values);
    return { values, scope, month, today };
  }
}

const rowsAtOnce = 1_000;

export function pageKeyOf({ company, customer, dueOn, id }: InstalmentProgress): string {
  return writePageKey('progress', [company, customer, dueOn, id]);
}

function keyOf(after: string, value: (one: unknown) => string): string {
  const [, customer, date, id] = readPageKey('progress', after);
  return `(${value(customer)}, ${value(date)}::date, ${value(id)}::bigint)`;
}
