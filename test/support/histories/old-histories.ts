import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HashedEntry } from '../../../src/cases/journal-hash.js';
import type { Circumstances, Command, Rules } from '../../../workflows/collection-case/commands.js';
import type { CaseValue } from '../../../workflows/collection-case/decide.js';
import type { Entry } from '../../../workflows/collection-case/entries.js';
import { defaultPolicy, type Policy } from '../../../workflows/policy.js';

export const historiesFolder = join(import.meta.dirname, '../../fixtures/histories');

/** One entry of a recorded journal: a line of a file. */
export interface RecordedEntry extends Omit<HashedEntry, 'prevHash'> {
  /** What the history is about; the same in all of its lines. */
  readonly history: string;
  readonly command: Command & { readonly told: Omit<Circumstances, 'date'> };
  readonly entries: readonly Entry[];
  readonly state: CaseValue;
  /** The next night that has something to do after it; null = none. */
  readonly nextDate: string | null;
  /** Hexadecimal. */
  readonly prevHash: string;
  readonly hash: string;
}

/** The first line of a file: the rules that its entries name by their versions. */
export interface RecordedRules {
  readonly release: string;
  /** By company and version, what differs from the defaults; version 0 is the defaults of whichever program reads it. */
  readonly policies: Readonly<Record<string, Readonly<Record<string, Partial<Policy>>>>>;
  readonly calendars: Readonly<
    Record<string, { readonly publishedYears: number[]; readonly exceptions: [day: string, working: boolean][] }>
  >;
}

/** A file of recorded journals. */
export interface HistoryFile {
  readonly name: string;
  readonly rules: RecordedRules;
  readonly histories: ReadonlyMap<string, readonly RecordedEntry[]>;
}

export function historyFiles(): HistoryFile[] {
  const names = readdirSync(historiesFolder).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => {
    const [first = '', ...lines] = readFileSync(join(historiesFolder, name), 'utf8').trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as RecordedEntry);
    return { name, rules: JSON.parse(first) as RecordedRules, histories: Map.groupBy(entries, ({ history }) => history) };
  });
}

/** The rules that an entry was decided by. @throws Error for a version that the file does not have */
export function rulesOf(
  { policies, calendars }: RecordedRules,
  entry: Pick<RecordedEntry, 'companyId' | 'machineVersion' | 'policyVersion' | 'calendarVersion'>,
): Rules {
  const { companyId, policyVersion: version, calendarVersion } = entry;
  const numbers = version === 0 ? {} : policies[companyId]?.[version];
  const calendar = calendars[calendarVersion];
  if (!numbers || !calendar) throw new Error(`policy ${version} of ${companyId} or calendar ${calendarVersion} is not in the file`);
  const { publishedYears, exceptions } = calendar;
  return {
    machine: entry.machineVersion,
    policy: { ...defaultPolicy, ...numbers, version },
    calendar: { version: calendarVersion, exceptions: new Map(exceptions), publishedYears: new Set(publishedYears) },
  };
}
