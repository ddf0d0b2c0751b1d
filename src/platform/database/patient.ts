import type { Tx } from './database.js';

/**
 * Lets a transaction take the time it needs: a file, a night, a verification. Requests of people have no such right, and are given up
 * when a statement or a lock takes too long.
 */
export async function bePatient(tx: Pick<Tx, 'query'>): Promise<void> {
  await tx.query(
    `select set_config(name, '0', true) from unnest(array['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) name`,
  );
}
