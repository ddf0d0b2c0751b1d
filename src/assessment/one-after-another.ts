import type { Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';

/**
 * Before anything is decided that counts in a card: no period of any company is being closed meanwhile, and one decision of this company
 * follows the other. Ask it first.
 * @throws Problem 404 `company.unknown`
 */
export async function decideAlone(tx: Tx, company: string): Promise<void> {
  await tx.query('lock table cases in row share mode');
  const found = await tx.query('select from companies where id = $1 for no key update', [company]);
  if (found.length === 0) throw new Problem(404, 'company.unknown', { company });
}

/**
 * While a period is closed: whatever changes a case waits, so that each point counts in this period or in the next one, and in no third.
 * It must be the transaction's first statement after its isolation level: what it waited for is seen by all that follow.
 */
export async function closeAlone(tx: Tx): Promise<void> {
  await tx.query('lock table cases in exclusive mode');
}
