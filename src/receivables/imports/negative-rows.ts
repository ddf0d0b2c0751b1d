import type { Batch } from './batch.js';
import { addFaults, dropBadRows } from './row-faults.js';

/**
 * Negative rows are credit on account (domain.md, Ledger in): sets them apart, in the temporary table `negative`, and finds those that
 * contradict what is known.
 */
export async function judgeNegativeRows({ tx, companyId }: Batch): Promise<void> {
  await tx.query('create temp table negative (like stage) on commit drop');
  await tx.query('with taken as (delete from stage where amount < 0 returning *) insert into negative select * from taken');
  await addFaults(
    tx,
    `select n.line, 'amount', n.amount::text, 'amount.below_applied', jsonb_build_object('applied', (r.amount - r.balance)::text)
     from negative n join receivables r on r.company_id = $1 and r.document = n.document and r.instalment = n.instalment`,
    [companyId],
  );
  await addFaults(
    tx,
    `select n.line, c.name, c.said, 'credit.differs', jsonb_build_object('known', c.known)
     from negative n
     join credits k on k.company_id = $1 and k.credit = n.document and k.document is null and k.instalment = n.instalment
     cross join lateral (select * from (values ('customer', n.customer, k.customer), ('issuedOn', n.issued_on::text, k.credited_on::text),
       ('currency', n.currency, k.currency::text), ('amount', n.amount::text, (-k.amount)::text)) v (name, said, known)
       where said <> known limit 1) c`,
    [companyId],
  );
  await dropBadRows(tx, 'negative');
}

/** @returns how many of them are new */
export async function mergeNegativeRows({ tx, companyId, importId, businessDate }: Batch): Promise<number> {
  await tx.query(
    `insert into customers (company_id, customer, name)
     select distinct on (customer) $1, customer, coalesce(customer_name, customer) from negative order by customer, line on conflict do nothing`,
    [companyId],
  );
  const added = await tx.query(
    `insert into credits (company_id, credit, customer, instalment, credited_on, currency, amount, import_id, entered_on)
     select $1, document, customer, instalment, issued_on, currency, -amount, $2, $3 from negative order by line
     on conflict do nothing returning 1`,
    [companyId, importId, businessDate],
  );
  return added.length;
}
