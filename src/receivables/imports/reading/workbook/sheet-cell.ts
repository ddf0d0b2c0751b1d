import { type Cell, shownIn } from '../file-row.js';
import type { NumberStyles } from './number-styles.js';
import { dateCell, isoDateCell, numberCell } from './numbers.js';
import type { SharedTexts } from './shared-texts.js';
import { damaged, type Part } from './workbook-file.js';

/** What a sheet's cells mean, which stands elsewhere in the workbook. */
export interface Meanings {
  texts: SharedTexts;
  styles: NumberStyles;
  from1904: boolean;
}

/** A cell as it stands in the sheet's XML. */
export interface StoredCell {
  type: string | undefined;
  style: string | undefined;
  isFormula: boolean;
  value: string;
}

/** @throws Problem 400 `workbook.damaged` for a type that there is none of, or a text that there is none of */
export function cellOf(stored: StoredCell, meanings: Meanings, sheet: Part): Cell {
  const cell = storedIn(stored, meanings, sheet);
  // What it was last computed to may be of another day, or of another machine.
  return stored.isFormula ? { is: 'fault', shown: shownIn(cell), fault: { code: 'cell.formula' } } : cell;
}

function storedIn({ type = 'n', style, value }: StoredCell, { texts, styles, from1904 }: Meanings, sheet: Part): Cell {
  if (type === 'inlineStr' || type === 'str') return value;
  const plain = value.trim();
  if (plain === '') return '';
  switch (type) {
    case 's':
      return texts.at(plain, sheet);
    case 'n': {
      const shownAs = styles(style);
      return shownAs.isDate ? dateCell(plain, from1904) : numberCell(plain, shownAs);
    }
    case 'b':
      return { is: 'boolean', shown: plain === '1' || plain === 'true' ? 'TRUE' : 'FALSE' };
    case 'd':
      return isoDateCell(plain);
    case 'e':
      return { is: 'fault', shown: plain, fault: { code: 'cell.error' } };
    default:
      throw damaged(sheet);
  }
}
