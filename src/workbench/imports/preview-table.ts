import { withSeparators } from '../../platform/print/figures.js';
import type { FileCheck, LookedRow } from '../../receivables/imports/drafts/check-rows.js';
import type { Kind } from '../../receivables/imports/kinds.js';

export interface PreviewTable {
  columns: { name: string; text: string; isNumber: boolean }[];
  rows: { line: number; cells: { text: string; isBad: boolean; isNumber: boolean }[] }[];
}

/** What people look for first; the other columns follow in the order of the kind. */
const first: readonly string[] = [
  ...['receipt', 'credit', 'document', 'contract', 'order', 'instalment', 'customer', 'customerName', 'name', 'issuedOn', 'dueOn'],
  ...['valueDate', 'creditedOn', 'amount', 'openAmount', 'currency', 'owner'],
];
const amounts: readonly string[] = ['amount', 'openAmount', 'creditLimit', 'limit'];
const numbers: readonly string[] = [...amounts, 'rate', 'instalment', 'termDays'];

/** The first rows as they would be taken; what is not understood stands there as in the file. */
export function previewTable({ labels, rows }: FileCheck, { columns }: Kind, word: (name: string) => string): PreviewTable {
  const shown = columns
    .map(({ name }) => name)
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .filter((name) => name !== 'company' && (name in labels || rows.some((row) => saysSomething(row, name))));
  return {
    columns: shown.map((name) => ({ name, text: word(name), isNumber: numbers.includes(name) })),
    rows: rows.map(({ line, values, faults }) => ({
      line,
      cells: shown.map((name) => {
        const fault = faults.find(({ column }) => column === name);
        return {
          text: fault ? fault.value : written(name, values[name] ?? ''),
          isBad: fault !== undefined,
          isNumber: numbers.includes(name),
        };
      }),
    })),
  };
}

function written(name: string, value: string): string {
  return amounts.includes(name) && value !== '' ? withSeparators(value) : value;
}

/** A value for all rows has no column of its own. */
function saysSomething({ values, faults }: LookedRow, name: string): boolean {
  return (values[name] ?? null) !== null || faults.some(({ column }) => column === name);
}

function placeOf(name: string): number {
  const place = first.indexOf(name);
  return place < 0 ? first.length : place;
}
