import { createHash } from 'node:crypto';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { openRowStates } from '../../workflows/overdue-list/row.js';
import { canonicalJson } from '../cases/journal-hash.js';
import type { Tx } from '../platform/database/database.js';
import { recordEvents } from './list-events.js';
import { type RowView, rowsOf } from './list-rows.js';

/** Once no row waits any more the list is agreed: frozen, with its fingerprint. The list's row is held by the caller. */
export async function agreeWhenDone(
  tx: Pick<Tx, 'query'>,
  { companyId, list }: { companyId: string; list: string },
  { by, on }: { by: string; on: BusinessDate },
): Promise<boolean> {
  const [open] = await tx.query(
    `select from overdue_list_rows where company_id = $1 and list_id = $2::bigint and state in (${openRowStates.map((state) => `'${state}'`).join(', ')}) limit 1`,
    [companyId, list],
    'lists.any_open',
  );
  if (open) return false;
  const hash = await fingerprintOf(tx, { companyId, list });
  await tx.query(
    `update overdue_lists set status = 'agreed', agreed_on = $3, fingerprint = $4, version = version + 1
     where company_id = $1 and id = $2::bigint and status = 'published'`,
    [companyId, list, on, hash],
    'lists.agree',
  );
  await recordEvents(tx, { companyId, list }, { by, on }, [{ kind: 'agreed', facts: { fingerprint: hash.toString('hex') } }]);
  return true;
}

/** SHA-256 over one line of canonical JSON for the list and one for each row, in the list's order. */
export async function fingerprintOf(tx: Pick<Tx, 'query'>, { companyId, list }: { companyId: string; list: string }): Promise<Buffer> {
  const [head] = await tx.query<Record<string, unknown>>(
    `select company_id as company, month, snapshot_on as "snapshotOn", published_on as "publishedOn" from overdue_lists
     where company_id = $1 and id = $2::bigint`,
    [companyId, list],
    'lists.fingerprint_head',
  );
  const hash = createHash('sha256').update(`${canonicalJson(head)}\n`);
  for await (const rows of rowsOf(tx, { companyId, list })) for (const row of rows) hash.update(`${canonicalJson(signed(row))}\n`);
  return hash.digest();
}

/** What both sides have agreed on. Names may change, and how it stands against the last list is news, not debt. */
function signed(row: RowView) {
  const { customer, document, instalment, dueOn, overdueDays, currency, amount, balance, agreedBalance, owner, agreedOwner } = row;
  const { collection, state, corrected } = row;
  return {
    ...{ customer, document, instalment, dueOn, overdueDays, currency, amount, balance, agreedBalance, owner, agreedOwner },
    ...{ collection, state, corrected },
  };
}
