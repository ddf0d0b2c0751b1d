import { addDays, type BusinessDate, earliest } from '../calendar/dates.js';
import type { Cents } from '../money.js';

/** The customer's word: an amount by a date. */
export interface PromiseToPay {
  readonly id: number;
  readonly amountCents: Cents;
  readonly dueOn: BusinessDate;
  readonly recordedOn: BusinessDate;
  readonly recordedBy: string;
  /** Receipts by value date up to `dueOn`, entered since the promise was recorded. */
  readonly receivedCents: Cents;
  /** Which they were: one of them may bounce. */
  readonly receipts: readonly string[];
  readonly state: 'live' | 'kept' | 'broken' | 'withdrawn';
}

/** The receipt counts for every promise whose date it meets; one that turns out to be in time mends a broken promise. */
export function countReceipt(promise: PromiseToPay, receipt: string, valueDate: BusinessDate, amountCents: Cents): PromiseToPay {
  if (promise.state === 'withdrawn' || valueDate > promise.dueOn) return promise;
  const receivedCents = promise.receivedCents + amountCents;
  return {
    ...promise,
    receivedCents,
    receipts: [...promise.receipts, receipt],
    state: receivedCents >= promise.amountCents ? 'kept' : promise.state,
  };
}

/** A receipt that bounces counts no more: a promise that it kept is live again, and broken in the next night after its date. */
export function discountReceipt(promise: PromiseToPay, receipt: string, amountCents: Cents): PromiseToPay {
  const index = promise.receipts.indexOf(receipt);
  if (index === -1) return promise;
  const receivedCents = promise.receivedCents - amountCents;
  const isShort = receivedCents < promise.amountCents;
  return {
    ...promise,
    receivedCents,
    receipts: promise.receipts.toSpliced(index, 1),
    state: promise.state === 'kept' && isShort ? 'live' : promise.state,
  };
}

/** Broken in the night after its date. */
export function isBroken(promise: PromiseToPay, on: BusinessDate): boolean {
  return promise.state === 'live' && on > promise.dueOn;
}

export function nextPromiseNight(promises: readonly PromiseToPay[]): BusinessDate | undefined {
  return earliest(promises.filter(({ state }) => state === 'live').map(({ dueOn }) => addDays(dueOn, 1)));
}
