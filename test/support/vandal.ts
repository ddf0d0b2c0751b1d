import pg from 'pg';
import { journalHash } from '../../src/cases/journal-hash.js';

/** All that a verification derives or compares. */
const record = [
  'cases',
  'case_journal',
  'receivables',
  'receipts',
  'allocations',
  'credits',
  'credit_allocations',
  'deductions',
  'seals',
  'seal_leaves',
];

/** Somebody who may do anything to the database: no trigger fires and no foreign key holds. */
export class Vandal {
  private constructor(private readonly client: pg.Client) {}

  /** @param url of a database whose owner is a superuser */
  static async at(url: string): Promise<Vandal> {
    const client = new pg.Client(url);
    await client.connect();
    await client.query(`set session_replication_role = 'replica'`);
    return new Vandal(client);
  }

  async leave(): Promise<void> {
    await this.client.end();
  }

  async query<T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]> {
    return (await this.client.query<T>(sql, values)).rows;
  }

  /** Does the harm, lets `look` see it, and puts every table back as it was. */
  async inVain(harm: () => Promise<void>, look: () => Promise<void>): Promise<void> {
    for (const table of record) await this.query(`create table kept_${table} as table ${table}`);
    try {
      await harm();
      await look();
    } finally {
      for (const table of record) await this.putBack(table);
    }
  }

  /**
   * All of a case's hashes made anew over a forged author of its second entry, and the leaves of the seals with them: a chain that holds in itself.
   */
  async rewrite(caseId: string): Promise<void> {
    const rows = await this.query(
      `select company_id, seq, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, business_date::text, actor, command, entries, state,
         machine_version, policy_version, calendar_version from case_journal where case_id = $1 order by seq`,
      [caseId],
    );
    let prevHash: Buffer = Buffer.alloc(32);
    for (const row of rows) {
      const actor = row.seq === 2 ? `not ${row.actor}` : row.actor;
      const hash = journalHash({
        companyId: row.company_id,
        caseId,
        seq: row.seq,
        at: row.at,
        businessDate: row.business_date,
        actor,
        command: row.command,
        entries: row.entries,
        state: row.state,
        machineVersion: row.machine_version,
        policyVersion: row.policy_version,
        calendarVersion: Number(row.calendar_version),
        prevHash,
      });
      await this.query('update case_journal set actor = $1, prev_hash = $2, hash = $3 where case_id = $4 and seq = $5', [
        actor,
        prevHash,
        hash,
        caseId,
        row.seq,
      ]);
      prevHash = hash;
    }
    await this.query('update cases set last_hash = $1 where id = $2', [prevHash, caseId]);
    await this.query(
      'update seal_leaves l set hash = j.hash from case_journal j where j.case_id = l.case_id and j.seq = l.seq and l.case_id = $1',
      [caseId],
    );
  }

  private async putBack(table: string): Promise<void> {
    const [row] = await this.query<{ columns: string }>(
      `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [table],
    );
    const columns = row?.columns;
    await this.query(
      `delete from ${table}; insert into ${table} (${columns}) overriding system value select ${columns} from kept_${table}; drop table kept_${table}`,
    );
  }
}
