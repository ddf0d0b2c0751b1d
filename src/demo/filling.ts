import type { Database } from '../platform/database/database.js';
import { bePatient } from '../platform/database/patient.js';

/**
 * Does the work while no other process of ours fills this database with examples; a second one waits here and then sees what the
 * first has left.
 */
export function whileNobodyElseFills<T>(database: Database, work: () => Promise<T>): Promise<T> {
  return database.transaction(async (tx) => {
    await bePatient(tx);
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('demo', 0))`);
    return work();
  });
}

/** Whether anybody has brought anything into the ledger yet. */
export async function isEmpty(database: Database): Promise<boolean> {
  const [found] = await database.query<{ used: boolean }>(
    'select exists (select from customers) or exists (select from receivables) or exists (select from cases) as used',
  );
  return !found?.used;
}
