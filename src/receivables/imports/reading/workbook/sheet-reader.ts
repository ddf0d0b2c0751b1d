import { Problem } from '../../../../platform/errors/problem.js';
import { cellOf, type Meanings } from './sheet-cell.js';
import { areaOf, lastColumn, lastRow, placeOf } from './sheet-places.js';
import type { SheetRows } from './sheet-rows.js';
import { TextOfElement } from './text-of-element.js';
import { isTrue } from './workbook.js';
import { damaged, type Part } from './workbook-file.js';
import type { Attributes, XmlReader } from './xml.js';

interface OpenCell {
  type: string | undefined;
  style: string | undefined;
  isFormula: boolean;
}

/** Reads a sheet's elements as they come, and tells its rows. */
export class SheetReader implements XmlReader {
  private inData = false;
  private inRow = false;
  private row = 0;
  private column = 0;
  private cell: OpenCell | undefined;
  private readonly content = new TextOfElement();

  constructor(
    private readonly part: Part,
    private readonly meanings: Meanings,
    private readonly rows: SheetRows,
  ) {}

  /** @throws Problem 400 `sheet.misplaced`, `sheet.array_formula`, `workbook.damaged`, and as `SheetRows` */
  open(name: string, attributes: Attributes): void {
    if (name === 'sheetData') this.inData = true;
    else if (name === 'mergeCell') this.merge(attributes.ref ?? '');
    else if (this.cell) this.openInCell(this.cell, name, attributes);
    else if (!this.inData) return;
    else if (name === 'row') this.beginRow(attributes);
    else if (name === 'c') this.beginCell(attributes);
  }

  text(text: string): void {
    if (this.cell) this.content.add(text);
  }

  close(name: string): void {
    if (name === 'c') this.endCell();
    else if (this.cell) this.content.close(name);
    else if (name === 'row') this.endRow();
    else if (name === 'sheetData') this.inData = false;
  }

  private beginRow({ r, hidden }: Attributes): void {
    // Without a number it is the next one.
    const row = r === undefined ? this.row + 1 : /^\d{1,7}$/.test(r) ? Number(r) : 0;
    if (row <= this.row || row > lastRow) throw misplaced(r ?? String(row));
    if (this.inRow) throw damaged(this.part);
    this.inRow = true;
    this.row = row;
    this.column = 0;
    this.rows.begin(row, isTrue(hidden));
  }

  private endRow(): void {
    if (this.inRow) this.rows.end();
    this.inRow = false;
  }

  private beginCell({ r, t: type, s: style }: Attributes): void {
    if (!this.inRow) throw damaged(this.part);
    const place = r === undefined ? { row: this.row, column: this.column + 1 } : placeOf(r);
    if (place?.row !== this.row || place.column <= this.column || place.column > lastColumn) throw misplaced(r ?? `${this.row}`);
    this.column = place.column;
    this.cell = { type, style, isFormula: false };
    this.content.begin();
  }

  private openInCell(cell: OpenCell, name: string, { t, ref = '' }: Attributes): void {
    if (name === 'c' || name === 'row') throw damaged(this.part);
    if (name !== 'f') {
      this.content.open(name);
      return;
    }
    cell.isFormula = true;
    // The other cells of its area do not say that they are computed.
    if ((t === 'array' || t === 'dataTable') && ref.includes(':'))
      throw new Problem(400, 'sheet.array_formula', { area: ref.slice(0, 20) });
  }

  private endCell(): void {
    if (!this.cell) return;
    this.rows.add(this.column, cellOf({ ...this.cell, value: this.content.end() }, this.meanings, this.part));
    this.cell = undefined;
  }

  private merge(reference: string): void {
    const area = areaOf(reference);
    if (!area) throw damaged(this.part);
    this.rows.refuseMerged(area, reference);
  }
}

function misplaced(place: string): Problem {
  return new Problem(400, 'sheet.misplaced', { place: place.slice(0, 20), lastRow, lastColumn });
}
