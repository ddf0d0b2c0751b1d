import { Problem } from '../../../../platform/errors/problem.js';
import type { Cell, FileRow } from '../file-row.js';
import type { Area } from './sheet-places.js';

/** More of them would be no ledger, and every row is as wide. */
const mostColumns = 1_000;

/**
 * Rows as a CSV would have them: the first with anything in it is the header, those without are left out, and every other is as wide as the
 * header.
 */
export class SheetRows {
  private rows: FileRow[] = [];
  private header: FileRow | undefined;
  private row = 0;
  private lastFilled = 0;
  private isHidden = false;
  private cells: Cell[] = [];

  /** @param firstRow what stands above is not read */
  constructor(private readonly firstRow = 1) {}

  /** The rows that are complete, each once. */
  take(): FileRow[] {
    return this.rows.splice(0);
  }

  begin(row: number, isHidden: boolean): void {
    this.row = row;
    this.isHidden = isHidden;
    this.cells = [];
  }

  /**
   * @param column further right than the one before
   * @throws Problem 400 `sheet.too_wide`, `file.ragged`
   */
  add(column: number, cell: Cell): void {
    if (this.row < this.firstRow) return;
    // A blank that nobody sees makes no row longer.
    if (typeof cell === 'string' && cell.trim() === '') return;
    if (column > mostColumns) throw new Problem(400, 'sheet.too_wide', { line: this.row, found: column, most: mostColumns });
    const expected = this.header?.cells.length ?? column;
    if (column > expected) throw new Problem(400, 'file.ragged', { line: this.row, expected, found: column });
    this.padTo(column - 1);
    this.cells.push(cell);
  }

  /** @throws Problem 400 `sheet.hidden_row` */
  end(): void {
    if (this.cells.length === 0) return;
    // Whoever has filtered a list sees only the rest of it, and may mean only that.
    if (this.isHidden) throw new Problem(400, 'sheet.hidden_row', { line: this.row });
    this.padTo(this.header?.cells.length ?? 0);
    const row = { line: this.row, cells: this.cells };
    this.header ??= row;
    this.lastFilled = this.row;
    this.rows.push(row);
  }

  /**
   * Told behind all rows. Merged into one, only the first cell has the value, and nobody knows whether it is meant for all of them; where
   * there is no data it does not matter.
   * @throws Problem 400 `sheet.merged`
   */
  refuseMerged({ from, to }: Area, area: string): void {
    if (!this.header) return;
    const { line, cells } = this.header;
    if (to.row > line && from.row <= this.lastFilled && from.column <= cells.length) throw new Problem(400, 'sheet.merged', { area });
  }

  private padTo(width: number): void {
    while (this.cells.length < width) this.cells.push('');
  }
}
