import type { Tx } from '../../platform/database/database.js';
import type { Inflow } from '../ledger/inflow.js';
import type { Batch } from './batch.js';

/**
 * Locks the receivables listed in the temporary table `touched(receivable_id, case_id)` and fills in which have a case, so that balances
 * read from here on stay true. Cases are locked before receivables, each in id order, as everybody does who writes both. Where a case is
 * opened for one of the receivables just before its lock is had, all locks are given back and asked for again in that order.
 */
export async function lockTouched(tx: Tx, companyId: string): Promise<void> {
  await tx.query('analyze touched');
  for (;;) {
    await tx.query('savepoint ledger_locks');
    await tx.query(
      'update touched t set case_id = c.id from cases c where c.company_id = $1 and c.receivable_id = t.receivable_id and t.case_id is null',
      [companyId],
    );
    await tx.query(
      `with locked as (select 1 from cases where company_id = $1 and id in (select case_id from touched) order by id for no key update) select count(*) from locked`,
      [companyId],
    );
    await tx.query(
      `with locked as (select 1 from receivables where company_id = $1 and id in (select receivable_id from touched where case_id is null)
                       order by id for no key update)
       select count(*) from locked`,
      [companyId],
    );
    const [opened] = await tx.query(
      `select 1 from touched t join cases c on c.company_id = $1 and c.receivable_id = t.receivable_id where t.case_id is null limit 1`,
      [companyId],
    );
    await tx.query(opened ? 'rollback to savepoint ledger_locks' : 'release savepoint ledger_locks');
    if (!opened) return;
  }
}

/** @param receivables a query of ids, each at most once, with $1, $2, … for `values` */
export async function touch(tx: Tx, receivables: string, values: unknown[]): Promise<void> {
  await tx.query('create temp table touched (receivable_id bigint primary key, case_id bigint) on commit drop');
  await tx.query(`insert into touched (receivable_id) ${receivables}`, values);
}

/**
 * Locks what the receipts or credits of the temporary table `delta` are for, what those that have gone back had lowered, and these
 * themselves, so that nobody allocates more of them. What was allocated just before is looked for again, and then locked in order as well.
 */
export async function lockInflow({ tx, companyId }: Batch, { table, allocations, id }: Inflow): Promise<void> {
  const lowered = `
    select a.receivable_id from delta d join ${allocations} a on a.company_id = $1 and a.${id} = d.${id}
    where d.known and d.reversed_on is not null and a.reversed_on is null`;
  await touch(tx, `select receivable_id from delta where not known and receivable_id is not null union ${lowered}`, [companyId]);
  for (;;) {
    await tx.query('savepoint inflow_locks');
    await lockTouched(tx, companyId);
    await tx.query(
      `with locked as (select 1 from ${table} where company_id = $1 and id in (select ${id} from delta where known and reversed_on is not null)
                       order by id for no key update)
       select count(*) from locked`,
      [companyId],
    );
    const more = await tx.query<{ receivable_id: string }>(`${lowered} except select receivable_id from touched`, [companyId]);
    await tx.query(more.length ? 'rollback to savepoint inflow_locks' : 'release savepoint inflow_locks');
    if (more.length === 0) return;
    await tx.query('insert into touched (receivable_id) select unnest($1::bigint[])', [more.map(({ receivable_id }) => receivable_id)]);
  }
}
