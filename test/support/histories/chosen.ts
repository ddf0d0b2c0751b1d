import type { Rules } from '../../../workflows/collection-case/commands.js';
import type { Opening } from '../../../workflows/collection-case/context.js';
import { decide, openCase, type StoredCase } from '../../../workflows/collection-case/decide.js';
import type { Move } from '../../workflows/model/alphabet.js';
import { branches, leavesOf, taken } from '../../workflows/model/chart.js';

/** A history that may be recorded: how it begins, and what is told then, each under its rules. */
export interface Candidate {
  readonly name: string;
  readonly opening: Opening;
  readonly steps: readonly (Move & { readonly rules: Rules })[];
  readonly openingRules: Rules;
}

const names = new Map(branches().map(({ definition, name }) => [definition, name]));

/** Every transition that the history takes, and every kind of entry that it leaves. */
export function traitsOf({ opening, openingRules, steps }: Candidate): Set<string> {
  const traits = new Set<string>();
  let stored: StoredCase = openCase(opening, openingRules).after;
  for (const step of steps) {
    for (const definition of taken(stored, step, step.rules)) traits.add(names.get(definition) ?? '');
    const decision = decide(stored, step.command, step.told, step.rules);
    if (!decision.accepted) throw new Error(`${step.command.type} is refused by ${decision.refusal.key}`);
    stored = decision.after;
    for (const trait of [...leavesOf(stored), ...decision.entries.map(({ type }) => `entry ${type}`)]) traits.add(trait);
    traits.add(`${step.command.type} by ${step.told.by.kind}`);
  }
  return traits;
}

/**
 * A greedy choice: those first that bring most that is new for their length.
 * @param had traits that are there already; those of the chosen are added
 * @param entriesAtMost of all chosen together
 */
export function chosen(candidates: readonly Candidate[], had: Set<string>, entriesAtMost: number): Candidate[] {
  const rest = candidates.map((candidate) => ({ candidate, traits: traitsOf(candidate) }));
  const picked: Candidate[] = [];
  for (let entries = 0; ; ) {
    const gains = rest.map(({ traits, candidate }) => {
      const fits = entries + candidate.steps.length + 1 <= entriesAtMost;
      return fits ? [...traits].filter((trait) => !had.has(trait)).length / (candidate.steps.length + 3) : 0;
    });
    const best = gains.indexOf(Math.max(...gains));
    const one = rest[best];
    if (!one || gains[best] === 0) return picked;
    for (const trait of one.traits) had.add(trait);
    entries += one.candidate.steps.length + 1;
    picked.push(one.candidate);
    rest.splice(best, 1);
  }
}
