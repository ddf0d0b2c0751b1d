import type { CaseDesk } from '../../cases/case-desk.js';
import type { Batch, Merged } from './batch.js';
import { correctionsAsked } from './corrections.js';
import { lockTouched, touch } from './ledger-locks.js';
import { addPeople } from './merge-customers.js';
import { judgeNegativeRows, mergeNegativeRows } from './negative-rows.js';
import { addFaults, dropBadRows } from './row-faults.js';

/** What may change without a second person, because it moves neither money nor duties; only if the file says something about it. */
const detachedColumns = ['contract', 'channel'] as const;

/**
 * Sets the rows apart that say something new, locks what they touch, and finds those that cannot be.
 * @param more a query of further receivables to lock, with the company as $1
 */
export async function judgeReceivables(batch: Batch, more = 'select null::bigint where $1::text is null'): Promise<void> {
  const { tx, companyId } = batch;
  await judgeNegativeRows(batch);
  const detached = detachedColumns.filter((column) => batch.said.has(column));
  const compared = ['customer', 'issued_on', 'due_on', 'currency', 'amount', ...detached];
  await tx.query('create temp table delta (like stage, receivable_id bigint) on commit drop');
  await tx.query(
    `insert into delta (line, customer, customer_name, document, instalment, issued_on, due_on, currency, amount, owner, contract, channel, receivable_id)
     select s.line, s.customer, s.customer_name, s.document, s.instalment, s.issued_on, s.due_on, s.currency, s.amount,
       coalesce(s.owner, r.owner, c.owner), s.contract, s.channel, r.id
     from stage s
     left join receivables r on r.company_id = $1 and r.document = s.document and r.instalment = s.instalment
     left join customers c on c.company_id = $1 and c.customer = s.customer
     where r.id is null or (${compared.map((column) => `r.${column}`).join(', ')}) is distinct from (${compared.map((column) => `s.${column}`).join(', ')})
       or r.owner <> s.owner`,
    [companyId],
  );
  await tx.query('analyze delta');
  await touch(tx, `select receivable_id from delta where receivable_id is not null union ${more}`, [companyId]);
  await lockTouched(tx, companyId);
  await findFaults(batch);
  await dropBadRows(tx, 'delta');
}

async function findFaults({ tx, companyId }: Batch): Promise<void> {
  await addFaults(tx, `select line, 'owner', '', 'owner.missing', '{}' from delta where owner is null`);
  await addFaults(
    tx,
    `select d.line, fault.* from delta d join receivables r on r.company_id = $1 and r.id = d.receivable_id
     cross join lateral (
       select 'currency', d.currency, 'currency.differs', jsonb_build_object('currency', r.currency) where d.currency <> r.currency
       union all
       select 'amount', d.amount::text, 'amount.below_applied', jsonb_build_object('applied', (r.amount - r.balance)::text)
       where d.amount < r.amount - r.balance) fault`,
    [companyId],
  );
}

/**
 * Writes what `judgeReceivables` has set apart. A change to an item with a case goes to the desk, where it waits for a second person.
 * @throws RowsRefused as `submitRows`
 */
export async function mergeReceivables(batch: Batch, desk: CaseDesk): Promise<Merged> {
  const { tx, companyId, importId } = batch;
  await addPeople(batch, 'delta');
  await tx.query(
    `insert into customers (company_id, customer, name)
     select distinct on (customer) $1, customer, coalesce(customer_name, customer) from delta order by customer, line on conflict do nothing`,
    [companyId],
  );
  const known = await correctionsAsked(batch, desk);
  await dropBadRows(tx, 'delta');
  const [set] = await tx.query<{ count: number }>('select count(*)::integer as count from delta');
  await changeKnown(batch);
  await tx.query(
    `insert into receivables (company_id, customer, document, instalment, issued_on, due_on, currency, amount, owner, contract, channel, import_id, listed)
     select $1, customer, document, instalment, issued_on, due_on, currency, amount, owner, contract, channel, $2, $3 from delta where receivable_id is null`,
    [companyId, importId, batch.kind === 'open_items'],
  );
  return { accepted: (set?.count ?? 0) - known + (await mergeNegativeRows(batch)) };
}

async function changeKnown({ tx, companyId, said }: Batch): Promise<void> {
  const more = detachedColumns.filter((column) => said.has(column)).map((column) => `, ${column} = d.${column}`);
  await tx.query(
    `update receivables r set issued_on = d.issued_on${more.join('')} from delta d join touched t using (receivable_id)
     where r.company_id = $1 and r.id = d.receivable_id and t.case_id is not null`,
    [companyId],
  );
  await tx.query(
    `update receivables r
     set customer = d.customer, issued_on = d.issued_on, due_on = d.due_on, amount = d.amount, owner = d.owner${more.join('')}
     from delta d join touched t using (receivable_id)
     where r.company_id = $1 and r.id = d.receivable_id and t.case_id is null`,
    [companyId],
  );
}
