import type { Column, Surroundings } from '../kinds.js';
import type { Fault, Notation } from './cells.js';
import type { TypedCell } from './file-row.js';

/** How numbers and dates are written that a file holds as such: whatever notation its texts have. */
const plain: Notation = { dateFormat: 'YYYY-MM-DD', decimalMark: '.', minus: 'before' };

/** Reads a column's cells that are no text: the value as PostgreSQL takes it, or what is wrong with it. */
export function typedReader({ sql, read }: Column, around: Surroundings): (cell: TypedCell) => string | Fault {
  const isText = sql === undefined || sql === 'text';
  // A date may be written as a number, 20260131, if that is how the file writes dates.
  const asNumber = read({ ...around, notation: { ...plain, dateFormat: around.notation.dateFormat } });
  const asDate = read({ ...around, notation: plain });
  return (cell) => {
    switch (cell.is) {
      case 'number':
        return isText && cell.notText ? cell.notText : asNumber(cell.shown);
      case 'date':
        // Excel takes what is entered as 1-2 for a date: in another column nobody knows what it was.
        return sql === 'date' ? asDate(cell.shown) : { code: 'cell.date' };
      case 'boolean':
        return sql === 'boolean' ? asNumber(cell.shown.toLowerCase()) : { code: 'cell.boolean' };
      case 'fault':
        return cell.fault;
    }
  };
}
