import type { CommandType } from '../../workflows/collection-case/commands.js';
import type { Tx } from '../platform/database/database.js';
import type { CaseCommand, Change, NotReached } from './answer.js';
import type { HeldCase } from './case-rows.js';

/** These add to the record without undoing what others did: a newer version does not matter to them while round and state are the same (architecture.md, Optimistic concurrency). */
const tolerant: readonly CommandType[] = [
  'castVote',
  'recuse',
  'logAttempt',
  'attachEvidence',
  'acceptEvidence',
  'withdrawEvidence',
  'requestEvidence',
];

export function needsVersion(type: CommandType): boolean {
  return !tolerant.includes(type);
}

/** @returns what has changed since the version that the person saw, when that matters to the command */
export async function staleness(tx: Pick<Tx, 'query'>, { version, command }: CaseCommand, held: HeldCase): Promise<NotReached | undefined> {
  if (version === undefined || version === 'any' || version === held.version) return undefined;
  if (!needsVersion(command.type) && !(await hasMoved(tx, held, version))) return undefined;
  const changes = await tx.query<Change>(
    `select seq, actor, array(select jsonb_array_elements(entries) ->> 'type') as entries
     from case_journal where company_id = $1 and case_id = $2 and seq > $3 order by seq limit 20`,
    [held.companyId, held.caseId, version],
    'cases.changes_since',
  );
  return { kind: 'stale', key: 'request.stale', facts: { version: held.version, changes } };
}

/** Whether the collection state was another one at any time since then; a new round of voting is, too. */
async function hasMoved(tx: Pick<Tx, 'query'>, held: HeldCase, version: number): Promise<boolean> {
  const [row] = await tx.query<{ moved: boolean }>(
    `select count(distinct state -> 'collection') > 1 or bool_or(seq > $3 and entries @> '[{"type": "votingOpened"}]') or min(seq) > $3 as moved
     from case_journal where company_id = $1 and case_id = $2 and seq >= $3`,
    [held.companyId, held.caseId, version],
    'cases.moved_since',
  );
  return row?.moved ?? true;
}
