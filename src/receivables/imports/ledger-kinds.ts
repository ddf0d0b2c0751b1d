import { cents } from '../../../workflows/money.js';
import {
  channel,
  company,
  currencyCode,
  customer,
  day,
  instalment,
  money,
  notBefore,
  number,
  owner,
  pastDay,
  termDays,
} from './columns.js';
import type { Column, Kind } from './kinds.js';
import { amount, email, name, oneOf, text } from './reading/cells.js';
import type { RowFault } from './reading/row-fault.js';

/** What a receivable has in a list of documents and in one of open items alike. */
const itemColumns: readonly Column[] = [
  company,
  customer,
  { name: 'customerName', sql: 'text', read: () => name(200) },
  number('document'),
  { ...instalment, otherwise: { value: '1' } },
  { ...day('issuedOn'), required: true },
  { ...day('dueOn'), required: true },
  currencyCode,
  owner,
  { name: 'contract', sql: 'text', read: () => text(64) },
  channel,
];

const items: Omit<Kind, 'columns'> = {
  key: ['document', 'instalment'],
  // An export that lists an open item twice adds up to more than what is owed.
  keyOnce: true,
  check: (value) => notBefore(value, 'dueOn', 'issuedOn', 'date.due_before_issue'),
};

/** What is owed and what lowers it, and by whom it is owed. */
export const ledgerKinds = {
  receivables: { ...items, columns: [...itemColumns, { ...money, read: ({ notation }) => amount(notation, 'any') }] },
  open_items: {
    ...items,
    columns: [
      ...itemColumns,
      { name: 'amount', sql: money.sql, read: ({ notation }) => amount(notation, 'any') },
      { name: 'openAmount', sql: money.sql, read: ({ notation }) => amount(notation, 'any') },
    ],
    check: (value) => items.check?.(value) ?? openAmountFault(value),
  },
  receipts: {
    key: ['receipt', 'document', 'instalment'],
    keyOnce: false,
    columns: [
      company,
      number('receipt'),
      customer,
      { name: 'document', sql: 'text', read: () => text(64) },
      { ...instalment, otherwise: { value: '1', beside: 'document' } },
      { ...pastDay('valueDate'), required: true },
      currencyCode,
      money,
      { name: 'instrument', sql: 'text', read: () => oneOf('bank_transfer', 'cash', 'acceptance_bill') },
      day('clearedOn'),
      day('reversedOn'),
    ],
    check: (value) =>
      orphan(value) ??
      notBefore(value, 'clearedOn', 'valueDate', 'date.before_receipt') ??
      notBefore(value, 'reversedOn', 'valueDate', 'date.before_receipt'),
  },
  credits: {
    key: ['credit', 'document', 'instalment'],
    keyOnce: false,
    columns: [
      company,
      number('credit'),
      customer,
      { name: 'document', sql: 'text', read: () => text(64) },
      { ...instalment, otherwise: { value: '1', beside: 'document' } },
      { ...pastDay('creditedOn'), required: true },
      currencyCode,
      money,
      day('reversedOn'),
    ],
    check: (value) => orphan(value) ?? notBefore(value, 'reversedOn', 'creditedOn', 'date.before_credit'),
  },
  customers: {
    key: ['customer'],
    keyOnce: false,
    columns: [
      company,
      customer,
      { name: 'name', sql: 'text', required: true, read: () => name(200) },
      { name: 'grade', sql: 'text', read: () => oneOf('AAA', 'AA', 'A', 'B', 'C', 'D') },
      { name: 'creditLimit', sql: 'numeric(18, 2)', read: ({ notation }) => amount(notation, 'or zero') },
      termDays,
      channel,
      { name: 'strategic', sql: 'boolean', read: () => oneOf('true', 'false') },
      { name: 'email', sql: 'text', read: () => email },
      { name: 'language', sql: 'text', read: () => oneOf('zh-CN', 'en') },
      day('firstSignedOn'),
      owner,
    ],
  },
} satisfies Readonly<Record<string, Kind>>;

function openAmountFault(value: (column: string) => string | null): RowFault | undefined {
  const [open, whole] = [value('openAmount'), value('amount')];
  if (open === null && whole === null) return { column: 'openAmount', value: '', code: 'value.missing' };
  if (open === null || whole === null) return undefined;
  const [part, all] = [cents(open), cents(whole)];
  return Math.abs(part) > Math.abs(all) || Math.sign(part) !== Math.sign(all)
    ? { column: 'openAmount', value: open, code: 'open.above_amount', facts: { amount: whole } }
    : undefined;
}

function orphan(value: (column: string) => string | null): RowFault | undefined {
  const instalment = value('instalment');
  return instalment !== null && value('document') === null
    ? { column: 'instalment', value: instalment, code: 'instalment.without_document' }
    : undefined;
}
