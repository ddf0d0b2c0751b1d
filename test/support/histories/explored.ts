import type { HeldCase } from '../../../src/cases/case-rows.js';
import { type Decided, decided } from '../../../src/cases/decided.js';
import { noHash } from '../../../src/cases/journal-hash.js';
import type { Rules } from '../../../workflows/collection-case/commands.js';
import { decide, openCase, type StoredCase } from '../../../workflows/collection-case/decide.js';
import { type Move, nightOf } from '../../workflows/model/alphabet.js';
import { taken } from '../../workflows/model/chart.js';
import { explore, type Node, pathTo } from '../../workflows/model/exploration.js';
import { newReceivable } from '../../workflows/model/opening.js';
import type { Candidate } from './chosen.js';
import type { RecordedEntry } from './old-histories.js';

/** A shortest history to each transition of the chart, as the model finds them. */
export function exploredHistories(rules: Rules): Candidate[] {
  const first = new Map<object, { before: StoredCase; move: Move }>();
  const nodes = explore(newReceivable, rules, (before, move) => {
    for (const definition of taken(before, move, rules)) if (!first.has(definition)) first.set(definition, { before, move });
  });
  const byState = new Map<StoredCase, Node>(nodes.map((node) => [node.stored, node]));
  return [...first.values()].flatMap(({ before, move }, n) => {
    const node = byState.get(before);
    if (!node) return [];
    const steps = [...pathTo(node), move].map((step) => ({ ...step, rules }));
    return [
      { name: `model ${n + 1}: to ${move.command.type}`, opening: { ...newReceivable, caseId: `${n + 1}` }, steps, openingRules: rules },
    ];
  });
}

/** As the desk would have written it, on an instant of its own each. */
export function journalOf({ name, opening, openingRules, steps }: Candidate): RecordedEntry[] {
  const { companyId, caseId, owner } = opening;
  const opened = openCase(opening, openingRules);
  const held: HeldCase = {
    companyId,
    caseId,
    receivableId: caseId,
    version: 0,
    stored: opened.after,
    lastHash: noHash,
    ownersManager: null,
  };
  const told = nightOf(opened.after, opening.openedOn).told;
  if (owner === '') throw new Error(`${name} belongs to nobody`);
  const written = [
    decided(held, opened, { type: 'openCase', ...opening }, told, { at: instantOf(opening.openedOn, 0), rules: openingRules }),
  ];
  for (const { command, told: circumstances, rules } of steps) {
    const before = (written.at(-1) as Decided).after;
    const decision = decide(before.stored, command, circumstances, rules);
    if (!decision.accepted) throw new Error(`${command.type} is refused by ${decision.refusal.key}`);
    written.push(decided(before, decision, command, circumstances, { at: instantOf(circumstances.date, written.length), rules }));
  }
  return written.map(({ journal, accepted }) => {
    const { hash, prevHash, ...entry } = journal;
    const kept = {
      history: name,
      companyId,
      caseId,
      ...entry,
      nextDate: accepted.nextDate ?? null,
      prevHash: prevHash.toString('hex'),
      hash: hash.toString('hex'),
    };
    return JSON.parse(JSON.stringify(kept)) as RecordedEntry;
  });
}

function instantOf(date: string, n: number): string {
  return `${date}T01:00:00.${String(n).padStart(3, '0')}Z`;
}
