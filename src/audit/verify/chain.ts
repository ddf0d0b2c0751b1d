import { journalHash, noHash } from '../../cases/journal-hash.js';
import type { Findings } from './findings.js';
import type { History } from './read-histories.js';

/** Entries count from 1 without gaps, each carries the hash of the one before and its own; the case's row ends where they end. */
export function checkChain({ companyId, caseId, row, entries }: History, findings: Findings): boolean {
  const before = findings.count;
  const found = (what: string) => findings.add({ check: 'chain', companyId, caseId, what });
  let expected: Buffer = noHash;
  for (const [index, entry] of entries.entries()) {
    if (entry.seq !== index + 1) found(`entry ${index + 1} is missing, ${entry.seq} follows`);
    if (!entry.prevHash.equals(expected)) found(`entry ${entry.seq} does not follow the entry before it`);
    const hash = journalHash({ ...entry, calendarVersion: Number(entry.calendarVersion) });
    if (!entry.hash.equals(hash)) found(`entry ${entry.seq} is not what was hashed`);
    expected = entry.hash;
  }
  if (!row) found('entries without a case');
  else if (row.version !== entries.length) found(`the case is at version ${row.version}, its journal has ${entries.length} entries`);
  else if (!row.lastHash.equals(expected)) found('the case does not know the hash of its last entry');
  return findings.count === before;
}
