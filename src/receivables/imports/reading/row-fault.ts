import type { Fault } from './cells.js';

/** What is wrong with one cell of a row. */
export interface RowFault extends Fault {
  /** Canonical name; the report names it as the file's own header does. */
  column: string;
  /** As it stands in the file. */
  value: string;
}
