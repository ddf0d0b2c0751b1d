import { cents } from '../../../workflows/money.js';
import {
  amount,
  currency,
  date,
  email,
  login,
  type Notation,
  name,
  notAfter,
  oneOf,
  type ReadCell,
  text,
  wholeNumber,
} from './reading/cells.js';
import type { RowFault } from './reading/row-fault.js';

export const importKinds = ['receivables', 'open_items', 'receipts', 'credits', 'customers'] as const;
export type ImportKind = (typeof importKinds)[number];

/** What a cell is judged by, beside itself. */
export interface Surroundings {
  companyId: string;
  businessDate: string;
  notation: Notation;
}

export interface Column {
  /** As in the canonical header. */
  name: string;
  /** Its type in the staging table, under the name in snake case; a column without one is only checked. */
  sql?: string;
  /** Every row needs a value. */
  required?: true;
  /** What an empty cell or a missing column stands for, provided that an earlier column, if one is named, has a value. */
  otherwise?: { value: string; beside?: string };
  read(around: Surroundings): ReadCell;
}

export interface Kind {
  columns: readonly Column[];
  /** Columns, in the staging table's names, that tell one row from another. */
  key: readonly string[];
  /** A second row with the same key is wrong even if it says the same. */
  keyOnce: boolean;
  /** Looks at a row whose cells are all right, by canonical names; an empty cell is null. */
  check?(value: (column: string) => string | null): RowFault | undefined;
}

const company: Column = {
  name: 'company',
  read:
    ({ companyId }) =>
    (value) =>
      value === companyId ? value : { code: 'company.differs', facts: { company: companyId } },
};
const customer: Column = { name: 'customer', sql: 'text', required: true, read: () => text(64) };
const money: Column = { name: 'amount', sql: 'numeric(18, 2)', required: true, read: ({ notation }) => amount(notation) };
const currencyCode: Column = { name: 'currency', sql: 'text', required: true, read: () => currency };
const owner: Column = { name: 'owner', sql: 'text', read: () => login };
const channel: Column = { name: 'channel', sql: 'text', read: () => oneOf('direct', 'channel') };
const instalment: Column = { name: 'instalment', sql: 'integer', read: () => wholeNumber(1, 9999) };

/** What a receivable has in a list of documents and in one of open items alike. */
const itemColumns: readonly Column[] = [
  company,
  customer,
  { name: 'customerName', sql: 'text', read: () => name(200) },
  { name: 'document', sql: 'text', required: true, read: () => text(64) },
  { ...instalment, otherwise: { value: '1' } },
  { name: 'issuedOn', sql: 'date', required: true, read: ({ notation }) => date(notation) },
  { name: 'dueOn', sql: 'date', required: true, read: ({ notation }) => date(notation) },
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

export const kinds: Readonly<Record<ImportKind, Kind>> = {
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
      { name: 'receipt', sql: 'text', required: true, read: () => text(64) },
      customer,
      { name: 'document', sql: 'text', read: () => text(64) },
      { ...instalment, otherwise: { value: '1', beside: 'document' } },
      { name: 'valueDate', sql: 'date', required: true, read: ({ notation, businessDate }) => notAfter(businessDate, date(notation)) },
      currencyCode,
      money,
      { name: 'instrument', sql: 'text', read: () => oneOf('bank_transfer', 'cash', 'acceptance_bill') },
      { name: 'clearedOn', sql: 'date', read: ({ notation }) => date(notation) },
      { name: 'reversedOn', sql: 'date', read: ({ notation }) => date(notation) },
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
      { name: 'credit', sql: 'text', required: true, read: () => text(64) },
      customer,
      { name: 'document', sql: 'text', read: () => text(64) },
      { ...instalment, otherwise: { value: '1', beside: 'document' } },
      { name: 'creditedOn', sql: 'date', required: true, read: ({ notation, businessDate }) => notAfter(businessDate, date(notation)) },
      currencyCode,
      money,
      { name: 'reversedOn', sql: 'date', read: ({ notation }) => date(notation) },
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
      { name: 'termDays', sql: 'integer', read: () => wholeNumber(0, 3650) },
      channel,
      { name: 'strategic', sql: 'boolean', read: () => oneOf('true', 'false') },
      { name: 'email', sql: 'text', read: () => email },
      { name: 'firstSignedOn', sql: 'date', read: ({ notation }) => date(notation) },
      owner,
    ],
  },
};

export function sqlName(column: string): string {
  return column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

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

function notBefore(value: (column: string) => string | null, column: string, earliest: string, code: string): RowFault | undefined {
  const [later, earlier] = [value(column), value(earliest)];
  return later !== null && earlier !== null && later < earlier ? { column, value: later, code, facts: { date: earlier } } : undefined;
}
