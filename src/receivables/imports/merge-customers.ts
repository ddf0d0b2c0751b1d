import type { Batch, Merged } from './batch.js';
import { changedRows } from './changed-rows.js';

export async function mergeCustomers(batch: Batch): Promise<Merged> {
  const { tx, companyId, said } = batch;
  if (said.has('owner')) await addPeople(batch, 'stage');
  const values = {
    ...(said.has('strategic') && { strategic: 'coalesce(s.strategic, false)' }),
    ...(said.has('language') && { language: `coalesce(s.language, 'zh-CN')` }),
  };
  const [written] = await tx.query<{ count: number }>(
    `with written as (${changedRows(batch, 'customers', values)}) select count(*)::integer as count from written`,
    [companyId],
  );
  return { accepted: written?.count ?? 0 };
}

/** A salesperson's code that nobody has becomes a person without sign-in, for the admin to look after. */
export async function addPeople({ tx }: Batch, table: string, column = 'owner'): Promise<void> {
  // In order, so that the files of two companies do not wait for each other in a circle.
  await tx.query(
    `insert into people (login, name) select distinct ${column}, ${column} from ${table} where ${column} is not null order by ${column} on conflict do nothing`,
  );
}
