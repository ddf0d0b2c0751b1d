import type { Role } from '../../workflows/collection-case/actor.js';
import type { CurrentPerson, Grant } from '../people/current-person.js';
import { caseScope } from '../people/scope.js';
import type { Recorded } from './hidden-votes.js';

/** They show a case, but not its documents (domain.md, Who may do what). */
const withoutEvidence: readonly Role[] = ['hr'];

const ofEvidence = ['attachEvidence', 'acceptEvidence', 'withdrawEvidence', 'requestEvidence'];

/** As `caseScope`, for the evidence of the cases: what somebody sees as hr alone shows none. */
export function evidenceScope(person: CurrentPerson, alias: string, values: unknown[]): string {
  const showing = (grants: Grant[]) => grants.filter(({ role }) => !withoutEvidence.includes(role));
  const standsInFor = person.standsInFor.map((absent) => ({ ...absent, grants: showing(absent.grants) }));
  return caseScope({ ...person, grants: showing(person.grants), standsInFor }, alias, values);
}

/** That something was done about evidence stays in the journal, but not which, nor what it says. */
export function hideEvidence<T extends Recorded>(recorded: T): T {
  const { command, entries } = recorded;
  const { evidence: _, ...rest } = command;
  return {
    ...recorded,
    command: ofEvidence.includes(command.type) ? { type: command.type, hidden: true } : rest,
    entries: entries.map(({ evidence: _id, ...entry }) => (entry.type.startsWith('evidence') ? { type: entry.type, hidden: true } : entry)),
  };
}
