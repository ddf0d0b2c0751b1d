import { createHash } from 'node:crypto';
import type { Card, CardInputs } from '../../../workflows/scorecard/card.js';
import { canonicalJson } from '../../cases/journal-hash.js';
import type { CarriedLate } from '../late/carried.js';
import type { AppealedPoints } from './adjustments.js';
import type { SchemeContent } from './assessed-people.js';

/** What somebody's receipts were, as decimals in company currency. */
export interface CardReceipts {
  readonly counted: string;
  /** On what fell due in the period, and on what fell due before it. */
  readonly current: string;
  readonly cycle: string;
  readonly fromGoodCustomers: string;
  readonly billsInHand: string;
}

/** What a card is computed from, and what stands beside it: kept with a closed card. */
export interface KeptInputs extends CardInputs {
  readonly policyVersion: number;
  readonly scheme: SchemeContent & { readonly id: string; readonly version: number };
  readonly targets: CardInputs['targets'] & { readonly proposal?: string };
  readonly adjustments: readonly AppealedPoints[];
  readonly carried?: readonly CarriedLate[];
  readonly receipts: CardReceipts;
}

export interface KeptCard {
  readonly company: string;
  readonly period: string;
  readonly person: string;
  readonly inputs: KeptInputs;
  readonly card: Card;
}

/** SHA-256 over the canonical JSON of all of it. */
export function cardFingerprint({ company, period, person, inputs, card }: KeptCard): Buffer {
  return createHash('sha256').update(canonicalJson({ company, period, person, inputs, card })).digest();
}

/** Of a whole period: SHA-256 over the fingerprints of its cards, in the order of persons. */
export function closingFingerprint(fingerprints: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(fingerprints)).digest();
}
