import type { BusinessDate } from '../calendar/dates.js';
import type { Cents } from '../money.js';

export interface Instalment {
  readonly dueOn: BusinessDate;
  readonly amountCents: Cents;
}

/** Money that came in (or went back, or was credited: negative, or not by a receipt) since the plan was accepted. */
export interface Inflow {
  readonly valueDate: BusinessDate;
  readonly amountCents: Cents;
}

export interface PaymentPlan {
  readonly instalments: readonly Instalment[];
  readonly proposedBy: string;
  readonly proposedOn: BusinessDate;
  readonly acceptedBy?: string;
  readonly acceptedOn?: BusinessDate;
  /** Net of receipts, reversals and credits between acceptance and the start of grace. */
  readonly reducedByCents: Cents;
}

/** Dates strictly ascend, the first is not before `on` (domain.md, plan.required). */
export function areDatesAscending(instalments: readonly Instalment[], on: BusinessDate): boolean {
  return instalments.every(({ dueOn }, i) => dueOn >= on && (i === 0 || dueOn > (instalments[i - 1]?.dueOn ?? on)));
}

export function planTotal(instalments: readonly Instalment[]): Cents {
  return instalments.reduce((sum, { amountCents }) => sum + amountCents, 0);
}

/** What came in since acceptance reduces the last instalments (domain.md, plan.required); an instalment reduced to nothing falls away. */
export function reducePlan(instalments: readonly Instalment[], byCents: Cents): Instalment[] {
  let left = byCents;
  return instalments
    .toReversed()
    .flatMap(({ dueOn, amountCents }) => {
      const off = Math.min(left, amountCents);
      left -= off;
      return amountCents > off ? [{ dueOn, amountCents: amountCents - off }] : [];
    })
    .toReversed();
}

/**
 * One plan for several cases of a customer: each instalment fills the oldest case first.
 * @param balances open balances, oldest case first
 * @returns a plan per case; what exceeds all balances stays with the last, so that its acceptance is refused with the numbers
 */
export function splitPlan(instalments: readonly Instalment[], balances: readonly Cents[]): Instalment[][] {
  const plans: Instalment[][] = balances.map(() => []);
  let index = 0;
  let room = balances[0] ?? 0;
  for (const { dueOn, amountCents } of instalments) {
    for (let left = amountCents; left > 0; ) {
      while (room === 0 && index < balances.length - 1) room = balances[++index] ?? 0;
      const part = index === balances.length - 1 ? left : Math.min(left, room);
      plans[index]?.push({ dueOn, amountCents: part });
      left -= part;
      room -= Math.min(part, room);
    }
  }
  return plans;
}
