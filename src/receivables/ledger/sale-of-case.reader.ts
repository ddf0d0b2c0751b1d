import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** Money that was applied to a receivable: a receipt or a credit note. */
export interface AppliedMoney {
  kind: 'receipt' | 'credit';
  number: string;
  on: string;
  amount: string;
  instrument: string | null;
  recovery: boolean;
  /** An acceptance bill that has not cleared yet. */
  uncleared: boolean;
}

/** What the ledger says beside a case. */
export interface Sale {
  customerName: string;
  grade: string | null;
  creditLimit: string | null;
  termDays: number | null;
  channel: string | null;
  strategic: boolean;
  contract: string | null;
  /** Latest first, up to 100. */
  money: AppliedMoney[];
}

/** Customer, contract and money of one receivable. Whether somebody may see it is for the caller to know. */
@Injectable()
export class SaleOfCase {
  constructor(private readonly database: Database) {}

  async of(companyId: string, receivableId: string): Promise<Sale> {
    const [[found], money] = await Promise.all([
      this.database.query<Omit<Sale, 'money'>>(
        `select k.name as "customerName", k.grade, k.credit_limit as "creditLimit", k.term_days as "termDays",
           coalesce(r.channel, k.channel) as channel, k.strategic, r.contract
         from receivables r join customers k on k.company_id = r.company_id and k.customer = r.customer
         where r.company_id = $1 and r.id = $2`,
        [companyId, receivableId],
        'receivables.sale_of_case',
      ),
      this.database.query<AppliedMoney>(moneyOf, [companyId, receivableId], 'receivables.money_of_case'),
    ]);
    if (!found) throw new Error(`receivable ${receivableId} of ${companyId} is not there`);
    return { ...found, money };
  }

  /** What receipts and credit notes are called that were ever applied, the reversed ones too: by `receipt <id>` and `credit <id>`. */
  async numbers(companyId: string, receivableId: string): Promise<ReadonlyMap<string, string>> {
    const rows = await this.database.query<{ key: string; number: string }>(
      numbersOf,
      [companyId, receivableId],
      'receivables.numbers_of_case',
    );
    return new Map(rows.map(({ key, number }) => [key, number]));
  }
}

const numbersOf = `
  select 'receipt ' || p.id as key, p.receipt as number
  from allocations a join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
  where a.company_id = $1 and a.receivable_id = $2
  union
  select 'credit ' || k.id, k.credit
  from credit_allocations a join credits k on k.company_id = a.company_id and k.id = a.credit_id
  where a.company_id = $1 and a.receivable_id = $2
  limit 1000`;

const moneyOf = `
  select * from (
    select 'receipt' as kind, p.receipt as number, p.value_date as "on", a.amount, p.instrument, a.recovery,
      p.instrument = 'acceptance_bill' and p.cleared_on is null as uncleared
    from allocations a join receipts p on p.company_id = a.company_id and p.id = a.receipt_id
    where a.company_id = $1 and a.receivable_id = $2 and a.reversed_on is null
    union all
    select 'credit', k.credit, k.credited_on, a.amount, null, false, false
    from credit_allocations a join credits k on k.company_id = a.company_id and k.id = a.credit_id
    where a.company_id = $1 and a.receivable_id = $2 and a.reversed_on is null) m
  order by "on" desc, number limit 100`;
