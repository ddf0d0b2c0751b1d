import type { Command } from '../../../workflows/collection-case/commands.js';

/** What lowers receivables: receipts and credits. The two differ in where they are kept, and in the commands by which a case takes them. */
export interface Inflow {
  table: 'receipts' | 'credits';
  /** What of it went to which receivable. */
  allocations: 'allocations' | 'credit_allocations';
  /** Column of these that leads to the table. */
  id: 'receipt_id' | 'credit_id';
  /** Column of the table: the sum of its live allocations. */
  used: 'allocated' | 'applied';
  /** Column of the receivables that it lowers. */
  booked: 'received' | 'credited';
  /** SQL telling whether an allocation `a` is the recovery of a write-off. */
  recovery: 'a.recovery' | 'false';
  reversal(id: string, amountCents: number, reversedOn: string): Command;
}

export const receiptInflow: Inflow = {
  table: 'receipts',
  allocations: 'allocations',
  id: 'receipt_id',
  used: 'allocated',
  booked: 'received',
  recovery: 'a.recovery',
  reversal: (receipt, amountCents, reversedOn) => ({ type: 'reverseReceipt', receipt, amountCents, reversedOn }),
};

export const creditInflow: Inflow = {
  table: 'credits',
  allocations: 'credit_allocations',
  id: 'credit_id',
  used: 'applied',
  booked: 'credited',
  recovery: 'false',
  reversal: (credit, amountCents, reversedOn) => ({ type: 'reverseCredit', credit, amountCents, reversedOn }),
};
