import { receiptInflow } from '../ledger/inflow.js';
import type { Batch } from './batch.js';
import { lockInflow } from './ledger-locks.js';
import { addFaults, dropBadRows, judgeCustomers } from './row-faults.js';

/**
 * Sets the rows apart that say something new, in the temporary table `delta`: new receipts (`known` false, with an id of their own), and
 * known ones that have cleared or gone back since. Then locks every receivable they touch, and finds the rows that cannot be.
 */
export async function judgeReceipts(batch: Batch): Promise<void> {
  const { tx, companyId, said } = batch;
  const clearedOn = said.has('clearedOn') ? 's.cleared_on is distinct from k.cleared_on' : 'false';
  const reversedOn = said.has('reversedOn') ? 's.reversed_on is distinct from k.reversed_on' : 'false';
  await tx.query(
    'create temp table delta (like stage, known boolean not null, receipt_id bigint not null, receivable_id bigint) on commit drop',
  );
  await tx.query(
    `insert into delta
     select s.*, k.id is not null, coalesce(k.id, nextval('receipts_id_seq')), i.id
     from stage s
     left join receipts d on d.company_id = $1 and d.receipt = s.receipt and d.document = s.document and d.instalment = s.instalment
     left join receipts a on a.company_id = $1 and a.receipt = s.receipt and a.document is null and s.document is null
     left join receipts k on k.company_id = $1 and k.id = coalesce(d.id, a.id)
     left join receivables i on i.company_id = $1 and i.document = s.document and i.instalment = s.instalment
     where k.id is null or ${clearedOn} or ${reversedOn} or s.instrument <> k.instrument
       or (k.customer, k.value_date, k.currency, k.amount) is distinct from (s.customer, s.value_date, s.currency, s.amount)`,
    [companyId],
  );
  await tx.query('analyze delta');
  await lockInflow(batch, receiptInflow);
  await findFaults(batch);
  await dropBadRows(tx, 'delta');
}

async function findFaults(batch: Batch): Promise<void> {
  const { tx, companyId, said } = batch;
  await judgeCustomers(batch, 'delta');
  await addFaults(
    tx,
    `select d.line, case when r.customer <> d.customer then 'customer' else 'currency' end,
       case when r.customer <> d.customer then d.customer else d.currency end,
       case when r.customer <> d.customer then 'customer.differs' else 'currency.differs' end,
       jsonb_build_object('customer', r.customer, 'currency', r.currency)
     from delta d join receivables r on r.company_id = $1 and r.id = d.receivable_id
     where not d.known and (r.customer <> d.customer or r.currency <> d.currency)`,
    [companyId],
  );
  // What has cleared or gone back stays so; and nothing else of a receipt changes once it is known.
  const settledDates = ['clearedOn', 'reversedOn'].filter((column) => said.has(column)).map(settledDate);
  await addFaults(
    tx,
    `select d.line, c.name, coalesce(c.said, ''), 'receipt.differs', jsonb_build_object('known', c.known)
     from delta d join receipts k on k.company_id = $1 and k.id = d.receipt_id
     cross join lateral (select * from (values ${[...unchanging, ...settledDates].join(', ')}) v (name, said, known) where said is distinct from known limit 1) c
     where d.known`,
    [companyId],
  );
}

const unchanging = [
  `('customer', d.customer, k.customer)`,
  `('valueDate', d.value_date::text, k.value_date::text)`,
  `('currency', d.currency, k.currency::text)`,
  `('amount', d.amount::text, k.amount::text)`,
  `('instrument', coalesce(d.instrument, k.instrument), k.instrument)`,
];

function settledDate(column: string): string {
  const name = column === 'clearedOn' ? 'cleared_on' : 'reversed_on';
  return `('${column}', d.${name}::text, coalesce(k.${name}, d.${name})::text)`;
}
