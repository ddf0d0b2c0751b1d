import QueryStream from 'pg-query-stream';
import type { StoredCase } from '../../../workflows/collection-case/decide.js';
import type { Tx } from '../../platform/database/database.js';
import { exactInstant } from './exact-instant.js';

/** A journal entry as it lies in the database. */
export interface JournalRow {
  readonly companyId: string;
  readonly caseId: string;
  readonly seq: number;
  /** UTC with milliseconds. */
  readonly at: string;
  readonly businessDate: string;
  readonly actor: string;
  readonly command: { readonly type: string; readonly told: object; readonly [field: string]: unknown };
  readonly entries: readonly unknown[];
  readonly state: unknown;
  readonly machineVersion: number;
  readonly policyVersion: number;
  readonly calendarVersion: string;
  readonly prevHash: Buffer;
  readonly hash: Buffer;
}

/** A case's row beside its history; undefined where a journal has no case. */
export interface CaseRow {
  readonly version: number;
  readonly lastHash: Buffer;
  /** As its snapshot has it; there where the history reaches the row's version, as are the columns. */
  readonly stored?: StoredCase;
  /** All but snapshot and hash, by their names in the database. */
  readonly columns?: Readonly<Record<string, unknown>>;
}

export interface History {
  readonly companyId: string;
  readonly caseId: string;
  readonly row: CaseRow | undefined;
  readonly entries: readonly JournalRow[];
}

type Joined = JournalRow & { version: number | null; lastHash: Buffer; stored: StoredCase | null; columns: Record<string, unknown> | null };

// The case itself comes with its last entry only.
const statement = `
  select coalesce(c.company_id, j.company_id) as "companyId", coalesce(c.id, j.case_id) as "caseId", c.version, c.last_hash as "lastHash",
    case when j.seq = c.version then c.snapshot end as stored,
    case when j.seq = c.version then to_jsonb(c) - array['snapshot', 'last_hash'] || jsonb_build_object('balance', c.balance::text) end as columns,
    j.seq, ${exactInstant('j.at')} as at, j.business_date as "businessDate", j.actor, j.command, j.entries, j.state,
    j.machine_version as "machineVersion", j.policy_version as "policyVersion", j.calendar_version as "calendarVersion", j.prev_hash as "prevHash", j.hash
  from cases c full join case_journal j on j.company_id = c.company_id and j.case_id = c.id
  order by 1, 2, j.seq`;

/** Every case with its whole history, one after the other; never more than one history is held. The connection takes no other query until the last was read. */
export async function* readHistories(tx: Tx): AsyncGenerator<History> {
  const rows = tx.client.query(new QueryStream(statement, [], { batchSize: 500 }));
  let current: { companyId: string; caseId: string; row: CaseRow | undefined; entries: JournalRow[] } | undefined;
  for await (const joined of rows as AsyncIterable<Joined>) {
    const { version, lastHash, stored, columns, ...entry } = joined;
    if (current?.companyId !== entry.companyId || current.caseId !== entry.caseId) {
      if (current) yield current;
      const row = version === null ? undefined : { version, lastHash };
      current = { companyId: entry.companyId, caseId: entry.caseId, row, entries: [] };
    }
    if (entry.seq !== null) current.entries.push(entry);
    if (current.row && stored && columns) current.row = { ...current.row, stored, columns };
  }
  if (current) yield current;
}
