import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { ReconciliationAnswer } from './audit.shapes.js';

/** The money of a company added up both ways: what was invoiced against what became of it, what came in against where it went. */
@Injectable()
export class Reconciliation {
  constructor(private readonly database: Database) {}

  /** One row per company and currency. */
  async of(companies: readonly string[] | 'all'): Promise<ReconciliationAnswer['items']> {
    return this.database.query(
      `with asked as materialized (select id from companies where $1::text[] is null or id = any ($1)),
       ledger as (
         select r.company_id, r.currency, sum(r.amount) as amount, sum(r.balance) as open, sum(r.received) as received, sum(r.credited) as credited,
           sum(r.written_off) as "writtenOff", sum(r.recovered) as recovered, sum(c.balance) as "openInCases",
           sum(r.balance) filter (where not r.has_case) as "openWithoutCase"
         from receivables r
         left join cases c on c.company_id = r.company_id and c.receivable_id = r.id
         where r.company_id = any (array(select id from asked)) group by 1, 2),
       money as (
         select r.company_id, r.currency, sum(r.amount) filter (where r.reversed_on is null) as receipts, sum(a.allocated) as allocated
         from receipts r
         left join (select company_id, receipt_id, sum(amount) as allocated from allocations where reversed_on is null group by 1, 2) a
           on a.company_id = r.company_id and a.receipt_id = r.id
         where r.company_id = any (array(select id from asked)) group by 1, 2),
       credit_notes as (
         select k.company_id, k.currency, sum(k.amount) filter (where k.reversed_on is null) as credits, sum(a.applied) as applied
         from credits k
         left join (select company_id, credit_id, sum(amount) as applied from credit_allocations where reversed_on is null group by 1, 2) a
           on a.company_id = k.company_id and a.credit_id = k.id
         where k.company_id = any (array(select id from asked)) group by 1, 2),
       both_sides as (
         select company_id, currency from ledger union select company_id, currency from money union select company_id, currency from credit_notes)
       select b.company_id as company, b.currency,
         coalesce(l.amount, 0)::text as amount, coalesce(l.open, 0)::text as open, coalesce(l.received, 0)::text as received,
         coalesce(l.credited, 0)::text as credited, coalesce(l."writtenOff", 0)::text as "writtenOff", coalesce(l.recovered, 0)::text as recovered,
         (coalesce(l.amount, 0) - coalesce(l.open + l.received + l.credited + l."writtenOff", 0))::text as "ledgerDifference",
         coalesce(m.receipts, 0)::text as receipts, coalesce(m.allocated, 0)::text as allocated,
         (coalesce(m.receipts, 0) - coalesce(m.allocated, 0))::text as "onAccount",
         (coalesce(m.allocated, 0) - coalesce(l.received + l.recovered, 0))::text as "receiptDifference",
         coalesce(n.credits, 0)::text as credits, coalesce(n.applied, 0)::text as "creditsApplied",
         (coalesce(n.credits, 0) - coalesce(n.applied, 0))::text as "creditsOnAccount",
         (coalesce(n.applied, 0) - coalesce(l.credited, 0))::text as "creditDifference",
         (coalesce(l.open, 0) - coalesce(l."openInCases", 0) - coalesce(l."openWithoutCase", 0))::text as "caseDifference"
       from both_sides b
       left join ledger l using (company_id, currency) left join money m using (company_id, currency)
       left join credit_notes n using (company_id, currency)
       order by 1, 2`,
      [companies === 'all' ? null : companies],
    );
  }
}
