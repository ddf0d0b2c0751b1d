import type { Tx } from '../../platform/database/database.js';

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
