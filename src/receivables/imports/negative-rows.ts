import type { Batch } from './batch.js';
import { addFaults, dropBadRows } from './row-faults.js';

/**
 * Negative rows are credit on account (domain.md, Ledger in): sets them apart, in the temporary table `negative`, and finds those that
 * contradict what is known.
 */
export async function judgeNegativeRows({ tx, companyId, kind }: Batch): Promise<void> {
  await tx.query('create temp table negative (like stage) on commit drop');
  await tx.query('with taken as (delete from stage where amount < 0 returning *) insert into negative select * from taken');
  await addFaults(
    tx,
    `select n.line, 'amount', n.amount::text, 'amount.below_applied', jsonb_build_object('applied', (r.amount - r.balance)::text)
     from negative n join receivables r on r.company_id = $1 and r.document = n.document and r.instalment = n.instalment`,
    [companyId],
  );
  // A list of open items shows what is left of a credit, which may be less than on the last one.
  const sameAmount = kind === 'open_items' ? '' : `, ('amount', n.amount::text, (-k.amount)::text)`;
  await addFaults(
    tx,
    `select n.line, c.name, c.said, 'credit.differs', jsonb_build_object('known', c.known)
     from negative n
     join credits k on k.company_id = $1 and k.credit = n.document and k.document is null and k.instalment = n.instalment
     cross join lateral (select * from (values ('customer', n.customer, k.customer), ('issuedOn', n.issued_on::text, k.credited_on::text),
       ('currency', n.currency, k.currency::text)${sameAmount}) v (name, said, known)
       where said <> known limit 1) c`,
    [companyId],
  );
  await dropBadRows(tx, 'negative');
}

/**
 * On a list of open items a credit that is gone was used up elsewhere.
 * @returns how many rows are new or say something new
 */
export async function mergeNegativeRows({ tx, companyId, importId, businessDate, kind, asOf }: Batch): Promise<number> {
  const isList = kind === 'open_items';
  await tx.query(
    `insert into customers (company_id, customer, name)
     select distinct on (customer) $1, customer, coalesce(customer_name, customer) from negative order by customer, line on conflict do nothing`,
    [companyId],
  );
  if (isList)
    await tx.query(
      `update credits k set reversed_on = $2 where company_id = $1 and listed and reversed_on is null and not exists (
         select from negative n where n.document = k.credit and n.instalment = k.instalment)`,
      [companyId, asOf],
    );
  const written = await tx.query(
    `insert into credits as k (company_id, credit, customer, instalment, credited_on, currency, amount, import_id, entered_on, listed)
     select $1, document, customer, instalment, issued_on, currency, -amount, $2, $3, $4 from negative order by line
     on conflict (company_id, credit, document, instalment) do update set amount = excluded.amount, reversed_on = null
     where excluded.listed and k.listed and (k.amount <> excluded.amount or k.reversed_on is not null) returning 1`,
    [companyId, importId, businessDate, isList],
  );
  return written.length;
}
