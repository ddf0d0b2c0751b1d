import { createHash } from 'node:crypto';

/** What one journal entry's hash covers, in this order. `src/audit/README.md` tells a stranger how to compute it again. */
export interface HashedEntry {
  readonly companyId: string;
  readonly caseId: string;
  readonly seq: number;
  /** UTC with milliseconds, `2026-05-06T01:02:03.456Z`. */
  readonly at: string;
  readonly businessDate: string;
  readonly actor: string;
  readonly command: unknown;
  readonly entries: unknown;
  readonly state: unknown;
  readonly machineVersion: number;
  readonly policyVersion: number;
  readonly calendarVersion: number;
  readonly prevHash: Buffer;
}

/** Before the first entry of a case. */
export const noHash = Buffer.alloc(32);

/** SHA-256 over the fields as netstrings (`<length in bytes>:<UTF-8 bytes>,`), objects as canonical JSON. */
export function journalHash(entry: HashedEntry): Buffer {
  const fields = [
    entry.companyId,
    entry.caseId,
    String(entry.seq),
    entry.at,
    entry.businessDate,
    entry.actor,
    canonicalJson(entry.command),
    canonicalJson(entry.entries),
    canonicalJson(entry.state),
    String(entry.machineVersion),
    String(entry.policyVersion),
    String(entry.calendarVersion),
    entry.prevHash.toString('hex'),
  ];
  const hash = createHash('sha256');
  for (const field of fields) hash.update(`${Buffer.byteLength(field)}:${field},`);
  return hash.digest();
}

/** JSON with keys sorted by code unit and no white space (RFC 8785 for the values that occur here: texts, whole numbers, true, false, null). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
