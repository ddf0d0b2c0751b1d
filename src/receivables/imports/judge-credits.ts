import { creditInflow } from '../ledger/inflow.js';
import type { Batch } from './batch.js';
import { lockInflow } from './ledger-locks.js';
import { addFaults, dropBadRows, judgeCustomers } from './row-faults.js';

/**
 * Sets the rows apart that say something new, in the temporary table `delta`: new credits (`known` false, with an id of their own), and
 * known ones that have been taken back since. Then locks every receivable they touch, and finds the rows that cannot be.
 */
export async function judgeCredits(batch: Batch): Promise<void> {
  const { tx, companyId, said } = batch;
  await tx.query(
    'create temp table delta (like stage, known boolean not null, credit_id bigint not null, receivable_id bigint) on commit drop',
  );
  await tx.query(
    `insert into delta
     select s.*, k.id is not null, coalesce(k.id, nextval('credits_id_seq')), i.id
     from stage s
     left join credits d on d.company_id = $1 and d.credit = s.credit and d.document = s.document and d.instalment = s.instalment
     left join credits a on a.company_id = $1 and a.credit = s.credit and a.document is null and s.document is null and a.instalment is null
     left join credits k on k.company_id = $1 and k.id = coalesce(d.id, a.id)
     left join receivables i on i.company_id = $1 and i.document = s.document and i.instalment = s.instalment
     where k.id is null or ${said.has('reversedOn') ? 's.reversed_on is distinct from k.reversed_on' : 'false'}
       or (k.customer, k.credited_on, k.currency, k.amount) is distinct from (s.customer, s.credited_on, s.currency, s.amount)`,
    [companyId],
  );
  await tx.query('analyze delta');
  await lockInflow(batch, creditInflow);
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
  // What has been taken back stays so; and nothing else of a credit changes once it is known.
  const reversedOn = said.has('reversedOn') ? `, ('reversedOn', d.reversed_on::text, coalesce(k.reversed_on, d.reversed_on)::text)` : '';
  await addFaults(
    tx,
    `select d.line, c.name, coalesce(c.said, ''), 'credit.differs', jsonb_build_object('known', c.known)
     from delta d join credits k on k.company_id = $1 and k.id = d.credit_id
     cross join lateral (select * from (values ('customer', d.customer, k.customer), ('creditedOn', d.credited_on::text, k.credited_on::text),
       ('currency', d.currency, k.currency::text), ('amount', d.amount::text, k.amount::text)${reversedOn}) v (name, said, known)
       where said is distinct from known limit 1) c
     where d.known`,
    [companyId],
  );
}
