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
  readonly state: 'live' | 'kept' | 'broken' | 'withdrawn';
}

/** The receipt counts for every promise whose date it meets; one that turns out to be in time mends a broken promise. */
export function countReceipt(promise: PromiseToPay, valueDate: BusinessDate, amountCents: Cents): PromiseToPay {
  if (promise.state === 'withdrawn' || valueDate > promise.dueOn) return promise;
  const receivedCents = promise.receivedCents + amountCents;
  const state = receivedCents >= promise.amountCents ? 'kept' : promise.state === 'kept' ? 'live' : promise.state;
  return { ...promise, receivedCents, state };
}

/** Broken in the night after its date. */
export function isBroken(promise: PromiseToPay, on: BusinessDate): boolean {
  return promise.state === 'live' && on > promise.dueOn;
}

export function nextPromiseNight(promises: readonly PromiseToPay[]): BusinessDate | undefined {
  return earliest(promises.filter(({ state }) => state === 'live').map(({ dueOn }) => addDays(dueOn, 1)));
}
