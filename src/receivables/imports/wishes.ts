import type { Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { ImportKind } from './import-kinds.js';
import type { ImportRequest } from './import-request.js';

/** What is asked for beside the file itself. */
type Wishes = Pick<ImportRequest, 'kind' | 'companyId' | 'asOf' | 'onError' | 'cases'>;

const beforeReceipts: readonly ImportKind[] = ['receivables', 'credits', 'receipts'];

/**
 * Whether a file may be taken as it was asked for.
 * @throws Problem 400 `request.invalid`, 409 `open_items.older`, `opening.over`
 */
export async function judgeWishes(tx: Tx, wishes: Wishes, businessDate: string): Promise<void> {
  await judgeListDate(tx, wishes, businessDate);
  await judgeOpening(tx, wishes, businessDate);
}

/** A list of open items tells what is gone since the last one: it needs its day, may not be older than that, and no row may be left out. */
async function judgeListDate(tx: Tx, { kind, companyId, asOf, onError }: Wishes, businessDate: string): Promise<void> {
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

/**
 * A first load brings what is owed before what was paid of it. Until its last file, cases may wait for those that are settled by then;
 * from the next day on nobody can keep a case from being opened.
 */
async function judgeOpening(tx: Tx, { kind, companyId, cases }: Wishes, businessDate: string): Promise<void> {
  if (cases !== 'later') return;
  if (!beforeReceipts.includes(kind))
    throw new Problem(400, 'request.invalid', {}, [{ field: 'cases', code: 'choice', facts: { allowed: 'now' } }]);
  const [company] = await tx.query<{ openingOn: string | null }>('select opening_on as "openingOn" from companies where id = $1', [
    companyId,
  ]);
  const openingOn = company?.openingOn ?? businessDate;
  if (openingOn !== businessDate) throw new Problem(409, 'opening.over', { openingOn });
}
