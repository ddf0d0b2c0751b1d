import { describe, expect, it } from '@jest/globals';
import { canonicalJson, journalHash, noHash } from '../../src/cases/journal-hash.js';
import type { Opening } from '../../workflows/collection-case/context.js';
import { type Accepted, decide, openCase, type StoredCase } from '../../workflows/collection-case/decide.js';
import { historyFiles, type RecordedEntry, type RecordedRules, rulesOf } from '../support/histories/old-histories.js';
import { branches, leafStates, leavesOf } from './model/chart.js';

const files = historyFiles();

describe.each(files)('Histories recorded in $name', ({ rules, histories }) => {
  it.each([...histories])('%s: comes to the same entries, states, nights and hashes', (_name, entries) => {
    let before: StoredCase | undefined;
    let last = noHash.toString('hex');
    for (const [index, entry] of entries.entries()) {
      const accepted = again(before, entry, rules);
      before = accepted.after;
      expect({ seq: index + 1, prevHash: last, ...outcome(accepted) }).toEqual({
        seq: entry.seq,
        prevHash: entry.prevHash,
        entries: entry.entries,
        state: entry.state,
        nextDate: entry.nextDate,
      });
      const { hash, prevHash, ...hashed } = entry;
      expect(journalHash({ ...hashed, prevHash: Buffer.from(prevHash, 'hex') }).toString('hex')).toBe(hash);
      last = hash;
    }
  });
});

describe('The recorded histories together', () => {
  const entries = files.flatMap(({ histories }) => [...histories.values()].flat());

  it('have every state of the machine', () => {
    const reached = new Set(entries.flatMap(({ state }) => leavesOf({ value: state, context: {} as StoredCase['context'] })));
    expect(leafStates().filter((leaf) => !reached.has(leaf))).toEqual([]);
  });

  it('have every command of the machine', () => {
    const given = new Set<string>(entries.map(({ command }) => command.type));
    expect([...new Set(branches().map(({ event }) => event))].filter((event) => !given.has(event))).toEqual([]);
  });

  it('come from persons, imports and the clock, under the policy’s defaults and under others', () => {
    expect(new Set(entries.map(({ command }) => command.told.by.kind))).toEqual(new Set(['person', 'import', 'clock']));
    expect(new Set(entries.map(({ policyVersion }) => policyVersion > 0))).toEqual(new Set([true, false]));
  });
});

/** What today's machine makes of an entry. @throws Error where it refuses the command */
function again(before: StoredCase | undefined, entry: RecordedEntry, recorded: RecordedRules): Accepted {
  const rules = rulesOf(recorded, entry);
  const { told, ...command } = entry.command;
  if (!before) {
    const { type: _, ...opening } = command as unknown as Opening & { type: string };
    return openCase(opening, rules);
  }
  const decision = decide(before, command, { ...told, date: entry.businessDate }, rules);
  if (!decision.accepted) throw new Error(`entry ${entry.seq}: ${command.type} is refused by ${decision.refusal.key}`);
  return decision;
}

/** As JSON keeps it. */
function outcome({ entries, after, nextDate }: Accepted): object {
  return JSON.parse(canonicalJson({ entries, state: after.value, nextDate: nextDate ?? null }));
}
