import type { CommandType, Told } from '../commands.js';
import type { CaseContext } from '../context.js';
import type { Refusal } from '../refusal.js';
import { disputesAndFactsRules } from './disputes-and-facts.js';
import { evidenceAndWriteOffRules } from './evidence-and-write-off.js';
import { followUpRules } from './follow-up.js';
import { responsibilityRules } from './responsibility.js';
import { reviewRules } from './review.js';
import type { CommandRules, Rule, RuleBook } from './rule.js';

const ruleBook: RuleBook = {
  ...followUpRules,
  ...disputesAndFactsRules,
  ...reviewRules,
  ...evidenceAndWriteOffRules,
  ...responsibilityRules,
};

/** The first rule that refuses the command. The machine's guard `permitted` is its negation: screen, answer and chart cannot differ. */
export function refuse(context: CaseContext, event: Told): Refusal | undefined {
  const { beforehand, typed } = rulesOf(event.type);
  return firstRefusal([...(beforehand ?? []), ...(typed ?? [])], context, event);
}

/** Only the rules that ask nothing of what is typed: what to grey out before. */
export function refuseBeforehand(context: CaseContext, event: Told): Refusal | undefined {
  return firstRefusal(rulesOf(event.type).beforehand ?? [], context, event);
}

/** A rule of the book takes the very command under whose type it stands; the cast says so where the types cannot. */
function rulesOf(type: CommandType): CommandRules<CommandType> {
  return (ruleBook[type] ?? {}) as CommandRules<CommandType>;
}

function firstRefusal(rules: readonly Rule<CommandType>[], context: CaseContext, event: Told): Refusal | undefined {
  for (const rule of rules) {
    const refused = rule(context, event);
    if (refused) return refused;
  }
  return undefined;
}
