import type { Tx } from './database.js';

/**
 * Lets a transaction take the time it needs: a file, a night, a verification. Requests of people have no such right, and are given up
 * when a statement or a lock takes too long.
 */
export function bePatient(tx: Pick<Tx, 'query'>): Promise<void> {
  return unlimited(tx, ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']);
}

/** The same for what must never fall silent: a process that is frozen loses the transaction. */
export function waitPatiently(tx: Pick<Tx, 'query'>): Promise<void> {
  return unlimited(tx, ['statement_timeout', 'lock_timeout']);
}

async function unlimited(tx: Pick<Tx, 'query'>, settings: string[]): Promise<void> {
  await tx.query(`select set_config(name, '0', true) from unnest($1::text[]) name`, [settings]);
}
