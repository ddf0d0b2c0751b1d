import type { Tx } from '../../platform/database/database.js';
import type { Batch } from './batch.js';
import type { RowFault } from './reading/row-fault.js';

/**
 * Adds to what is wrong with the file's rows.
 * @param rows a query giving line, canonical column, value, code and facts (jsonb), with $1, $2, … for `values`
 */
export async function addFaults(tx: Tx, rows: string, values: unknown[] = []): Promise<void> {
  await tx.query(`insert into stage_fault (line, "column", value, code, facts) ${rows}`, values);
}

/** The same for faults found one by one. */
export async function addFoundFaults(tx: Tx, faults: readonly (RowFault & { line: string })[]): Promise<void> {
  await addFaults(
    tx,
    `select line, "column", value, code, coalesce(facts, '{}')
     from jsonb_to_recordset($1) as f (line bigint, "column" text, value text, code text, facts jsonb)`,
    [JSON.stringify(faults)],
  );
}

/** Rows of `table` whose customer no file has brought yet. */
export async function judgeCustomers({ tx, companyId }: Batch, table: string): Promise<void> {
  await addFaults(
    tx,
    `select d.line, 'customer', d.customer, 'customer.unknown', '{}' from ${table} d
     where not exists (select from customers c where c.company_id = $1 and c.customer = d.customer)`,
    [companyId],
  );
}

/** Leaves bad rows out of `table`, which has a column `line`. */
export async function dropBadRows(tx: Tx, table: string): Promise<void> {
  await tx.query(`delete from ${table} t using stage_fault f where f.line = t.line`);
}

export async function countBadRows(tx: Tx): Promise<number> {
  const [counted] = await tx.query<{ count: number }>('select count(distinct line)::integer as count from stage_fault');
  return counted?.count ?? 0;
}

/**
 * Keeps the report with its import, in the order of lines, and of columns as they were looked at.
 * @param labels the file's own header by canonical column
 */
export async function keepFaults(tx: Tx, companyId: string, importId: string, labels: Readonly<Record<string, string>>): Promise<void> {
  await tx.query(
    `insert into import_errors (company_id, import_id, seq, line, "column", value, code, facts)
     select $1, $2, row_number() over (order by line, ctid), line, coalesce($3::jsonb ->> "column", "column"), value, code, facts from stage_fault`,
    [companyId, importId, labels],
  );
}
