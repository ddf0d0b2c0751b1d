import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import { Database } from '../../platform/database/database.js';

export interface ContractReceipt {
  receipt: string;
  document: string;
  valueDate: BusinessDate;
  currency: string;
  amount: string;
  /** A bill that has not cleared. */
  isInHand: boolean;
}

const atMost = 200;

/** What came in on a contract's receivables. */
@Injectable()
export class ContractReceipts {
  constructor(private readonly database: Database) {}

  /** Of a contract whose reader is known to see it; the latest first, at most 200. */
  of(company: string, contract: string, customer: string): Promise<ContractReceipt[]> {
    return this.database.query<ContractReceipt>(
      `select p.receipt, r.document, p.value_date as "valueDate", r.currency, sum(a.amount) as amount,
         p.instrument = 'acceptance_bill' and p.cleared_on is null as "isInHand"
       from receivables r
       join allocations a on a.company_id = r.company_id and a.receivable_id = r.id and a.reversed_on is null
       join receipts p on p.company_id = a.company_id and p.id = a.receipt_id and p.reversed_on is null
       where r.company_id = $1 and r.contract = $2 and r.customer = $3
       group by p.id, p.receipt, r.document, p.value_date, r.currency, p.instrument, p.cleared_on
       order by p.value_date desc, p.id desc limit ${atMost}`,
      [company, contract, customer],
      'contracts.receipts',
    );
  }
}
