import type { Circumstances, Command, Rules } from './commands.js';
import type { Opening } from './context.js';
import { decide, openCase, type StoredCase } from './decide.js';

/** One journal entry as the machine needs it again, with the rules that were in force for it. */
export interface Step {
  readonly command: Command;
  readonly told: Circumstances;
  readonly rules: Rules;
}

/**
 * A case's state from its history (domain.md, What must always hold, 1). Throws when the history holds a command that the
 * machine refuses: such a history is not one.
 */
export function fold(opening: Opening, steps: readonly Step[], openingRules: Rules): StoredCase {
  let state = openCase(opening, openingRules).after;
  for (const [index, { command, told, rules }] of steps.entries()) {
    const decision = decide(state, command, told, rules);
    if (!decision.accepted) throw new Error(`entry ${index + 2}: ${command.type} is refused by ${decision.refusal.key}`);
    state = decision.after;
  }
  return state;
}
