import { actorName } from '../../../workflows/collection-case/actor.js';
import type { CaseDesk } from '../../cases/case-desk.js';
import { receiptInflow } from '../ledger/inflow.js';
import { allocate } from './allocate.js';
import type { Batch, Merged } from './batch.js';
import { reverseKnown } from './reverse-known.js';
import { dropBadRows } from './row-faults.js';

/**
 * Writes what `judgeReceipts` has set apart. Reversals come first, because they free what newer receipts then pay; each new receipt goes
 * to its receivable as far as that takes it, and the rest stays on account of the customer.
 * @throws RowsRefused as `submitRows`
 */
export async function mergeReceipts(batch: Batch, desk: CaseDesk): Promise<Merged> {
  const { tx, companyId, importId, businessDate, login } = batch;
  await reverseKnown(batch, desk, receiptInflow);
  await tx.query(
    `update receipts r set cleared_on = d.cleared_on from delta d
     where d.known and r.company_id = $1 and r.id = d.receipt_id and r.cleared_on is null and d.cleared_on is not null`,
    [companyId],
  );
  await allocate(batch, desk);
  await dropBadRows(tx, 'delta');
  await dropBadRows(tx, 'application');
  const [set] = await tx.query<{ count: number }>('select count(*)::integer as count from delta');
  await tx.query(
    `insert into receipts (company_id, id, receipt, customer, document, instalment, value_date, currency, amount, allocated, instrument,
       cleared_on, reversed_on, import_id, entered_on)
     overriding system value
     select $1, d.receipt_id, d.receipt, d.customer, d.document, d.instalment, d.value_date, d.currency, d.amount,
       case when d.reversed_on is null then coalesce(a.amount, 0) else 0 end, coalesce(d.instrument, 'bank_transfer'),
       d.cleared_on, d.reversed_on, $2, $3
     from delta d left join (select line, sum(amount) as amount from application group by line) a using (line) where not d.known`,
    [companyId, importId, businessDate],
  );
  await tx.query(
    `insert into allocations (company_id, receipt_id, receivable_id, amount, recovery, allocated_on, allocated_by, reversed_on)
     select $1, receipt_id, receivable_id, amount, recovery, $2, $3, reversed_on from application order by line`,
    [companyId, businessDate, actorName({ kind: 'import', id: importId, login })],
  );
  return { accepted: set?.count ?? 0 };
}
