import type { Policy } from '../../../workflows/policy.js';
import type { Days } from '../../../workflows/scorecard/assessment-period.js';

/** Who is measured together: a person, a team, a post, or a whole company. */
export interface Assessed {
  /** The caller's own name for it. */
  readonly key: string;
  /** Owners of receivables; null = everybody of the company. */
  readonly logins: readonly string[] | null;
  /** Whether the customers' credit-grade coefficients weigh the metrics that take them. */
  readonly weighs: boolean;
}

/** Of one company, over one period. */
export interface MeasuredPeriod {
  readonly company: string;
  readonly days: Days;
  /** The period before, of the same length. */
  readonly before: Days;
  /** In force on the period's last day. */
  readonly policy: Policy;
}

/** Everybody who is asked about; null = all owners of the company. */
export function ownersOf(assessed: readonly Assessed[]): string[] | null {
  if (assessed.some(({ logins }) => logins === null)) return null;
  return [...new Set(assessed.flatMap(({ logins }) => logins ?? []))];
}

/** As rows (key, login, weighs) for the database; a null login is everybody. Who owns nothing has a row, too: no login is empty. */
export function memberships(assessed: readonly Assessed[]): string {
  return JSON.stringify(
    assessed.flatMap(({ key, logins, weighs }) =>
      (logins === null ? [null] : logins.length > 0 ? logins : ['']).map((login) => ({ key, login, weighs })),
    ),
  );
}
