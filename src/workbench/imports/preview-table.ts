import type { FileCheck } from '../../receivables/imports/drafts/check-rows.js';
import type { Kind } from '../../receivables/imports/kinds.js';

export interface PreviewTable {
  columns: { name: string; text: string; isNumber: boolean }[];
  rows: { line: number; cells: { text: string; isBad: boolean; isNumber: boolean }[] }[];
}

const numbers: readonly string[] = ['amount', 'openAmount', 'creditLimit', 'limit', 'rate', 'instalment', 'termDays'];

/** The first rows as they would be taken; what is not understood stands there as in the file. */
export function previewTable({ labels, rows }: FileCheck, { columns }: Kind, word: (name: string) => string): PreviewTable {
  const shown = columns
    .map(({ name }) => name)
    .filter(
      (name) => name !== 'company' && (name in labels || rows.some(({ values }) => values[name] !== null && values[name] !== undefined)),
    );
  return {
    columns: shown.map((name) => ({ name, text: word(name), isNumber: numbers.includes(name) })),
    rows: rows.map(({ line, values, faults }) => ({
      line,
      cells: shown.map((name) => {
        const fault = faults.find(({ column }) => column === name);
        return { text: fault ? fault.value : (values[name] ?? ''), isBad: fault !== undefined, isNumber: numbers.includes(name) };
      }),
    })),
  };
}
