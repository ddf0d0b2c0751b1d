import type { Answer } from '../../support/api.js';
import type { Office } from './office.js';

interface JournalEntry {
  readonly seq: number;
  readonly actor: string;
  readonly entries: readonly { readonly type: string; readonly [fact: string]: unknown }[];
}

type Said = JournalEntry['entries'][number] & { readonly seq: number; readonly actor: string };

/** What everybody can read of a case, entry by entry. */
export async function recordOf(office: Office, caseId: string): Promise<Said[]> {
  const journal: JournalEntry[] = await office.all('auditor', `/api/v1/cases/${caseId}/journal`);
  return journal.flatMap(({ seq, actor, entries }) => entries.map((entry) => ({ ...entry, seq, actor })));
}

/** What a posted write-off lacks; nothing where evidence was accepted before the vote closed, and two approved and posted it. */
export function faultsOfWriteOff(said: readonly Said[]): string[] {
  const posted = said.filter(({ type }) => type === 'writeOffPosted');
  return posted.flatMap((posting) => {
    const before = said.filter(({ seq }) => seq < posting.seq);
    const allowed = before.findLast(({ type }) => type === 'writeOffApproved' || type === 'smallBalanceWaived');
    const faults: string[] = [];
    if (!allowed || allowed.actor === posting.actor) faults.push(`posted by ${posting.actor}, allowed by ${allowed?.actor}`);
    if (posting.rootCause === undefined) faults.push('posted without a root cause');
    return allowed?.type === 'smallBalanceWaived' ? faults : [...faults, ...faultsOfEvidence(before, [allowed?.actor, posting.actor])];
  });
}

function faultsOfEvidence(before: readonly Said[], others: readonly (string | undefined)[]): string[] {
  const resolved = before.findLast(({ type, outcome }) => type === 'votingClosed' && outcome === 'bad_debt');
  if (!resolved) return ['no resolution'];
  const accepted = before.filter(({ type, seq }) => type === 'evidenceAccepted' && seq < resolved.seq);
  const attached = before.filter(({ type }) => type === 'evidenceAttached');
  if (accepted.length < 3) return [`resolved on ${accepted.length} accepted documents`];
  return accepted.flatMap(({ evidence, actor }) => {
    const by = attached.find((one) => one.evidence === evidence)?.actor;
    return by === undefined || by === actor || others.includes(actor) ? [`evidence of ${by} was accepted by ${actor}`] : [];
  });
}

/** Shares of everything proposed and decided. */
export function sumsOfShares(said: readonly Said[]): number[] {
  return said.flatMap(({ shares }) =>
    Array.isArray(shares) ? [shares.reduce((sum, { share }) => sum + Math.round(Number(share) * 100), 0)] : [],
  );
}

/** Where the row leads nowhere, or elsewhere. */
export function faultsOfDeduction(row: Answer['body'], said: readonly Said[], rows: ReadonlyMap<string, Answer['body']>): string[] {
  const here = said.filter(({ seq }) => seq === row.seq);
  const faults: string[] = [];
  if (here.length === 0) faults.push('there is no such entry');
  if (!said.some(({ type, actor }) => type === 'attributionProposed' && actor === row.proposedBy))
    faults.push('its proposal is not on record');
  if (row.kind !== 'deduction') return row.corrects !== null && rows.has(row.corrects) ? faults : [...faults, 'it corrects nothing'];
  const made = here.some(({ type, person, cause }) => type === 'deductionMade' && person === row.person && cause === row.cause);
  if (!made) faults.push('the entry does not make it');
  const decision = here.find(({ type }) => type === 'attributionDecided' || type === 'attributionFinal');
  if (!decision) faults.push('the entry decides nothing');
  if ((decision?.type === 'attributionDecided' ? decision.by : null) !== row.decidedBy)
    faults.push(`decided by ${decision?.by}, not ${row.decidedBy}`);
  return faults;
}
