import { addMonths, type BusinessDate, daysBetween } from '../calendar/dates.js';
import type { Cents } from '../money.js';
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
  /** What the credit policy had against the contract, and was not put right before the sale. */
  readonly hold?: ContractHold | undefined;
  /** The company's first day with Recoup: what is not on file from before proves nothing. */
  readonly openingOn?: BusinessDate | undefined;
}

/** With the contract that was held; amounts in company currency. */
export interface ContractHold {
  readonly placedOn: BusinessDate;
  /** Secured, fallen within the limit, or let pass by an exception. */
  readonly releasedOn?: BusinessDate | undefined;
  readonly limitCents?: Cents | undefined;
  readonly exposureCents?: Cents | undefined;
  readonly termDays?: number | undefined;
  readonly askedDays?: number | undefined;
  /** To be prepaid or secured, and was not. */
  readonly gapCents?: Cents | undefined;
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

/** The term that the receivable has, and what held its contract while it was delivered: one fact, because each kind is one. */
function creditPolicy(sale: Sale): SaleFact | undefined {
  const numbers = { ...longTerm(sale), ...heldContract(sale) };
  return Object.keys(numbers).length > 0 ? { kind: 'credit_policy_breached', numbers } : undefined;
}

function longTerm({ issuedOn, dueOn, termDays }: Sale): SaleFact['numbers'] {
  const given = daysBetween(issuedOn, dueOn);
  return termDays === undefined || given <= termDays ? {} : { issuedOn, dueOn, givenDays: given, termDays };
}

/** A file may tell of the contract after the sale: the day on which it was held is early enough to put it right. */
function heldContract({ issuedOn, contract, hold }: Sale): SaleFact['numbers'] {
  if (!contract || !hold) return {};
  const { placedOn, releasedOn, limitCents, exposureCents, termDays, askedDays, gapCents } = hold;
  if (releasedOn !== undefined && releasedOn <= (issuedOn > placedOn ? issuedOn : placedOn)) return {};
  return {
    contract: contract.number,
    heldOn: placedOn,
    ...(limitCents !== undefined && exposureCents !== undefined && { limitCents, exposureCents }),
    ...(askedDays !== undefined && termDays !== undefined && { askedDays, allowedDays: termDays }),
    ...(gapCents !== undefined && { gapCents }),
  };
}
