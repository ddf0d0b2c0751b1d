import { askingForCredit, judgeImported } from '../credit/judge-imported.js';
import type { Batch, Merged } from './batch.js';
import { changedRows } from './changed-rows.js';
import { addPeople } from './merge-customers.js';
import { addFaults, dropBadRows, judgeCustomers } from './row-faults.js';

/** An order without an owner has that of the order as it is known, or its customer's. */
export async function judgeOrders(batch: Batch): Promise<void> {
  const { tx, companyId } = batch;
  await judgeCustomers(batch, 'stage');
  await tx.query(
    `update stage s set owner = coalesce(
       (select o.owner from orders o where o.company_id = $1 and o."order" = s."order"),
       (select c.owner from customers c where c.company_id = $1 and c.customer = s.customer))
     where s.owner is null`,
    [companyId],
  );
  await addFaults(tx, `select line, 'owner', '', 'owner.missing', '{}' from stage where owner is null`);
  await dropBadRows(tx, 'stage');
}

/** Orders are as the ERP shows them now. */
export async function mergeOrders(batch: Batch): Promise<Merged> {
  const { tx, companyId } = batch;
  await addPeople(batch, 'stage');
  const asking = await askingForCredit(batch, 'order');
  const [written] = await tx.query<{ count: number }>(
    `with written as (${changedRows(batch, 'orders', { owner: 's.owner' })}) select count(*)::integer as count from written`,
    [companyId],
  );
  await judgeImported(batch, 'order', asking);
  return { accepted: written?.count ?? 0 };
}
