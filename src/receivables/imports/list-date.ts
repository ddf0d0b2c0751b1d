import type { Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { ImportRequest } from './import-request.js';

/**
 * A list of open items tells what is gone since the last one: it needs its day, may not be older than that, and no row may be left out.
 * @throws Problem 400 `request.invalid`, 409 `open_items.older`
 */
export async function judgeListDate(tx: Tx, { kind, companyId, asOf, onError }: ImportRequest, businessDate: string): Promise<void> {
  if (kind !== 'open_items') return;
  if (asOf === undefined) throw new Problem(400, 'request.invalid', {}, [{ field: 'asOf', code: 'required' }]);
  if (asOf > businessDate) throw new Problem(400, 'request.invalid', {}, [{ field: 'asOf', code: 'after_today', facts: { businessDate } }]);
  if (onError === 'skip') throw new Problem(400, 'request.invalid', {}, [{ field: 'onError', code: 'choice', facts: { allowed: 'stop' } }]);
  const [last] = await tx.query<{ asOf: string | null }>(
    `select max(as_of) as "asOf" from imports where company_id = $1 and kind = 'open_items' and status = 'done'`,
    [companyId],
  );
  if (last?.asOf && asOf < last.asOf) throw new Problem(409, 'open_items.older', { asOf, last: last.asOf });
}
