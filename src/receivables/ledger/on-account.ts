import type { Command } from '../../../workflows/collection-case/commands.js';
import { Problem } from '../../platform/errors/problem.js';
import { creditInflow, type Inflow, receiptInflow } from './inflow.js';

/** A receipt or credit of which something may be on account of its customer. */
export interface OnAccount {
  id: string;
  companyId: string;
  customer: string;
  currency: string;
  /** Value date, or the credit's. */
  on: string;
  /** Of a receipt. */
  instrument: string;
  /** Of a credit: it comes from lists of open items. */
  listed: boolean;
}

/** Where what is on account came from, and how it is applied. */
export interface Source {
  inflow: Inflow;
  /** SQL of what differs between the tables: `on`, and `instrument` or `listed`. */
  columns: string;
  /** What comes beyond the balance of a written-off item is a recovery. */
  recovers: boolean;
  application(held: OnAccount, amountCents: number): Command;
  /** As the journal names it beside the clerk. */
  author(id: string): string;
  bySales: 'applyReceipt' | 'applyCredit';
  unknown(id: string): Problem;
  beyond(facts: { asked: string; onAccount: string }): Problem;
  /** @throws Problem for one that is not to be applied by hand */
  refuse?(held: OnAccount): void;
}

export const ofReceipt: Source = {
  inflow: receiptInflow,
  columns: 'value_date as on, instrument',
  recovers: true,
  application: ({ id, on, instrument }, amountCents) => ({ type: 'applyReceipt', receipt: id, amountCents, valueDate: on, instrument }),
  author: (id) => `receipt-${id}`,
  bySales: 'applyReceipt',
  unknown: (id) => new Problem(404, 'receipt.unknown', { id }),
  beyond: ({ asked, onAccount }) => new Problem(409, 'allocation.beyond_receipt', { asked, onAccount }),
};

export const ofCredit: Source = {
  inflow: creditInflow,
  columns: 'credited_on as on, listed',
  recovers: false,
  application: ({ id, on }, amountCents) => ({ type: 'applyCredit', credit: id, amountCents, creditedOn: on }),
  author: (id) => `credit-${id}`,
  bySales: 'applyCredit',
  unknown: (id) => new Problem(404, 'credit.unknown', { id }),
  beyond: ({ asked, onAccount }) => new Problem(409, 'allocation.beyond_credit', { asked, onAccount }),
  // The next list would contradict it: there the ERP itself says what it has been used for.
  refuse: ({ id, listed }) => {
    if (listed) throw new Problem(409, 'credit.listed', { id });
  },
};
