import type { Circumstances, Command, Rules } from '../../../workflows/collection-case/commands.js';
import type { Opening } from '../../../workflows/collection-case/context.js';
import { type Accepted, decide, openCase } from '../../../workflows/collection-case/decide.js';
import { canonicalJson } from '../../cases/journal-hash.js';
import type { RulesInForce } from '../../cases/rules-in-force.js';
import type { Findings } from './findings.js';
import type { History, JournalRow } from './read-histories.js';

/** What the machine makes of a history again, entry by entry. */
export type Replayed = readonly { readonly entry: JournalRow; readonly accepted: Accepted }[];

/**
 * A case's state equals the fold of its events through the machine and the policy in force for each (domain.md, What must always hold, 1).
 * @returns undefined where the history cannot be replayed, which is a finding
 */
export async function checkReplay(
  { companyId, caseId, row, entries }: History,
  rulesInForce: RulesInForce,
  findings: Findings,
): Promise<Replayed | undefined> {
  const found = (what: string) => findings.add({ check: 'state', companyId, caseId, what });
  const replayed: { entry: JournalRow; accepted: Accepted }[] = [];
  for (const entry of entries) {
    if (!(await rulesInForce.policyKept(companyId, entry.policyVersion))) {
      found(`entry ${entry.seq} names policy version ${entry.policyVersion}, which is not there`);
      return undefined;
    }
    const rules = await rulesInForce.at(companyId, { ...entry, calendarVersion: Number(entry.calendarVersion) });
    const made = again(entry, replayed.at(-1)?.accepted, rules);
    if (typeof made === 'string') {
      found(`entry ${entry.seq}: ${made}`);
      return undefined;
    }
    if (canonicalJson(made.entries) !== canonicalJson(entry.entries))
      found(`entry ${entry.seq} records something else than its command does`);
    if (canonicalJson(made.after.value) !== canonicalJson(entry.state)) found(`entry ${entry.seq} leads to another state than it says`);
    replayed.push({ entry, accepted: made });
  }
  const last = replayed.at(-1);
  if (row && canonicalJson(last?.accepted.after) !== canonicalJson(row.stored))
    found('the stored case is not what its history makes of it');
  return replayed;
}

function again(entry: JournalRow, before: Accepted | undefined, rules: Rules): Accepted | string {
  const { told, ...command } = entry.command;
  if (command.type === 'openCase') {
    const { type: _, ...opening } = command;
    return before ? 'a case is opened a second time' : openCase(opening as unknown as Opening, rules);
  }
  if (!before) return 'the history does not begin with the opening of the case';
  const circumstances = { ...told, date: entry.businessDate } as Circumstances;
  const decision = decide(before.after, command as unknown as Command, circumstances, rules);
  return decision.accepted ? decision : `${command.type} is refused by ${decision.refusal.key}`;
}
