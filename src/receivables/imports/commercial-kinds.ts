import { cents } from '../../../workflows/money.js';
import { company, currencyCode, customer, day, instalment, money, notBefore, number, owner, pastDay, termDays } from './columns.js';
import type { Kind } from './kinds.js';
import { amount, login, name, oneOf, rate, text } from './reading/cells.js';
import type { RowFault } from './reading/row-fault.js';

type Value = (column: string) => string | null;

const partOfMoney = { ...money, read: ({ notation }) => amount(notation, 'or zero') } satisfies Kind['columns'][number];

/** What sales has agreed with customers, how they were checked, and what they have ordered. */
export const commercialKinds = {
  contracts: {
    key: ['contract'],
    keyOnce: false,
    columns: [
      company,
      number('contract'),
      customer,
      { ...pastDay('signedOn'), required: true },
      { name: 'signedBy', sql: 'text', required: true, read: () => login },
      currencyCode,
      money,
      { ...termDays, required: true },
      { name: 'renewalOf', sql: 'text', read: () => text(64) },
      day('endsOn'),
    ],
    check: (value) => renewsItself(value) ?? notBefore(value, 'endsOn', 'signedOn', 'date.before_signing'),
  },
  schedules: {
    key: ['contract', 'instalment'],
    keyOnce: false,
    columns: [
      company,
      number('contract'),
      { ...instalment, required: true },
      { ...day('dueOn'), required: true },
      { ...currencyCode, required: undefined },
      partOfMoney,
    ],
  },
  credit_checks: {
    key: ['customer', 'checkedOn', 'checkedBy'],
    keyOnce: false,
    columns: [
      company,
      customer,
      { ...pastDay('checkedOn'), required: true },
      { name: 'checkedBy', sql: 'text', required: true, read: () => login },
      { name: 'result', sql: 'text', required: true, read: () => oneOf('passed', 'passed_with_security', 'failed') },
      { ...partOfMoney, name: 'limit', required: undefined },
      termDays,
      { name: 'note', sql: 'text', read: () => name(500) },
    ],
  },
  orders: {
    key: ['order'],
    keyOnce: false,
    columns: [
      company,
      number('order'),
      customer,
      { ...pastDay('orderedOn'), required: true },
      currencyCode,
      money,
      { ...partOfMoney, name: 'openAmount' },
      pastDay('shippedOn'),
      pastDay('invoicedOn'),
      { name: 'status', sql: 'text', read: () => oneOf('open', 'shipped', 'invoiced', 'cancelled') },
      owner,
    ],
    check: (value) =>
      openAmountFault(value) ??
      notBefore(value, 'shippedOn', 'orderedOn', 'date.before_order') ??
      notBefore(value, 'invoicedOn', 'orderedOn', 'date.before_order'),
  },
  rates: {
    key: ['currency', 'on'],
    keyOnce: false,
    columns: [
      company,
      currencyCode,
      { ...pastDay('on'), required: true },
      { name: 'rate', sql: 'numeric(18, 8)', required: true, read: ({ notation }) => rate(notation) },
      { name: 'correction', sql: 'text', read: () => name(200) },
    ],
  },
} satisfies Readonly<Record<string, Kind>>;

function renewsItself(value: Value): RowFault | undefined {
  const renewalOf = value('renewalOf');
  return renewalOf !== null && renewalOf === value('contract')
    ? { column: 'renewalOf', value: renewalOf, code: 'contract.renews_itself' }
    : undefined;
}

/** What is invoiced or cancelled in full leaves nothing open. */
function openAmountFault(value: Value): RowFault | undefined {
  const [open, whole, status] = [value('openAmount') ?? '0', value('amount') ?? '0', value('status')];
  if (cents(open) > cents(whole)) return { column: 'openAmount', value: open, code: 'open.above_amount', facts: { amount: whole } };
  return cents(open) > 0 && (status === 'invoiced' || status === 'cancelled')
    ? { column: 'openAmount', value: open, code: 'order.nothing_open', facts: { status } }
    : undefined;
}
