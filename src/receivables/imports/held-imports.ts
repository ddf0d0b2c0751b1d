import type { Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { dropHeldFile, keepHeldFile } from './held-files.js';
import { finishImport, type ImportRow, importColumns, statusColumn } from './import-record.js';
import type { ImportRequest } from './import-request.js';
import type { ListHeld } from './open-items.js';

/** Nothing of the file is taken; its report says how much would vanish. */
export async function holdImport(
  tx: Tx,
  { companyId, file }: ImportRequest,
  started: { id: string; businessDate: string },
  { rows, facts }: { rows: number } & Pick<ListHeld, 'facts'>,
): Promise<ImportRow> {
  await keepHeldFile(tx, companyId, started.id, file.path);
  await tx.query(
    `insert into import_errors (company_id, import_id, seq, line, "column", value, code, facts) values ($1, $2, 1, 1, '', '', 'list.vanished', $3)`,
    [companyId, started.id, facts],
  );
  return finishImport(tx, companyId, started, { status: 'held', rows, accepted: 0, rejected: 0, unchanged: 0 });
}

/**
 * From now on it is running, and says who has released it.
 * @throws Problem 409 `import.not_held`, also for one that somebody else has released meanwhile
 */
export async function markReleased(tx: Tx, companyId: string, id: string, by: string): Promise<ImportRow> {
  const [released] = await tx.query<ImportRow>(
    `update imports set status = 'running', confirmed_by = $3, confirmed_at = now(), alive_at = now()
     where company_id = $1 and id = $2 and (${statusColumn}) = 'held' returning ${importColumns}`,
    [companyId, id, by],
  );
  if (!released) throw new Problem(409, 'import.not_held', { id });
  return released;
}

/**
 * In the transaction that takes the file.
 * @throws Problem 409 `import.not_held` for one that has been taken meanwhile
 */
export async function forgetHeld(tx: Tx, companyId: string, id: string): Promise<void> {
  await tx.query('delete from import_errors where company_id = $1 and import_id = $2', [companyId, id]);
  if (!(await dropHeldFile(tx, companyId, id))) throw new Problem(409, 'import.not_held', { id });
}

/** Its process stops before it was taken: it may be released again. */
export async function holdAgain(database: Pick<Tx, 'query'>, { companyId, id, rows }: ImportRow): Promise<void> {
  await database.query(
    `update imports set status = 'held', confirmed_by = null, confirmed_at = null, rows = $3 where company_id = $1 and id = $2 and status = 'running'`,
    [companyId, id, rows],
  );
}

/** What a held import was asked for, but for the place of its file. */
export type HeldRequest = Omit<ImportRequest, 'file'> & { file: Omit<ImportRequest['file'], 'path'> };

/**
 * What was asked for when it was held, but for the file's place.
 * @throws Problem 409 `import.not_held`, `import.same_person`
 */
export async function heldRequest(
  database: Pick<Tx, 'query'>,
  { companyId, id, status, by }: ImportRow,
  confirmedBy: string,
): Promise<HeldRequest> {
  if (status !== 'held') throw new Problem(409, 'import.not_held', { id });
  if (by === confirmedBy) throw new Problem(409, 'import.same_person', { id, by });
  const [held] = await database.query<Omit<ImportRequest, 'file'> & { name: string; sha256: Buffer; bytes: string }>(
    `select kind, company_id as "companyId", coalesce(profile, '') as profile, on_error as "onError", as_of as "asOf", by, file_name as name,
       sha256, bytes from imports where company_id = $1 and id = $2`,
    [companyId, id],
  );
  if (!held) throw new Problem(409, 'import.not_held', { id });
  const { name, sha256, bytes, profile, ...request } = held;
  return { ...request, ...(profile && { profile }), file: { name, sha256, bytes: Number(bytes) } };
}
