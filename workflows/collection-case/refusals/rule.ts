import type { CommandType, Told } from '../commands.js';
import type { CaseContext } from '../context.js';
import type { Refusal } from '../refusal.js';

/** One rule: what refuses the command on this case, or nothing. */
export type Rule<T extends CommandType> = (context: CaseContext, event: Told<T>) => Refusal | undefined;

/** The rules of a command, in the order in which they are looked at. */
export interface CommandRules<T extends CommandType> {
  /** Ask only the case and the person: they also tell what to grey out before anything is typed. */
  readonly beforehand?: readonly Rule<T>[];
  /** Ask what was typed. */
  readonly typed?: readonly Rule<T>[];
}

export type RuleBook<T extends CommandType = CommandType> = { readonly [K in T]?: CommandRules<K> };
