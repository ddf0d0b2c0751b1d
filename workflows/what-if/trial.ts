import type { BusinessDate } from '../calendar/dates.js';
import type { Policy } from '../policy.js';
import { type Changes, differences } from '../policy-versions/changes.js';

/** A policy and the day from which it was in force. */
export interface DatedPolicy {
  readonly effectiveFrom: BusinessDate;
  readonly policy: Policy;
}

/** Other numbers, tried over a span of the past. */
export class Trial {
  /** Without a change there is no day on which other numbers come into force. */
  readonly changesSomething: boolean;
  private readonly changed = new Map<Policy, Policy>();

  /**
   * @param until the last day, whose night has run
   * @param policies that were in force in the span, in the order of their days; the first one at its beginning
   */
  constructor(
    readonly from: BusinessDate,
    readonly until: BusinessDate,
    readonly changes: Changes,
    private readonly policies: readonly DatedPolicy[],
  ) {
    this.changesSomething = policies.some(({ policy }) => differences(policy, { ...policy, ...changes } as Policy).length > 0);
  }

  /** What was in force on a date. */
  policyOn(date: BusinessDate): Policy {
    const found = this.policies.findLast(({ effectiveFrom }) => effectiveFrom <= date) ?? this.policies[0];
    if (!found) throw new Error('a trial needs the policy that was in force');
    return found.policy;
  }

  /** The first day from a date on whose night brings other numbers. */
  nextVersionOn(date: BusinessDate): BusinessDate | undefined {
    if (!this.changesSomething) return undefined;
    if (date <= this.from) return this.from;
    return this.policies.find(({ effectiveFrom }) => effectiveFrom >= date)?.effectiveFrom;
  }

  /** With the numbers that are tried. Made once for each version, because decisions are many. */
  triedOn(policy: Policy): Policy {
    const known = this.changed.get(policy);
    if (known) return known;
    const made = { ...policy, ...this.changes } as Policy;
    this.changed.set(policy, made);
    return made;
  }
}
