import { newCase, writtenOffCase } from '../support/courses.js';
import { type RefusalExample, refuses } from './example.js';

const receipt = { type: 'applyReceipt', receipt: 'R1', amountCents: 1000_01, valueDate: '2026-01-31', instrument: 'cash' } as const;

export const moneyExamples: readonly RefusalExample[] = [
  {
    rule: 'receipts come from finance’s import only',
    key: 'receipt.by_sales',
    begin: () => newCase(),
    refused: refuses('sales0001', { ...receipt, amountCents: 1 }),
    facts: { command: 'applyReceipt' },
    accepted: (player) => player.imported({ ...receipt, amountCents: 1 }),
  },
  {
    rule: 'a receipt is not beyond the balance: the rest stays on account',
    key: 'receipt.beyond_balance',
    begin: () => newCase(),
    refused: (player) => player.refusedImport(receipt),
    facts: { amount: '1000.01', balance: '1000.00' },
    accepted: (player) => player.receipt('R1', '1000.00'),
  },
  {
    rule: 'a recovery is not beyond what was written off',
    key: 'receipt.beyond_balance',
    begin: () => writtenOffCase().receipt('R0', '400.00'),
    refused: (player) => player.refusedImport({ ...receipt, amountCents: 600_01 }),
    facts: { amount: '600.01', balance: '600.00' },
    accepted: (player) => player.receipt('R1', '600.00'),
  },
  {
    rule: 'a credit is not beyond the balance',
    key: 'receipt.beyond_balance',
    begin: () => newCase(),
    refused: (player) => player.refusedImport({ type: 'applyCredit', credit: 'C1', amountCents: 1000_01, creditedOn: '2026-01-31' }),
    facts: { amount: '1000.01', balance: '1000.00' },
    accepted: (player) => player.credit('C1', '1000.00'),
  },
  {
    rule: 'no more of receipts is reversed than was booked',
    key: 'receipt.reversal_beyond',
    begin: () => newCase().receipt('R1', '400.00'),
    refused: (player) => player.refusedImport({ type: 'reverseReceipt', receipt: 'R1', amountCents: 400_01, reversedOn: '2026-01-31' }),
    facts: { amount: '400.01', booked: '400.00' },
    accepted: (player) => player.reversal('R1', '400.00'),
  },
  {
    rule: 'no more of credits is reversed than was booked',
    key: 'receipt.reversal_beyond',
    begin: () => newCase().credit('C1', '400.00'),
    refused: (player) => player.refusedImport({ type: 'reverseCredit', credit: 'C1', amountCents: 400_01, reversedOn: '2026-01-31' }),
    facts: { amount: '400.01', booked: '400.00' },
    accepted: (player) => player.creditReversal('C1', '400.00'),
  },
];
