import type { BusinessDate } from '../calendar/dates.js';
import type { Cause } from '../policy.js';

/** Most are the causes that they speak for. */
export type FactKind =
  | 'confirmation_late'
  | 'attempt_late_entry'
  | Extract<
      Cause,
      | 'credit_check_missing'
      | 'credit_check_ignored'
      | 'credit_policy_breached'
      | 'dunning_notice_late'
      | 'evidence_late'
      | 'follow_up_neglected'
      | 'list_late'
    >;

/** A fact that bears on responsibility, with its date and numbers. */
export interface Fact {
  readonly kind: FactKind;
  readonly on: BusinessDate;
  readonly numbers: Readonly<Record<string, number | string>>;
}
