import type { Opening } from '../../../workflows/collection-case/context.js';

/** 1,000.00 of a customer of sales0001, due on 30 January 2026. */
export const newReceivable: Opening = {
  companyId: 'C01',
  caseId: '1',
  customer: 'K1',
  document: 'INV-1',
  instalment: 1,
  issuedOn: '2025-10-01',
  dueOn: '2026-01-30',
  currency: 'CNY',
  amountCents: 1000_00,
  receivedCents: 0,
  creditedCents: 0,
  owner: 'sales0001',
  openedOn: '2026-01-31',
};
