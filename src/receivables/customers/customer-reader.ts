import { Injectable } from '@nestjs/common';
import { addMonths, type BusinessDate } from '../../../workflows/calendar/dates.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { withinCustomers } from '../customer-scope.js';

export interface CustomerHead {
  customer: string;
  name: string;
  grade: string | null;
  creditLimit: string | null;
  termDays: number | null;
  channel: string | null;
  strategic: boolean;
  email: string | null;
  firstSignedOn: BusinessDate | null;
  ownerName: string | null;
}

/** What is owed and ordered in one currency; the buckets are not due, 1–30, 31–60, 61–90, 91–180 and over 180 days. */
export interface Exposure {
  currency: string;
  open: string;
  ordered: string;
  used: string;
  buckets: string[];
}

export interface OpenItem {
  document: string;
  instalment: number;
  issuedOn: BusinessDate;
  dueOn: BusinessDate;
  currency: string;
  amount: string;
  balance: string;
  caseId: string | null;
}

/** What was paid in a month, and how many days late on average, weighted by amount; early is negative. */
export interface MonthPaid {
  /** '2026-08' */
  month: string;
  daysLate: number;
  payments: number;
}

export const itemsShown = 100;
const monthsShown = 24;

/** One customer, as sales and finance see it. */
@Injectable()
export class CustomerReader {
  constructor(private readonly database: Database) {}

  /** @throws Problem 404 `customer.unknown`, out of scope included */
  async head(person: CurrentPerson, company: string, customer: string): Promise<CustomerHead> {
    const values: unknown[] = [company, customer];
    const scope = withinCustomers(person, 'k', values);
    const [head] = await this.database.query<CustomerHead>(
      `select k.customer, k.name, k.grade, k.credit_limit as "creditLimit", k.term_days as "termDays", k.channel, k.strategic, k.email,
         k.first_signed_on as "firstSignedOn", coalesce(p.name, k.owner) as "ownerName"
       from customers k left join people p on p.login = k.owner where k.company_id = $1 and k.customer = $2 and ${scope}`,
      values,
    );
    if (!head) throw new Problem(404, 'customer.unknown', { customer, company });
    return head;
  }

  /** Of a customer whose reader is known to see it. */
  exposure(company: string, customer: string, today: BusinessDate): Promise<Exposure[]> {
    return this.database.query<Exposure>(
      `select currency, sum(open) as open, sum(ordered) as ordered, sum(open) + sum(ordered) as used,
         array[sum(open) filter (where days < 1), sum(open) filter (where days between 1 and 30), sum(open) filter (where days between 31 and 60),
           sum(open) filter (where days between 61 and 90), sum(open) filter (where days between 91 and 180), sum(open) filter (where days > 180)]::text[] as buckets
       from (
         select currency, balance as open, 0::numeric(18, 2) as ordered, $3::date - due_on as days from receivables
         where company_id = $1 and customer = $2 and balance > 0
         union all select currency, 0::numeric(18, 2), open_amount, null from orders where company_id = $1 and customer = $2 and open_amount > 0
           and status is distinct from 'cancelled') t
       group by currency order by 2 desc, 1`,
      [company, customer, today],
      'customers.exposure',
    );
  }

  /** The oldest first, at most 100. */
  openItems(company: string, customer: string): Promise<OpenItem[]> {
    return this.database.query<OpenItem>(
      `select r.document, r.instalment, r.issued_on as "issuedOn", r.due_on as "dueOn", r.currency, r.amount, r.balance, c.id as "caseId"
       from receivables r left join cases c on c.company_id = r.company_id and c.receivable_id = r.id
       where r.company_id = $1 and r.customer = $2 and r.balance > 0 order by r.due_on, r.id limit ${itemsShown}`,
      [company, customer],
      'customers.open_items',
    );
  }

  /** Month by month of the last 24, those without a payment left out. */
  payments(company: string, customer: string, today: BusinessDate): Promise<MonthPaid[]> {
    return this.database.query<MonthPaid>(
      `select to_char(p.value_date, 'YYYY-MM') as month, round(sum((p.value_date - r.due_on) * a.amount) / sum(a.amount))::int as "daysLate",
         count(*)::int as payments
       from receipts p
       join allocations a on a.company_id = p.company_id and a.receipt_id = p.id and a.reversed_on is null
       join receivables r on r.company_id = a.company_id and r.id = a.receivable_id
       where p.company_id = $1 and p.customer = $2 and p.value_date >= $3 and p.reversed_on is null
       group by 1 order by 1`,
      [company, customer, `${addMonths(`${today.slice(0, 8)}01`, 1 - monthsShown)}`],
      'customers.payments',
    );
  }
}
