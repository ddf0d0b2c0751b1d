import type { Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { ImportRequest } from './import-request.js';

/** An import as it is kept. */
export interface ImportRow {
  companyId: string;
  id: string;
  kind: string;
  fileName: string;
  /** Hexadecimal. */
  sha256: string;
  profile: string | null;
  onError: 'stop' | 'skip';
  asOf: string | null;
  status: 'running' | 'done' | 'rejected';
  rows: number;
  accepted: number;
  rejected: number;
  unchanged: number;
  by: string;
  businessDate: string;
  startedAt: Date;
  finishedAt: Date | null;
}

export const importColumns = `company_id as "companyId", id, kind, file_name as "fileName", encode(sha256, 'hex') as sha256, profile,
  on_error as "onError", as_of as "asOf", status, rows, accepted, rejected, unchanged, by, business_date as "businessDate",
  started_at as "startedAt", finished_at as "finishedAt"`;

export type ImportResult = Pick<ImportRow, 'status' | 'rows' | 'accepted' | 'rejected' | 'unchanged'>;

/**
 * @param profileVersion of the profile that the request names
 * @throws Problem 404 `company.unknown`
 */
export async function startImport(
  tx: Tx,
  { companyId, kind, file, profile, onError, asOf, by }: ImportRequest,
  profileVersion?: number,
): Promise<{ id: string; businessDate: string }> {
  const [started] = await tx.query<{ id: string; businessDate: string }>(
    `insert into imports (company_id, kind, file_name, sha256, bytes, as_of, profile, profile_version, on_error, status, by, business_date)
     select id, $2, $3, $4, $5, $6, $7, $8, $9, 'running', $10, business_date(id) from companies where id = $1
     returning id, business_date as "businessDate"`,
    [companyId, kind, file.name, file.sha256, file.bytes, asOf ?? null, profile ?? null, profileVersion ?? null, onError, by],
  );
  if (!started) throw new Problem(404, 'company.unknown', { company: companyId });
  return started;
}

/**
 * How many rows the file has, if every one of them was taken before, read in the same way; otherwise undefined. Rows that were skipped
 * then may be good by now, so such a file is read again.
 */
export async function sameFileBefore(
  tx: Tx,
  { companyId, kind, file, profile }: ImportRequest,
  profileVersion?: number,
): Promise<number | undefined> {
  const [before] = await tx.query<{ rows: number }>(
    `select rows from imports
     where company_id = $1 and sha256 = $2 and kind = $3 and profile is not distinct from $4 and profile_version is not distinct from $5
       and status = 'done' and rejected = 0 limit 1`,
    [companyId, file.sha256, kind, profile ?? null, profileVersion ?? null],
  );
  return before?.rows;
}

export async function finishImport(
  tx: Tx,
  companyId: string,
  id: string,
  { status, rows, accepted, rejected, unchanged }: ImportResult,
): Promise<ImportRow> {
  const [finished] = await tx.query<ImportRow>(
    `update imports set status = $3, rows = $4, accepted = $5, rejected = $6, unchanged = $7, finished_at = clock_timestamp()
     where company_id = $1 and id = $2 returning ${importColumns}`,
    [companyId, id, status, rows, accepted, rejected, unchanged],
  );
  return finished as ImportRow;
}

/** A company's first ledger file is its opening (domain.md, Ledger in). */
export async function markOpening(tx: Tx, companyId: string, businessDate: string): Promise<void> {
  await tx.query('update companies set opening_on = $2 where id = $1 and opening_on is null', [companyId, businessDate]);
}
