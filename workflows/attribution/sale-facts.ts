import { addMonths, type BusinessDate, daysBetween } from '../calendar/dates.js';
import type { Policy } from '../policy.js';
import type { FactKind } from './facts.js';

/** How a receivable came about, as contracts, credit checks and the customer's terms have it. */
export interface Sale {
  readonly issuedOn: BusinessDate;
  readonly dueOn: BusinessDate;
  /** The customer's term in days; undefined where none is on file. */
  readonly termDays?: number | undefined;
  /** Of the receivable's contract; left out where no file has brought it. */
  readonly contract?: { readonly number: string; readonly signedOn: BusinessDate } | undefined;
  /** The last one of the customer up to the contract's signing. */
  readonly check?: { readonly on: BusinessDate; readonly result: string } | undefined;
  /** The company's first day with Recoup: what is not on file from before proves nothing. */
  readonly openingOn?: BusinessDate | undefined;
}

export interface SaleFact {
  readonly kind: Extract<FactKind, 'credit_check_missing' | 'credit_check_ignored' | 'credit_policy_breached'>;
  readonly numbers: Readonly<Record<string, string | number>>;
}

/** Facts that bear on responsibility and that the records beside the case show. */
export function saleFacts(sale: Sale, policy: Policy): SaleFact[] {
  return [creditCheck(sale, policy), creditPolicy(sale)].filter((fact) => fact !== undefined);
}

function creditCheck({ contract, check, openingOn }: Sale, { creditCheckMonthsAtMost: months }: Policy): SaleFact | undefined {
  if (!contract) return undefined;
  const { number, signedOn } = contract;
  if (check && months > 0 && addMonths(check.on, months) < signedOn)
    return { kind: 'credit_check_missing', numbers: { contract: number, signedOn, checkedOn: check.on, months } };
  if (check) {
    if (check.result !== 'failed') return undefined;
    return { kind: 'credit_check_ignored', numbers: { contract: number, signedOn, checkedOn: check.on } };
  }
  return openingOn !== undefined && signedOn < openingOn
    ? undefined
    : { kind: 'credit_check_missing', numbers: { contract: number, signedOn } };
}

function creditPolicy({ issuedOn, dueOn, termDays }: Sale): SaleFact | undefined {
  const given = daysBetween(issuedOn, dueOn);
  if (termDays === undefined || given <= termDays) return undefined;
  return { kind: 'credit_policy_breached', numbers: { issuedOn, dueOn, givenDays: given, termDays } };
}
