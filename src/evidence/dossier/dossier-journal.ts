import { Injectable } from '@nestjs/common';
import { type CaseValue, collectionPath } from '../../../workflows/collection-case/decide.js';
import { formatAmount } from '../../../workflows/money.js';
import { Database } from '../../platform/database/database.js';
import type { BoardResolution, CastVote, Done, JournalLine } from './dossier-content.js';

const entriesAtOnce = 500;

/** The journal as the dossier reads it out, and the decisions that it holds; of each the last. */
export interface Recorded {
  readonly lines: readonly JournalLine[];
  readonly votes: readonly CastVote[];
  readonly resolution?: BoardResolution;
  readonly waived?: Done;
  readonly approved?: Done;
  readonly posted?: Done;
}

interface Row {
  seq: number;
  on: string;
  actor: string;
  command: { type: string; [field: string]: unknown };
  entries: { type: string; [fact: string]: unknown }[];
  state: CaseValue;
  hash: string;
}

/** A case's journal up to an entry: for people, and as `src/audit/README.md` checks it. */
@Injectable()
export class DossierJournal {
  constructor(private readonly database: Database) {}

  async read(companyId: string, caseId: string, upTo: number): Promise<Recorded> {
    const rows = await this.database.query<Row>(
      `select seq, business_date as "on", actor, command - 'told' as command, entries, state, encode(hash, 'hex') as hash
       from case_journal where company_id = $1 and case_id = $2 and seq <= $3 order by seq`,
      [companyId, caseId, upTo],
      'dossier.journal',
    );
    const closed = rows.findLast(({ entries }) => entries.some(({ type, outcome }) => type === 'votingClosed' && outcome === 'bad_debt'));
    const resolution = closed && resolutionOf(closed);
    return {
      lines: rows.map(lineOf),
      votes: resolution?.votes ?? [],
      ...(resolution && { resolution }),
      ...optional('waived', doneIn(rows, 'smallBalanceWaived')),
      ...optional('approved', doneIn(rows, 'writeOffApproved')),
      ...optional('posted', doneIn(rows, 'writeOffPosted')),
    };
  }

  /** Each entry in a line of JSON, with all that its hash is over. */
  async *lines(companyId: string, caseId: string, upTo: number): AsyncGenerator<Buffer> {
    for (let after = 0; after < upTo; ) {
      const rows = await this.database.query<{ seq: number; line: string }>(
        `select seq, json_build_object(
           'companyId', company_id, 'caseId', case_id::text, 'seq', seq,
           'at', regexp_replace(to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '000Z$', 'Z'),
           'businessDate', business_date, 'actor', actor, 'command', command, 'entries', entries, 'state', state,
           'machineVersion', machine_version, 'policyVersion', policy_version, 'calendarVersion', calendar_version,
           'prevHash', encode(prev_hash, 'hex'), 'hash', encode(hash, 'hex'))::text as line
         from case_journal where company_id = $1 and case_id = $2 and seq > $3 and seq <= $4 order by seq limit $5`,
        [companyId, caseId, after, upTo, entriesAtOnce],
        'dossier.journal_lines',
      );
      const last = rows.at(-1);
      if (!last) return;
      after = last.seq;
      yield Buffer.from(rows.map(({ line }) => `${line}\n`).join(''));
    }
  }
}

function resolutionOf({ seq, on, entries }: Row): BoardResolution {
  const closed = entries.find(({ type }) => type === 'votingClosed');
  return { meeting: String(closed?.meeting), on, seq, votes: (closed?.votes ?? []) as CastVote[] };
}

function doneIn(rows: readonly Row[], entry: string): Done | undefined {
  const row = rows.findLast(({ entries }) => entries.some(({ type }) => type === entry));
  if (!row) return undefined;
  const note = saidIn(row);
  return { by: row.actor, on: row.on, ...(note !== '' && { note }) };
}

function lineOf(row: Row): JournalLine {
  const { seq, on, actor, command, state, hash } = row;
  const cents = [command.amountCents, ...row.entries.map(({ amountCents }) => amountCents)].find((value) => typeof value === 'number');
  const amount = cents === undefined ? undefined : formatAmount(cents);
  return { seq, on, actor, command: command.type, state: collectionPath(state), said: saidIn(row), amount, hash };
}

/** In somebody's own words. */
function saidIn({ command }: Row): string {
  const { reason, note } = command;
  return [reason, note].filter((text): text is string => typeof text === 'string' && text !== '').join(' / ');
}

function optional<K extends string>(name: K, done: Done | undefined): { [key in K]?: Done } {
  return (done ? { [name]: done } : {}) as { [key in K]?: Done };
}
