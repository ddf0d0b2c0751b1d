import type { Notation, ReadCell } from './reading/cells.js';
import type { RowFault } from './reading/row-fault.js';

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

/** Its column in the staging table; in quotes, since some are words of SQL. */
export function sqlName(column: string): string {
  return `"${column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}"`;
}
