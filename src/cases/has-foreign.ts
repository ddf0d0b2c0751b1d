import type { Tx } from '../platform/database/database.js';

/** Most companies have one currency: then no receivable needs to be asked for its own. */
export async function hasForeign(database: Pick<Tx, 'query'>, company: string): Promise<boolean> {
  const [row] = await database.query<{ is: boolean }>(
    `select exists (select from receivables where company_id = $1 and currency <> 'CNY') as is`,
    [company],
    'cases.has_foreign',
  );
  return row?.is === true;
}
