import { addMonths, type BusinessDate } from '../calendar/dates.js';
import { type Cents, formatAmount } from '../money.js';
import type { Policy } from '../policy.js';

/** An exception that somebody asks for. */
export interface ExceptionAsked {
  readonly on: BusinessDate;
  readonly endsOn: BusinessDate;
}

export interface ExceptionToDecide {
  readonly askedBy: string;
  readonly uncoveredCents: Cents;
  /** Undefined while it waits. */
  readonly decidedBy?: string | undefined;
  readonly endsOn: BusinessDate;
  readonly held: boolean;
}

export interface CreditRefusal {
  readonly key:
    | 'credit.released'
    | 'credit.waiting'
    | 'credit.ends'
    | 'credit.same_person'
    | 'credit.decided'
    | 'credit.approver'
    | 'credit.ended';
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Above the policy's limit the general manager decides. */
export function approverOf(uncoveredCents: Cents, { creditExceptionLimitCents }: Policy): 'finance_director' | 'general_manager' {
  return uncoveredCents > creditExceptionLimitCents ? 'general_manager' : 'finance_director';
}

export function refuseAsking(
  { on, endsOn }: ExceptionAsked,
  { held, waiting }: { held: boolean; waiting: boolean },
  { creditExceptionMonthsAtMost: months }: Policy,
): CreditRefusal | undefined {
  const last = addMonths(on, months);
  if (!held) return { key: 'credit.released', facts: {} };
  if (waiting) return { key: 'credit.waiting', facts: {} };
  return endsOn < on || endsOn > last ? { key: 'credit.ends', facts: { endsOn, today: on, last, months } } : undefined;
}

/** @param by who decides, with the roles held in the company and whom they stand in for */
export function refuseDeciding(
  exception: ExceptionToDecide,
  by: { login: string; roles: readonly string[]; standsInFor: readonly string[] },
  { on, approves }: { on: BusinessDate; approves: boolean },
  policy: Policy,
): CreditRefusal | undefined {
  const { askedBy, uncoveredCents, decidedBy, endsOn, held } = exception;
  if (decidedBy !== undefined) return { key: 'credit.decided', facts: { by: decidedBy } };
  if (askedBy === by.login || by.standsInFor.includes(askedBy)) return { key: 'credit.same_person', facts: { askedBy } };
  const approver = approverOf(uncoveredCents, policy);
  const facts = { amount: formatAmount(uncoveredCents), limit: formatAmount(policy.creditExceptionLimitCents) };
  if (!by.roles.includes(approver)) return { key: 'credit.approver', facts: { ...facts, approver } };
  if (!approves) return undefined;
  if (!held) return { key: 'credit.released', facts: {} };
  return endsOn < on ? { key: 'credit.ended', facts: { endsOn, today: on } } : undefined;
}
