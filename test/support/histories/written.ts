import type { RulesInForce } from '../../../src/cases/rules-in-force.js';
import type { Opening } from '../../../workflows/collection-case/context.js';
import { decide, openCase, type StoredCase } from '../../../workflows/collection-case/decide.js';
import type { TrainingSystem } from '../training-system.js';
import type { Candidate } from './chosen.js';
import type { RecordedEntry } from './old-histories.js';

/** A history as it lies in a database. */
export interface Written {
  readonly candidate: Candidate;
  readonly entries: RecordedEntry[];
}

/** All journals of a system, each with what the machine was told. */
export async function writtenHistories(system: TrainingSystem, inForce: RulesInForce): Promise<Written[]> {
  const rows = await system.rows<RecordedEntry>(
    `select 'written ' || case_id as history, company_id as "companyId", case_id as "caseId", seq,
       to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, business_date::text as "businessDate", actor, command, entries, state,
       machine_version as "machineVersion", policy_version as "policyVersion", calendar_version::int as "calendarVersion",
       encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash
     from case_journal order by company_id, case_id, seq`,
  );
  const histories = [...Map.groupBy(rows, ({ history }) => history).values()];
  return Promise.all(histories.map((history) => told(history, inForce)));
}

async function told(history: readonly RecordedEntry[], inForce: RulesInForce): Promise<Written> {
  const steps: Candidate['steps'][number][] = [];
  const entries: RecordedEntry[] = [];
  let begun: Pick<Candidate, 'opening' | 'openingRules'> | undefined;
  let stored: StoredCase | undefined;
  for (const entry of history) {
    const rules = await inForce.at(entry.companyId, entry);
    const { told: around, ...command } = entry.command;
    const circumstances = { ...around, date: entry.businessDate };
    if (!stored) {
      const { type: _, ...opening } = command as unknown as Opening & { type: string };
      begun = { opening, openingRules: rules };
    } else steps.push({ command, told: circumstances, rules });
    const accepted = stored ? decide(stored, command, circumstances, rules) : openCase(begun?.opening as Opening, rules);
    if (!accepted.accepted) throw new Error(`${command.type} is refused by ${accepted.refusal.key}`);
    stored = accepted.after;
    const { prevHash, hash, ...said } = entry;
    entries.push({ ...said, nextDate: accepted.nextDate ?? null, prevHash, hash });
  }
  if (!begun) throw new Error('a history without a beginning');
  return { candidate: { name: history[0]?.history ?? '', ...begun, steps }, entries };
}
