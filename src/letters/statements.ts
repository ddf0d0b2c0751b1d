import { Injectable } from '@nestjs/common';
import { daysBetween } from '../../workflows/calendar/dates.js';
import { cents, formatAmount } from '../../workflows/money.js';
import { businessDate } from '../cases/circumstances.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { LetterContent, LetterItem } from './letter-content.js';
import { customerScope } from './letter-scope.js';
import { partiesOf } from './open-items.js';

/** All that a statement tells the customer. */
export interface StatementContent extends Pick<LetterContent, 'date' | 'language' | 'company' | 'customer'> {
  readonly items: readonly Omit<LetterItem, 'contested' | 'part'>[];
  readonly totals: readonly { readonly currency: string; readonly amount: string }[];
}

/** What a customer owes on a day, as the ledger knows it today. */
@Injectable()
export class Statements {
  constructor(private readonly database: Database) {}

  /** @param on undefined = today @throws Problem 404 `customer.unknown`, out of scope included; 400 for a day that has not come */
  of(person: CurrentPerson, companyId: string, customer: string, on: string | undefined): Promise<StatementContent> {
    return this.database.transaction(async (tx) => {
      const values: unknown[] = [companyId, customer];
      const scope = customerScope(person, 'c', values);
      const [seen] = await tx.query(`select from customers c where c.company_id = $1 and c.customer = $2 and ${scope}`, values);
      const parties = seen === undefined ? undefined : (await partiesOf(tx, companyId, [customer])).get(customer);
      if (!parties) throw new Problem(404, 'customer.unknown', { customer, company: companyId });
      const today = await businessDate(tx, companyId);
      if (on !== undefined && on > today)
        throw new Problem(400, 'request.invalid', {}, [{ field: 'on', code: 'after_today', facts: { businessDate: today } }]);
      const date = on ?? today;
      const items = await itemsOn(tx, companyId, customer, date);
      return {
        date,
        language: parties.language,
        company: { ...parties.letterhead, name: parties.letterhead.name ?? parties.companyName },
        customer: { code: customer, name: parties.customerName },
        items,
        totals: totalsOf(items),
      };
    });
  }
}

function totalsOf(items: StatementContent['items']): StatementContent['totals'] {
  const sums = new Map<string, number>();
  for (const { currency, open } of items) sums.set(currency, (sums.get(currency) ?? 0) + cents(open));
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => ({ currency, amount: formatAmount(sum) }));
}

async function itemsOn(tx: Pick<Tx, 'query'>, companyId: string, customer: string, date: string): Promise<StatementContent['items']> {
  const rows = await tx.query<Omit<LetterItem, 'overdueDays' | 'contested' | 'part'>>(selectOpenOn, [companyId, customer, date]);
  return rows.map((row) => ({ ...row, overdueDays: Math.max(0, daysBetween(row.dueOn, date)) }));
}

/**
 * What had come by value date until then, and was not reversed by then, lowers the amount; so does a posted write-off, since then
 * the ledger no longer shows the item as open.
 */
const selectOpenOn = `
  select * from (
    select r.document, r.instalment, r.issued_on as "issuedOn", r.due_on as "dueOn", r.currency, r.amount,
      r.amount - coalesce(paid.amount, 0) - coalesce(credited.amount, 0)
        - case when (c.snapshot -> 'context' ->> 'writtenOffOn')::date <= $3::date then r.written_off else 0 end as open
    from receivables r
    left join cases c on c.company_id = r.company_id and c.receivable_id = r.id and r.written_off > 0
    left join lateral (
      select sum(a.amount) as amount from allocations a join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
      where a.company_id = r.company_id and a.receivable_id = r.id and p.value_date <= $3::date
        -- What was recovered of a write-off that was reversed later pays the debt that came back.
        and (not a.recovery or a.allocated_on < coalesce((c.snapshot -> 'context' ->> 'writtenOffOn')::date, 'infinity'))
        and (a.reversed_on is null or a.reversed_on > $3::date)) paid on true
    left join lateral (
      select sum(a.amount) as amount from credit_allocations a join credits k on k.company_id = a.company_id and k.id = a.credit_id
      where a.company_id = r.company_id and a.receivable_id = r.id and k.credited_on <= $3::date
        and (a.reversed_on is null or a.reversed_on > $3::date)) credited on true
    where r.company_id = $1 and r.customer = $2 and r.issued_on <= $3::date) items
  where open > 0 order by "dueOn", document, instalment`;
