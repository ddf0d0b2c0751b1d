import type { Policy } from '../policy.js';
import { nameOf, type PolicyKey, policyKeys } from './fields.js';
import { type Fault, read, type Written, written } from './written.js';

/** Numbers of a policy that replace those in force. */
export type Changes = Partial<Omit<Policy, 'version'>>;

export interface Difference {
  readonly key: PolicyKey;
  readonly from: Written;
  readonly to: Written;
}

/** Two numbers that do not go together: the smaller is more than the larger, by the names that people know. */
export interface Contradiction {
  readonly smaller: string;
  readonly value: string | number;
  readonly larger: string;
  readonly limit: string | number;
}

const keyOfName = new Map(policyKeys.map((key) => [nameOf(key), key]));

/** A proposal as it comes from outside. @returns what is wrong with each value, or the changes */
export function readChanges(proposed: Readonly<Record<string, unknown>>): { changes: Changes } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const changes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(proposed)) {
    const key = keyOfName.get(name);
    if (!key) faults.push({ at: [name], code: 'unknown', facts: {} });
    else {
      const result = read(key, value);
      if ('value' in result) changes[key] = result.value;
      else faults.push(...result.faults.map((fault) => ({ ...fault, at: [name, ...fault.at] })));
    }
  }
  return faults.length > 0 ? { faults } : { changes: changes as Changes };
}

/** What one policy says otherwise than the one before it, in the order of the declaration. */
export function differences(before: Policy, after: Policy): Difference[] {
  return policyKeys.flatMap((key) => {
    const [from, to] = [written(key, before), written(key, after)];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ key, from, to }];
  });
}

/** What no single number can say of itself. */
export function contradictionOf(policy: Policy): Contradiction | undefined {
  return atMost.flatMap(([small, large]) => (policy[small] > policy[large] ? [tooLarge(policy, small, large)] : []))[0];
}

type NumberKey = { [K in PolicyKey]: Policy[K] extends number ? K : never }[PolicyKey];

/** The first is at most the second. */
const atMost: readonly (readonly [NumberKey, NumberKey])[] = [
  ['graceMonthsDefault', 'graceMonthsAtMost'],
  ['continueMonthsDefault', 'continueMonthsAtMost'],
  ['disputeReminderWorkingDays', 'disputeEscalationWorkingDays'],
  ['smallBalanceCents', 'writeOffLimitCents'],
];

function tooLarge(policy: Policy, small: NumberKey, large: NumberKey): Contradiction {
  const value = (key: NumberKey) => written(key, policy) as string | number;
  return { smaller: nameOf(small), value: value(small), larger: nameOf(large), limit: value(large) };
}
