import type { Batch, Merged } from './batch.js';
import { kinds, sqlName } from './kinds.js';

/** The customers' own columns in the file; its key and the company are not among them. */
function saidColumns({ said }: Batch): string[] {
  return kinds.customers.columns.filter(({ name, sql }) => sql && name !== 'customer' && said.has(name)).map(({ name }) => sqlName(name));
}

/**
 * Adds customers that are new and changes those that differ. What the file has no column for stays as it is known; an empty cell of a
 * column that it has means that there is none.
 */
export async function mergeCustomers(batch: Batch): Promise<Merged> {
  const { tx, companyId } = batch;
  const columns = saidColumns(batch);
  if (batch.said.has('owner')) await addPeople(batch, 'stage');
  const value = (column: string) => (column === 'strategic' ? 'coalesce(s.strategic, false)' : `s.${column}`);
  const [written] = await tx.query<{ count: number }>(
    `with written as (insert into customers as known (company_id, customer, ${columns.join(', ')})
     select $1, s.customer, ${columns.map(value).join(', ')} from stage s
     on conflict (company_id, customer) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
     where (${columns.map((column) => `known.${column}`).join(', ')}) is distinct from (${columns.map((column) => `excluded.${column}`).join(', ')})
     returning 1)
     select count(*)::integer as count from written`,
    [companyId],
  );
  return { accepted: written?.count ?? 0 };
}

/** An owner code that nobody has becomes a person without sign-in, for the admin to look after. */
export async function addPeople({ tx }: Batch, table: string): Promise<void> {
  // In order, so that the files of two companies do not wait for each other in a circle.
  await tx.query(
    `insert into people (login, name) select distinct owner, owner from ${table} where owner is not null order by owner on conflict do nothing`,
  );
}
