import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { Database } from '../../platform/database/database.js';

/** A receivable that money of its customer may be applied to. */
export interface PayableItem {
  document: string;
  instalment: number;
  dueOn: BusinessDate;
  amount: string;
  balance: string;
  /** Of what was written off, what has not been recovered. */
  lost: string;
  caseId: string | null;
}

/** What a customer has open in one currency. */
export interface OpenSum {
  customer: string;
  currency: string;
  items: number;
  open: string;
}

export const payableShown = 200;

/** What receipts on account may be applied to. Whether the reader sees the company's money is asked before. */
@Injectable()
export class PayableItems {
  constructor(private readonly database: Database) {}

  /** The oldest first, at most 200. */
  of(company: string, customer: string, currency: string): Promise<PayableItem[]> {
    return this.database.query<PayableItem>(
      `select r.document, r.instalment, r.due_on as "dueOn", r.amount, r.balance, r.written_off - r.recovered as lost, c.id as "caseId"
       from receivables r left join cases c on c.company_id = r.company_id and c.receivable_id = r.id
       where r.company_id = $1 and r.customer = $2 and r.currency = $3 and (r.balance > 0 or r.written_off > r.recovered)
         and c.collection is distinct from 'cancelled'
       order by r.due_on, r.id limit ${payableShown}`,
      [company, customer, currency],
      'ledger.payable',
    );
  }

  sums(company: string, customers: readonly string[]): Promise<OpenSum[]> {
    return this.database.query<OpenSum>(
      `select customer, currency, count(*)::int as items, sum(balance) as open from receivables
       where company_id = $1 and customer = any ($2) and balance > 0 group by customer, currency`,
      [company, customers],
      'ledger.open_sums',
    );
  }
}
