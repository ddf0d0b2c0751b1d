import { createHash } from 'node:crypto';
import type { RulesInForce } from '../../src/cases/rules-in-force.js';
import type { Command } from '../../workflows/collection-case/commands.js';
import type { Opening } from '../../workflows/collection-case/context.js';
import type { StoredCase } from '../../workflows/collection-case/decide.js';
import { fold } from '../../workflows/collection-case/fold.js';
import type { TrainingSystem } from './training-system.js';

interface Row {
  company_id: string;
  case_id: string;
  seq: number;
  at: Date;
  business_date: string;
  actor: string;
  command: { type: string; told: object; [field: string]: unknown };
  entries: object[];
  state: object;
  machine_version: number;
  policy_version: number;
  calendar_version: string;
  prev_hash: Buffer;
  hash: Buffer;
  snapshot: object;
  last_hash: Buffer;
  version: number;
}

/**
 * Reads every case's history from the raw rows, as a stranger would: gaps in the numbering, a broken chain, a state that is
 * not the fold of its entries. @returns what is wrong, one line each
 */
export async function historyFaults(system: TrainingSystem, rules: RulesInForce): Promise<string[]> {
  const rows = await system.rows<Row>(
    `select j.*, j.business_date::text, c.snapshot, c.last_hash, c.version
     from case_journal j join cases c on c.company_id = j.company_id and c.id = j.case_id order by j.company_id, j.case_id, j.seq`,
  );
  const histories = Map.groupBy(rows, ({ company_id, case_id }) => `${company_id} ${case_id}`);
  const faults: string[] = [];
  for (const [name, history] of histories) {
    faults.push(...chainFaults(history).map((fault) => `case ${name}, ${fault}`));
    const stored = canonical(history[0]?.snapshot);
    if (canonical(await foldOf(history, rules)) !== stored) faults.push(`case ${name} is not the fold of its history`);
  }
  const [{ cases } = { cases: 0 }] = await system.rows<{ cases: number }>('select count(*)::int as cases from cases');
  return cases === histories.size ? faults : [...faults, `${cases - histories.size} cases have no history`];
}

function chainFaults(history: readonly Row[]): string[] {
  let previous = '0'.repeat(64);
  const faults = history.flatMap((row, index) => {
    const expected = hashOf(row, previous);
    const right = row.seq === index + 1 && row.prev_hash.toString('hex') === previous && row.hash.toString('hex') === expected;
    previous = row.hash.toString('hex');
    return right ? [] : [`entry ${row.seq} does not follow the one before`];
  });
  const end = history.at(-1);
  const closed = end?.last_hash.toString('hex') === previous && end.version === end.seq;
  return closed ? faults : [...faults, 'the case does not end where its history ends'];
}

/** SHA-256 over the fields, each as `<length in bytes>:<bytes>,`. */
function hashOf(row: Row, previous: string): string {
  const fields = [
    row.company_id,
    row.case_id,
    `${row.seq}`,
    row.at.toISOString(),
    row.business_date,
    row.actor,
    canonical(row.command),
    canonical(row.entries),
    canonical(row.state),
    `${row.machine_version}`,
    `${row.policy_version}`,
    row.calendar_version,
    previous,
  ];
  const bytes = fields.flatMap((field) => [Buffer.from(`${Buffer.from(field).length}:`), Buffer.from(field), Buffer.from(',')]);
  return createHash('sha256').update(Buffer.concat(bytes)).digest('hex');
}

/** JSON with sorted keys and no blanks. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** What of a row the fold needs; a beginning of a history has a fold, too. */
export type FoldedRow = Pick<Row, 'company_id' | 'business_date' | 'command' | 'machine_version' | 'policy_version' | 'calendar_version'>;

export async function foldOf(history: readonly FoldedRow[], inForce: RulesInForce): Promise<StoredCase> {
  const steps = await Promise.all(
    history.map(
      async ({ company_id, business_date, command: { told, ...command }, machine_version, policy_version, calendar_version }) => ({
        command: command as Command,
        told: { ...told, date: business_date } as Parameters<typeof fold>[1][number]['told'],
        rules: await inForce.at(company_id, {
          machineVersion: machine_version,
          policyVersion: policy_version,
          calendarVersion: Number(calendar_version),
        }),
      }),
    ),
  );
  const [opening, ...later] = steps;
  if (!opening) throw new Error('a history without a beginning');
  const { type: _, ...facts } = opening.command as unknown as Opening & { type: string };
  return fold(facts, later, opening.rules);
}
