import type { Cause } from '../policy.js';

/** JSON as the journal keeps it. Numbers are whole: cents, days, hundredths. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** What happened, in the past tense, for the record: `type` and its facts. */
export interface Entry {
  readonly type: string;
  readonly [fact: string]: Json | undefined;
}

/** Who is to be told: a login, or everyone of the company who has the role. */
export type Recipient = { readonly person: string } | { readonly role: string };

/** What the shell does in the same transaction. */
export type Effect =
  | {
      readonly type: 'notify';
      readonly kind: string;
      readonly to: Recipient;
      /** The day that it is about, where that is not the day on which it is told. */
      readonly dueOn?: string;
      readonly facts?: { readonly [fact: string]: Json | undefined };
    }
  | {
      readonly type: 'deduct';
      /** `deduction` takes points; `give_back` and `reversal` return them. */
      readonly kind: 'deduction' | 'give_back' | 'reversal';
      readonly person: string;
      readonly cause: Cause;
      readonly shareHundredths: number;
      readonly pointsHundredths: number;
      readonly basis: { readonly [fact: string]: Json | undefined };
    }
  | { readonly type: 'putOnAgenda'; readonly meeting: string }
  | { readonly type: 'resolveAgendaItem'; readonly meeting: string; readonly outcome: string; readonly tally: Json };
