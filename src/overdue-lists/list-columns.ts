import { bucketOf } from '../../workflows/overdue-list/differences.js';
import type { Language } from '../platform/i18n/language.js';
import type { Texts } from '../platform/i18n/texts.js';
import type { Cell } from '../platform/sheets/sheet-xml.js';
import type { RowView } from './list-rows.js';
import type { GoneAnswer } from './overdue-lists.shapes.js';

export interface ListColumn<Row> {
  readonly head: string;
  /** In characters. */
  readonly width: number;
  readonly cell: (row: Row) => Cell;
}

type Say = (key: string) => string;

/** Of a list's table as CSV and XLSX. */
export function listColumns(texts: Texts, language: Language): ListColumn<RowView>[] {
  const words = remembered(texts, language);
  const say: Say = (key) => words(`lists:${key}`);
  const columns: [key: string, width: number, cell: ListColumn<RowView>['cell']][] = [
    ['customer', 12, ({ customer }) => customer],
    ['customerName', 30, ({ customerName }) => customerName],
    ['document', 18, ({ document }) => document],
    ['instalment', 7, ({ instalment }) => instalment],
    ['dueOn', 12, ({ dueOn }) => ({ day: dueOn })],
    ['overdueDays', 10, ({ overdueDays }) => overdueDays],
    ['bucket', 12, ({ overdueDays }) => say(`bucket.${bucketOf(overdueDays)}`)],
    ['currency', 8, ({ currency }) => currency],
    ['amount', 16, ({ amount }) => ({ amount })],
    ['balance', 16, ({ balance }) => ({ amount: balance })],
    ['agreedBalance', 16, ({ agreedBalance }) => ({ amount: agreedBalance })],
    ['owner', 14, ({ owner }) => owner],
    ['ownerName', 12, ({ ownerName }) => ownerName],
    ['agreedOwner', 14, ({ agreedOwner }) => agreedOwner],
    ['collection', 14, ({ collection }) => words(`cases:state.collection.${collection}`)],
    ['state', 24, (row) => say(`state.${row.state}`)],
    ['reason', 12, ({ objection }) => objection && say(`reason.${objection.reason}`)],
    ['note', 30, ({ objection }) => objection?.note ?? null],
    ['difference', 12, ({ difference }) => say(`difference.${difference}`)],
    ['lastBalance', 16, ({ lastBalance }) => lastBalance && { amount: lastBalance }],
    [
      'lastBalanceNow',
      18,
      ({ lastBalanceNow, difference }) => (difference === 'corrected' && lastBalanceNow ? { amount: lastBalanceNow } : null),
    ],
    ['case', 10, (row) => row.case],
  ];
  return columns.map(([key, width, cell]) => ({ head: say(`column.${key}`), width, cell }));
}

/** Of the table of what is no longer on the list. */
export function goneColumns(texts: Texts, language: Language): ListColumn<GoneAnswer>[] {
  const words = remembered(texts, language);
  const say: Say = (key) => words(`lists:${key}`);
  const columns: [key: string, width: number, cell: ListColumn<GoneAnswer>['cell']][] = [
    ['customer', 12, ({ customer }) => customer],
    ['customerName', 30, ({ customerName }) => customerName],
    ['document', 18, ({ document }) => document],
    ['instalment', 7, ({ instalment }) => instalment],
    ['dueOn', 12, ({ dueOn }) => ({ day: dueOn })],
    ['currency', 8, ({ currency }) => currency],
    ['lastBalance', 16, ({ lastBalance }) => ({ amount: lastBalance })],
    ['lastBalanceNow', 18, ({ kind, lastBalanceNow }) => (kind === 'corrected' ? { amount: lastBalanceNow } : null)],
    ['owner', 14, ({ owner }) => owner],
    ['difference', 12, ({ kind }) => say(`difference.${kind}`)],
    ['collection', 14, ({ collection }) => words(`cases:state.collection.${collection}`)],
    ['case', 10, (row) => row.case],
  ];
  return columns.map(([key, width, cell]) => ({ head: say(`column.${key}`), width, cell }));
}

/** A few words stand in every row, and to look one up takes longer than to write the rest of it. */
function remembered(texts: Texts, language: Language): Say {
  const known = new Map<string, string>();
  return (key) => {
    const found = known.get(key) ?? texts.say(language, key);
    known.set(key, found);
    return found;
  };
}
