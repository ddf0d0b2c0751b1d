import type { Json } from './entries.js';

/**
 * Why a command is not taken: the rule's key (its sentence, with what would satisfy it, is in the locale files) and the
 * numbers that sentence names.
 */
export interface Refusal {
  readonly key: string;
  /** `role` = may not at all, `state` = not now, `rule` = not like this. */
  readonly kind: 'role' | 'state' | 'rule';
  readonly facts: { readonly [fact: string]: Json | undefined };
}

/** A refusal by a rule. */
export function refusal(key: string, facts: Refusal['facts'] = {}): Refusal {
  return { key, kind: 'rule', facts };
}

export function roleRefusal(command: string, allowed: readonly string[]): Refusal {
  return { key: 'role.not_allowed', kind: 'role', facts: { command, allowed } };
}

/** @param regions where the case is: a command may belong to any of the three */
export function stateRefusal(command: string, regions: { collection: string; customerDispute: string; attribution: string }): Refusal {
  const { collection, customerDispute, attribution } = regions;
  return { key: 'state.not_possible', kind: 'state', facts: { command, state: collection, customerDispute, attribution } };
}
