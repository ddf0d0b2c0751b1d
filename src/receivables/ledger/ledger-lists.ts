import { Injectable } from '@nestjs/common';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { companyMoneyRoles, withinCompanies } from '../company-money.js';
import type { CreditAnswer, CreditsQuery, ReceiptAnswer, ReceiptsQuery, ReceivableAnswer, ReceivablesQuery } from './ledger.shapes.js';
import { readPageKey } from './page-key.js';

/** What the ledger holds, for those who see a company's money. */
@Injectable()
export class LedgerLists {
  constructor(private readonly database: Database) {}

  /** One more than asked for, if there is. */
  receivables(person: CurrentPerson, { limit, after, company, customer, q, open }: ReceivablesQuery): Promise<ReceivableAnswer[]> {
    const statement = new Conditions(person, 'r');
    if (company !== undefined) statement.add((value) => `r.company_id = ${value(company)}`);
    if (customer !== undefined) statement.add((value) => `r.customer = ${value(customer)}`);
    if (open !== undefined) statement.add(() => (open === 'true' ? 'r.balance > 0' : 'r.balance = 0'));
    if (q !== undefined) statement.add((value) => found(['r.document', 'r.customer'], q, value));
    if (after !== undefined) statement.add((value) => `(r.company_id, r.customer, r.due_on, r.id) > (${keyValues(after, value)})`);
    return this.database.query<ReceivableAnswer>(
      `select r.company_id as company, r.id, r.customer, c.name as "customerName", r.document, r.instalment, r.issued_on as "issuedOn",
         r.due_on as "dueOn", r.currency, r.amount, r.received, r.credited, r.written_off as "writtenOff", r.recovered, r.balance, r.owner,
         r.contract, r.channel, (select k.id from cases k where k.company_id = r.company_id and k.receivable_id = r.id) as case
       from receivables r join customers c on c.company_id = r.company_id and c.customer = r.customer
       where ${statement.sql} order by r.company_id, r.customer, r.due_on, r.id limit ${limit + 1}`,
      statement.values,
    );
  }

  /** One more than asked for, if there is. */
  receipts(
    person: CurrentPerson,
    { limit, after, company, customer, q, onAccount, unclassified }: ReceiptsQuery,
  ): Promise<ReceiptAnswer[]> {
    const statement = new Conditions(person, 'r');
    if (company !== undefined) statement.add((value) => `r.company_id = ${value(company)}`);
    if (customer !== undefined) statement.add((value) => `r.customer = ${value(customer)}`);
    if (onAccount !== undefined) statement.add(() => (onAccount === 'true' ? 'r.on_account > 0' : 'r.on_account = 0'));
    if (unclassified !== undefined)
      statement.add(() => `(r.derived and r.classified_as is null and r.reversed_on is null) = ${unclassified}`);
    if (q !== undefined) statement.add((value) => found(['r.receipt', 'r.document', 'r.customer'], q, value));
    if (after !== undefined) statement.add((value) => `(r.company_id, r.customer, r.value_date, r.id) > (${keyValues(after, value)})`);
    return this.database.query<ReceiptAnswer>(
      `${selectReceipts}
       where ${statement.sql} order by r.company_id, r.customer, r.value_date, r.id limit ${limit + 1}`,
      statement.values,
    );
  }

  /** One more than asked for, if there is. */
  credits(person: CurrentPerson, { limit, after, company, customer, q, onAccount }: CreditsQuery): Promise<CreditAnswer[]> {
    const statement = new Conditions(person, 'k');
    if (company !== undefined) statement.add((value) => `k.company_id = ${value(company)}`);
    if (customer !== undefined) statement.add((value) => `k.customer = ${value(customer)}`);
    if (onAccount !== undefined) statement.add(() => (onAccount === 'true' ? 'k.on_account > 0' : 'k.on_account = 0'));
    if (q !== undefined) statement.add((value) => found(['k.credit', 'k.document', 'k.customer'], q, value));
    if (after !== undefined) statement.add((value) => `(k.company_id, k.customer, k.credited_on, k.id) > (${keyValues(after, value)})`);
    return this.database.query<CreditAnswer>(
      `select k.company_id as company, k.id, k.credit, k.customer, c.name as "customerName", k.document, k.instalment,
         k.credited_on as "creditedOn", k.currency, k.amount, k.applied, k.reversed_on as "reversedOn", k.on_account as "onAccount"
       from credits k join customers c on c.company_id = k.company_id and c.customer = k.customer
       where ${statement.sql} order by k.company_id, k.customer, k.credited_on, k.id limit ${limit + 1}`,
      statement.values,
    );
  }

  /** A receipt whose reader is known to see it. */
  async receipt(id: string, within: Pick<Tx, 'query'>): Promise<ReceiptAnswer> {
    const [found] = await within.query<ReceiptAnswer>(`${selectReceipts} where r.id = $1::bigint`, [id]);
    if (!found) throw new Error(`receipt ${id} is gone`);
    return found;
  }
}

const selectReceipts = `select r.company_id as company, r.id, r.receipt, r.customer, c.name as "customerName", r.document, r.instalment,
    r.value_date as "valueDate", r.currency, r.amount, r.instrument, r.cleared_on as "clearedOn", r.reversed_on as "reversedOn",
    r.derived, r.classified_as as "classifiedAs", r.on_account as "onAccount", coalesce(a.allocations, '[]') as allocations
  from receipts r join customers c on c.company_id = r.company_id and c.customer = r.customer
  left join lateral (
    select jsonb_agg(jsonb_build_object('document', i.document, 'instalment', i.instalment, 'amount', a.amount::text,
  'recovery', a.recovery, 'allocatedOn', a.allocated_on, 'reversedOn', a.reversed_on) order by a.id) as allocations
    from allocations a join receivables i on i.company_id = a.company_id and i.id = a.receivable_id
    where a.company_id = r.company_id and a.receipt_id = r.id) a on true`;

/** The conditions of a statement and the values they bring along. */
class Conditions {
  readonly values: unknown[] = [];
  private readonly parts: string[];

  constructor(person: CurrentPerson, alias: string) {
    this.parts = [withinCompanies(person, companyMoneyRoles, alias, this.values)];
  }

  /** @param condition given a function that turns a value into its placeholder */
  add(condition: (value: (value: unknown) => string) => string): void {
    this.parts.push(condition((value) => `$${this.values.push(value)}`));
  }

  get sql(): string {
    return this.parts.join(' and ');
  }
}

/** What begins with the text, or belongs to a customer whose name has it somewhere. */
function found(columns: string[], q: string, value: (value: unknown) => string): string {
  const beginning = value(`${literal(q)}%`);
  return `(${columns.map((column) => `${column} like ${beginning} or `).join('')}c.name ilike ${value(`%${literal(q)}%`)})`;
}

/** What was typed is looked for as it is. */
function literal(text: string): string {
  return text.trim().replace(/[\\%_]/g, '\\$&');
}

function keyValues(after: string, value: (value: unknown) => string): string {
  const [company, customer, date, id] = readPageKey(after);
  return `${value(company)}, ${value(customer)}, ${value(date)}::date, ${value(id)}::bigint`;
}
