import type { Column } from './kinds.js';
import { amount, currency, date, login, notAfter, oneOf, text, wholeNumber } from './reading/cells.js';
import type { RowFault } from './reading/row-fault.js';

export const company: Column = {
  name: 'company',
  read:
    ({ companyId }) =>
    (value) =>
      value === companyId ? value : { code: 'company.differs', facts: { company: companyId } },
};
export const customer = number('customer');
export const money: Column = { name: 'amount', sql: 'numeric(18, 2)', required: true, read: ({ notation }) => amount(notation) };
export const currencyCode: Column = { name: 'currency', sql: 'text', required: true, read: () => currency };
export const owner: Column = { name: 'owner', sql: 'text', read: () => login };
export const channel: Column = { name: 'channel', sql: 'text', read: () => oneOf('direct', 'channel') };
export const instalment: Column = { name: 'instalment', sql: 'integer', read: () => wholeNumber(1, 9999) };
export const termDays: Column = { name: 'termDays', sql: 'integer', read: () => wholeNumber(0, 3650) };

/** What something is known by in the ERP. */
export function number(name: string): Column {
  return { name, sql: 'text', required: true, read: () => text(64) };
}

export function day(name: string): Column {
  return { name, sql: 'date', read: ({ notation }) => date(notation) };
}

/** What has happened cannot lie ahead. */
export function pastDay(name: string): Column {
  return { name, sql: 'date', read: ({ notation, businessDate }) => notAfter(businessDate, date(notation)) };
}

export function notBefore(value: (column: string) => string | null, column: string, earliest: string, code: string): RowFault | undefined {
  const [later, earlier] = [value(column), value(earliest)];
  return later !== null && earlier !== null && later < earlier ? { column, value: later, code, facts: { date: earlier } } : undefined;
}
