import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { withinCustomers } from '../customer-scope.js';

export interface RecentReceipt {
  customer: string;
  customerName: string;
  amount: string;
  currency: string;
  valueDate: BusinessDate;
  /** An acceptance bill that has not cleared. */
  isInHand: boolean;
}

/** What came in of late from the customers that somebody sees: the newest first. */
@Injectable()
export class RecentReceipts {
  constructor(private readonly database: Database) {}

  /** @param since the day from which on they were entered */
  async of(person: CurrentPerson, company: string, since: BusinessDate, limit: number): Promise<RecentReceipt[]> {
    const values: unknown[] = [company, since, limit];
    const scope = withinCustomers(person, 'r', values);
    return this.database.query<RecentReceipt>(
      `select r.customer, k.name as "customerName", r.amount, r.currency, r.value_date as "valueDate",
         r.instrument = 'acceptance_bill' and r.cleared_on is null as "isInHand"
       from receipts r join customers k on k.company_id = r.company_id and k.customer = r.customer
       where r.company_id = $1 and r.entered_on >= $2 and r.reversed_on is null and ${scope}
       order by r.entered_on desc, r.id desc limit $3`,
      values,
    );
  }

  /** Of a customer whose reader is known to see it. */
  ofCustomer(company: string, customer: string, limit: number): Promise<RecentReceipt[]> {
    return this.database.query<RecentReceipt>(
      `select r.customer, k.name as "customerName", r.amount, r.currency, r.value_date as "valueDate",
         r.instrument = 'acceptance_bill' and r.cleared_on is null as "isInHand"
       from receipts r join customers k on k.company_id = r.company_id and k.customer = r.customer
       where r.company_id = $1 and r.customer = $2 and r.reversed_on is null order by r.value_date desc, r.id desc limit $3`,
      [company, customer, limit],
      'receipts.of_customer',
    );
  }
}
