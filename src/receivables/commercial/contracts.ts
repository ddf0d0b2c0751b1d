import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { withinCustomers } from '../customer-scope.js';
import { Conditions } from '../ledger/list-conditions.js';
import type { ContractAnswer, ContractDetail, ContractsQuery } from './contracts.shapes.js';

const order = ['k.company_id', 'k.customer', 'k.signed_on', 'k.id'] as const;

/** Contracts with their payment schedules, and what was received against them. */
@Injectable()
export class Contracts {
  constructor(private readonly database: Database) {}

  /** One more than asked for, if there is. */
  list(person: CurrentPerson, query: ContractsQuery): Promise<ContractAnswer[]> {
    const list = new Conditions((values) => withinCustomers(person, 'k', values), 'contracts', order, query);
    list.only(query.renewal, 'k.renewal_of is not null');
    list.only(query.scheduled, isScheduled);
    list.find(query.q, ['k.contract', 'k.customer']);
    return this.database.query<ContractAnswer>(selectContracts(list.sql, query.limit + 1), list.values);
  }

  /** @throws Problem 404 `contract.unknown`, also for one of a customer that the person has no business with */
  async read(person: CurrentPerson, id: string): Promise<ContractDetail> {
    const values: unknown[] = [id];
    const scope = withinCustomers(person, 'k', values);
    const [found] = await this.database.query<ContractAnswer>(selectContracts(`k.id = $1::bigint and ${scope}`, 1), values);
    if (!found) throw new Problem(404, 'contract.unknown', { id });
    const versions = await this.database.query<ContractDetail['versions'][number]>(
      `select ${recorded}, customer, signed_on as "signedOn", signed_by as "signedBy", currency, amount, term_days as "termDays",
         renewal_of as "renewalOf", ends_on as "endsOn"
       from contract_versions where company_id = $1 and contract_id = $2::bigint order by version desc`,
      [found.company, id],
    );
    const scheduleVersions = await this.database.query<ContractDetail['scheduleVersions'][number]>(
      `select ${recorded}, instalment, due_on as "dueOn", currency, amount
       from schedule_versions where company_id = $1 and contract = $2 order by instalment, version desc`,
      [found.company, found.contract],
    );
    return { ...found, versions, scheduleVersions };
  }
}

const isScheduled = 'exists (select from schedules s where s.company_id = k.company_id and s.contract = k.contract)';

const recorded = `version, import_id as import, recorded_by as by, recorded_on as on, recorded_at as at`;

/** What was received fills the earliest instalments first, since nothing says which invoice belongs to which of them. */
function selectContracts(conditions: string, limit: number): string {
  return `
    select k.company_id as company, k.id, k.contract, k.customer, k."customerName", k.signed_on as "signedOn", k.signed_by as "signedBy", k.currency,
      k.amount, k.term_days as "termDays", k.renewal_of as "renewalOf", k.ends_on as "endsOn", m.invoiced, m.received, m.credited, m.open,
      coalesce(p.schedule, '[]') as schedule
    from (
      select k.*, c.name as "customerName" from contracts k join customers c on c.company_id = k.company_id and c.customer = k.customer
      where ${conditions} order by ${order.join(', ')} limit ${limit}) k
    cross join lateral (
      select coalesce(sum(r.amount), 0.00) as invoiced, coalesce(sum(r.received + r.recovered), 0.00) as received,
        coalesce(sum(r.credited), 0.00) as credited, coalesce(sum(r.balance), 0.00) as open
      from receivables r
      where r.company_id = k.company_id and r.contract = k.contract and r.customer = k.customer and r.currency = k.currency) m
    left join lateral (
      select jsonb_agg(jsonb_build_object('instalment', i.instalment, 'dueOn', i.due_on, 'amount', i.amount::text,
        'received', least(i.amount, greatest(m.received - i.earlier, 0.00))::text) order by i.instalment) as schedule
      from (select s.*, sum(s.amount) over (order by s.due_on, s.instalment) - s.amount as earlier from schedules s
            where s.company_id = k.company_id and s.contract = k.contract) i) p on true
    order by ${order.join(', ')}`;
}
