import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { companyMoneyRoles, withinCompanies } from '../company-money.js';
import type { CreditAnswer, CreditsQuery, ReceiptAnswer, ReceiptsQuery, ReceivableAnswer, ReceivablesQuery } from './ledger.shapes.js';
import { Conditions, type ListWish } from './list-conditions.js';
import type { PagedList } from './page-key.js';

/** What the ledger holds, for those who see a company's money. */
@Injectable()
export class LedgerLists {
  constructor(private readonly database: Database) {}

  /** One more than asked for, if there is. */
  receivables(person: CurrentPerson, query: ReceivablesQuery): Promise<ReceivableAnswer[]> {
    const list = listOf(person, 'receivables', 'r', 'due_on', query);
    list.only(query.open, 'r.balance > 0');
    list.add(query.contract, (contract) => `r.contract = ${contract}`);
    list.only(query.strayContract, strayContract);
    list.find(query.q, ['r.document', 'r.customer']);
    return this.database.query<ReceivableAnswer>(
      `select r.company_id as company, r.id, r.customer, c.name as "customerName", r.document, r.instalment, r.issued_on as "issuedOn",
         r.due_on as "dueOn", r.currency, r.amount, r.received, r.credited, r.written_off as "writtenOff", r.recovered, r.balance, r.owner,
         r.contract, r.channel, (select k.id from cases k where k.company_id = r.company_id and k.receivable_id = r.id) as case
       from receivables r join customers c on c.company_id = r.company_id and c.customer = r.customer
       where ${list.sql} order by ${list.order} limit ${query.limit + 1}`,
      list.values,
    );
  }

  /** One more than asked for, if there is. */
  receipts(person: CurrentPerson, query: ReceiptsQuery): Promise<ReceiptAnswer[]> {
    const list = listOf(person, 'receipts', 'r', 'value_date', query);
    list.only(query.onAccount, 'r.on_account > 0');
    list.only(query.unclassified, 'r.derived and r.classified_as is null and r.reversed_on is null');
    list.find(query.q, ['r.receipt', 'r.document', 'r.customer']);
    return this.database.query<ReceiptAnswer>(
      `${selectReceipts} where ${list.sql} order by ${list.order} limit ${query.limit + 1}`,
      list.values,
    );
  }

  /** One more than asked for, if there is. */
  credits(person: CurrentPerson, query: CreditsQuery): Promise<CreditAnswer[]> {
    const list = listOf(person, 'credits', 'k', 'credited_on', query);
    list.only(query.onAccount, 'k.on_account > 0');
    list.find(query.q, ['k.credit', 'k.document', 'k.customer']);
    return this.database.query<CreditAnswer>(
      `${selectCredits} where ${list.sql} order by ${list.order} limit ${query.limit + 1}`,
      list.values,
    );
  }

  /** @throws Problem 404 `receipt.unknown`, out of scope included */
  async receiptFor(person: CurrentPerson, id: string): Promise<ReceiptAnswer> {
    const values: unknown[] = [id];
    const scope = withinCompanies(person, companyMoneyRoles, 'r', values);
    const [found] = await this.database.query<ReceiptAnswer>(`${selectReceipts} where r.id = $1::bigint and ${scope}`, values);
    if (!found) throw new Problem(404, 'receipt.unknown', { id });
    return found;
  }

  /** @throws Problem 404 `credit.unknown`, out of scope included */
  async creditFor(person: CurrentPerson, id: string): Promise<CreditAnswer> {
    const values: unknown[] = [id];
    const scope = withinCompanies(person, companyMoneyRoles, 'k', values);
    const [found] = await this.database.query<CreditAnswer>(`${selectCredits} where k.id = $1::bigint and ${scope}`, values);
    if (!found) throw new Problem(404, 'credit.unknown', { id });
    return found;
  }

  /** A credit whose reader is known to see it. */
  async credit(id: string, within: Pick<Tx, 'query'>): Promise<CreditAnswer> {
    const [found] = await within.query<CreditAnswer>(`${selectCredits} where k.id = $1::bigint`, [id]);
    if (!found) throw new Error(`credit ${id} is gone`);
    return found;
  }

  /** A receipt whose reader is known to see it. */
  async receipt(id: string, within: Pick<Tx, 'query'>): Promise<ReceiptAnswer> {
    const [found] = await within.query<ReceiptAnswer>(`${selectReceipts} where r.id = $1::bigint`, [id]);
    if (!found) throw new Error(`receipt ${id} is gone`);
    return found;
  }
}

function listOf(person: CurrentPerson, list: PagedList, alias: string, date: string, query: ListWish): Conditions {
  const order = [`${alias}.company_id`, `${alias}.customer`, `${alias}.${date}`, `${alias}.id`] as const;
  return new Conditions((values) => withinCompanies(person, companyMoneyRoles, alias, values), list, order, query);
}

/** It names a contract that no file has brought, or one of another customer. */
const strayContract = `r.contract is not null and not exists (
  select from contracts o where o.company_id = r.company_id and o.contract = r.contract and o.customer = r.customer)`;

const selectReceipts = `select r.company_id as company, r.id, r.receipt, r.customer, c.name as "customerName", r.document, r.instalment,
    r.value_date as "valueDate", r.currency, r.amount, r.instrument, r.cleared_on as "clearedOn", r.reversed_on as "reversedOn",
    r.derived, r.classified_as as "classifiedAs", r.on_account as "onAccount", coalesce(a.allocations, '[]') as allocations
  from receipts r join customers c on c.company_id = r.company_id and c.customer = r.customer
  ${withAllocations('r', 'allocations', 'receipt_id', `, 'recovery', a.recovery`)}`;

const selectCredits = `select k.company_id as company, k.id, k.credit, k.customer, c.name as "customerName", k.document, k.instalment,
    k.credited_on as "creditedOn", k.currency, k.amount, k.applied, k.reversed_on as "reversedOn", k.on_account as "onAccount",
    coalesce(a.allocations, '[]') as allocations
  from credits k join customers c on c.company_id = k.company_id and c.customer = k.customer
  ${withAllocations('k', 'credit_allocations', 'credit_id')}`;

/** Gives each row what of it went where, as `a.allocations`. */
function withAllocations(alias: string, table: string, id: string, more = ''): string {
  return `left join lateral (
    select jsonb_agg(jsonb_build_object('document', i.document, 'instalment', i.instalment, 'amount', a.amount::text,
      'allocatedOn', a.allocated_on, 'reversedOn', a.reversed_on${more}) order by a.id) as allocations
    from ${table} a join receivables i on i.company_id = a.company_id and i.id = a.receivable_id
    where a.company_id = ${alias}.company_id and a.${id} = ${alias}.id) a on true`;
}
