import { type AgedCents, oldestAge } from './roll-rates.js';

/** What may come in within one span of 30 days, in cents. */
export interface ExpectedSpan {
  readonly promisedCents: number;
  readonly plannedCents: number;
  /** Of what falls due. Undefined without a roll rate. */
  readonly dueCents: number | undefined;
  /** Of what is overdue already, beyond promises and plans. Undefined without roll rates, and after the first span. */
  readonly overdueCents: number | undefined;
}

/**
 * Receipts to be expected in the next three spans of 30 days: what customers promised and what plans say, at their word; of what falls
 * due the part that usually is paid before it is 30 days late; of what is overdue the part that usually does not grow older.
 * @param agreed by span, of promises and of plans
 * @param dueCents falling due in each span
 * @param overdue by age; 0 is not read
 * @param rolls as `rollRates` gives them
 */
export function expectedReceipts(
  agreed: readonly { readonly promisedCents: number; readonly plannedCents: number }[],
  dueCents: readonly number[],
  overdue: AgedCents,
  rolls: readonly (number | undefined)[],
): ExpectedSpan[] {
  const [firstRoll] = rolls;
  return agreed.map(({ promisedCents, plannedCents }, span) => ({
    promisedCents,
    plannedCents,
    dueCents: firstRoll === undefined ? undefined : Math.round((dueCents[span] ?? 0) * (1 - firstRoll)),
    overdueCents: span === 0 ? beyondAgreed(overdue, rolls, promisedCents + plannedCents) : undefined,
  }));
}

function beyondAgreed(overdue: AgedCents, rolls: readonly (number | undefined)[], agreedCents: number): number | undefined {
  const known = rolls.slice(1, oldestAge).some((roll) => roll !== undefined);
  if (!known) return undefined;
  const usual = rolls.reduce<number>(
    (sum, roll, age) => (age === 0 || roll === undefined ? sum : sum + (overdue[age] ?? 0) * (1 - roll)),
    0,
  );
  return Math.max(0, Math.round(usual) - agreedCents);
}
