import type { Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { ImportRequest } from './import-request.js';

/** `held`: a second person must release it; `interrupted`: its process died or stopped. Nothing of the file was taken in either. */
export const importStatuses = ['running', 'held', 'done', 'rejected', 'interrupted'] as const;
export type ImportStatus = (typeof importStatuses)[number];

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
  status: ImportStatus;
  rows: number;
  accepted: number;
  rejected: number;
  unchanged: number;
  by: string;
  /** Who released it, being held. */
  confirmedBy: string | null;
  confirmedAt: Date | null;
  businessDate: string;
  startedAt: Date;
  finishedAt: Date | null;
}

/**
 * A running import is heard of every second; one that has fallen silent has lost its process. A held one that was being taken then is
 * still held.
 */
const silent = `status = 'running' and alive_at < now() - interval '60 seconds'`;
export const statusColumn = `case when (${silent}) is not true then status when confirmed_by is null then 'interrupted' else 'held' end`;

export const importColumns = `company_id as "companyId", id, kind, file_name as "fileName", encode(sha256, 'hex') as sha256, profile,
  on_error as "onError", as_of as "asOf", ${statusColumn} as status, rows, accepted, rejected, unchanged, by, business_date as "businessDate",
  case when ${silent} then null else confirmed_by end as "confirmedBy", case when ${silent} then null else confirmed_at end as "confirmedAt", started_at as "startedAt", finished_at as "finishedAt"`;

export type ImportResult = Pick<ImportRow, 'status' | 'rows' | 'accepted' | 'rejected' | 'unchanged'>;

/**
 * @param profileVersion of the profile that the request names
 * @returns its number, and the day on which it is taken
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
 * then may be good by now, so such a file is read again; so is a list of open items that another has followed.
 */
export async function sameFileBefore(
  tx: Tx,
  { companyId, kind, file, profile, asOf }: ImportRequest,
  profileVersion?: number,
): Promise<number | undefined> {
  const [before] = await tx.query<{ rows: number }>(
    `select rows from imports i
     where company_id = $1 and sha256 = $2 and kind = $3 and profile is not distinct from $4 and profile_version is not distinct from $5
       and status = 'done' and rejected = 0
       and (kind <> 'open_items' or as_of = $6 and not exists (
         select from imports later where later.company_id = $1 and later.kind = 'open_items' and later.status = 'done' and later.id > i.id))
     limit 1`,
    [companyId, file.sha256, kind, profile ?? null, profileVersion ?? null, asOf ?? null],
  );
  return before?.rows;
}

/** @param businessDate on which it was taken: it may have waited past midnight */
export async function finishImport(
  tx: Tx,
  companyId: string,
  { id, businessDate }: { id: string; businessDate: string },
  { status, rows, accepted, rejected, unchanged }: ImportResult,
): Promise<ImportRow> {
  const [finished] = await tx.query<ImportRow>(
    `update imports set status = $3, rows = $4, accepted = $5, rejected = $6, unchanged = $7, business_date = $8, finished_at = clock_timestamp()
     where company_id = $1 and id = $2 returning ${importColumns}`,
    [companyId, id, status, rows, accepted, rejected, unchanged, businessDate],
  );
  return finished as ImportRow;
}

/** Others will see it running from now on. */
export async function markBegun(tx: Tx, companyId: string, id: string): Promise<ImportRow> {
  const [begun] = await tx.query<ImportRow>(
    `update imports set alive_at = now() where company_id = $1 and id = $2 returning ${importColumns}`,
    [companyId, id],
  );
  return begun as ImportRow;
}

export async function markAlive(database: Pick<Tx, 'query'>, companyId: string, id: string, rows: number): Promise<void> {
  await database.query(`update imports set alive_at = now(), rows = $3 where company_id = $1 and id = $2 and status = 'running'`, [
    companyId,
    id,
    rows,
  ]);
}

/** The whole file cannot be read, which its sender has not been told: its report says so, at the line if there is one. */
export async function failImport(database: Pick<Tx, 'query'>, companyId: string, id: string, { code, facts }: Problem): Promise<void> {
  await database.query(
    `with failed as (
       update imports set status = 'rejected', rows = 0, finished_at = now()
       where company_id = $1 and id = $2 and status = 'running' returning company_id, id)
     insert into import_errors (company_id, import_id, seq, line, "column", value, code, facts)
     select company_id, id, 1, $3, '', '', $4, $5 from failed`,
    [companyId, id, facts.line ?? 1, code, facts],
  );
}

export async function interruptImport(database: Pick<Tx, 'query'>, companyId: string, id: string): Promise<void> {
  await database.query(
    `update imports set status = 'interrupted', rows = 0, finished_at = now() where company_id = $1 and id = $2 and status = 'running'`,
    [companyId, id],
  );
}

/** A company's first ledger file is its opening (domain.md, Ledger in). */
export async function markOpening(tx: Tx, companyId: string, businessDate: string): Promise<void> {
  await tx.query('update companies set opening_on = $2 where id = $1 and opening_on is null', [companyId, businessDate]);
}
