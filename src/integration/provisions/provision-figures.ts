import { changeOf, monthEnd } from '../../../workflows/allowance.js';
import { cents, formatAmount } from '../../../workflows/money.js';
import type { Policy } from '../../../workflows/policy.js';
import { multiply, type Ratio, ratio } from '../../../workflows/scorecard/curve.js';
import { rounded } from '../../../workflows/scorecard/decimal.js';
import { vouchersOfProvision } from '../../../workflows/vouchers.js';
import { type AmountsBasis, type ProvisionBasis, reckon } from './provision-basis.js';
import type { ImpairedPart, ProvisionFigures, ProvisionVoucher } from './provisions.shapes.js';

/** Of what it is, and what it follows from. */
export interface ProvisionFacts<Basis extends AmountsBasis = ProvisionBasis> {
  readonly company: string;
  readonly month: string;
  readonly currency: string;
  readonly policy: Policy;
  readonly opening: string | null;
  readonly basis: Basis;
  /** Of the voucher in the book. */
  readonly number: string | null;
}

/** Every number of a provision, without the cases that are impaired. */
export type ProvisionSums = Omit<ProvisionFigures, 'impaired'> & { readonly impaired: Omit<ImpairedPart, 'cases'> };

/** Every number of a provision with the rows that it comes from. */
export function figuresOf(facts: ProvisionFacts): ProvisionFigures {
  const sums = sumsOf(facts);
  return { ...sums, impaired: { ...sums.impaired, cases: [...facts.basis.impaired] } };
}

export function sumsOf({ company, month, currency, policy, opening, basis, number }: ProvisionFacts<AmountsBasis>): ProvisionSums {
  const { buckets, impaired, required, held } = reckon(basis, opening, policy);
  const change = changeOf(required, cents(held));
  return {
    company,
    month,
    currency,
    policyVersion: policy.version,
    monthsWanted: policy.provisionMonths,
    monthsFound: basis.months.length,
    months: [...basis.months],
    buckets: buckets.map(({ rolls, roll, loss, ...bucket }) => ({
      ...bucket,
      rolls: rolls.map(perCentOrNull),
      roll: perCentOrNull(roll),
      loss: perCent(loss),
    })),
    impaired: { ...impaired, loss: perCent(impaired.loss) },
    forwardFactor: formatAmount(policy.provisionForwardFactorHundredths),
    oldestLoss: formatAmount(policy.provisionOldestLossHundredths),
    required,
    allowance: { last: basis.last, opening, moves: [...basis.booked], held },
    change,
    voucher: voucherOf(change, month, policy, number),
  };
}

function voucherOf(change: string, month: string, policy: Policy, number: string | null): ProvisionVoucher | null {
  const [voucher] = vouchersOfProvision(cents(change), policy);
  if (!voucher) return null;
  const { kind, debit, credit, amountCents } = voucher;
  return { number, kind, date: monthEnd(month), debit, credit, amount: formatAmount(amountCents) };
}

const perCent = (rate: Ratio) => rounded(multiply(rate, ratio('100')), 4);
const perCentOrNull = (rate: Ratio | undefined) => (rate ? perCent(rate) : null);
