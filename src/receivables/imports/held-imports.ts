import type { Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { dropHeldFile, keepHeldFile } from './held-files.js';
import { finishImport, type ImportRow } from './import-record.js';
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

export async function releaseImport(tx: Tx, companyId: string, id: string, by: string): Promise<void> {
  const released = await tx.query(
    `update imports set status = 'running', confirmed_by = $3 where company_id = $1 and id = $2 and status = 'held' returning 1`,
    [companyId, id, by],
  );
  if (released.length === 0) throw new Problem(409, 'import.not_held', { id });
  await tx.query('delete from import_errors where company_id = $1 and import_id = $2', [companyId, id]);
  await dropHeldFile(tx, companyId, id);
}

/**
 * What was asked for when it was held, but for the file's place.
 * @throws Problem 409 `import.not_held`, `import.same_person`
 */
export async function heldRequest(
  database: Pick<Tx, 'query'>,
  { companyId, id, status, by }: ImportRow,
  confirmedBy: string,
): Promise<Omit<ImportRequest, 'file'> & { file: Omit<ImportRequest['file'], 'path'> }> {
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
