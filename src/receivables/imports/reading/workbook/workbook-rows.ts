import { Problem } from '../../../../platform/errors/problem.js';
import type { FileRow } from '../file-row.js';
import { numberStyles } from './number-styles.js';
import { SharedTexts } from './shared-texts.js';
import type { Meanings } from './sheet-cell.js';
import { SheetReader } from './sheet-reader.js';
import { SheetRows } from './sheet-rows.js';
import { readWorkbook, type Sheet } from './workbook.js';
import { type Part, WorkbookFile } from './workbook-file.js';
import { type XmlReader, xmlPieces } from './xml.js';

/**
 * Rows of the only sheet of an XLSX that a person sees and that has anything in it, in batches.
 * @param firstRow what stands above is not read
 * @throws Problem 400 `workbook.several_sheets` and others named `workbook.…` and `sheet.…`, 413 for what unpacks too far, 415 for another
 *   kind of file
 */
export async function* workbookRows(path: string, firstRow = 1): AsyncGenerator<FileRow[]> {
  const file = await WorkbookFile.open(path);
  try {
    const { sheets, from1904, ...parts } = await readWorkbook(file);
    const part = await onlySheet(file, sheets);
    if (!part) return;
    const styles = await numberStyles(file, parts.styles);
    const texts = await SharedTexts.read(file, parts.sharedTexts);
    yield* rowsOfSheet(file, part, { texts, styles, from1904 }, firstRow);
  } finally {
    file.close();
  }
}

async function* rowsOfSheet(file: WorkbookFile, part: Part, meanings: Meanings, firstRow: number): AsyncGenerator<FileRow[]> {
  const rows = new SheetRows(firstRow);
  let begun = false;
  try {
    for await (const _ of xmlPieces(file, part, new SheetReader(part, meanings, rows))) {
      const some = rows.take();
      begun ||= some.length > 0;
      yield some;
    }
  } catch (error) {
    // What is wrong with the header, such as a title in its place, says more than what follows from it.
    if (!begun) yield rows.take().slice(0, 1);
    throw error;
  }
  yield rows.take();
}

/** What a workbook says that it unpacks to: the only thing that tells how much there is to read before it is read. */
export async function unpackedBytes(path: string): Promise<number> {
  const file = await WorkbookFile.open(path);
  file.close();
  return file.xmlBytes;
}

/** @throws Problem 400 `workbook.several_sheets`: nobody but their author knows which is meant, or whether all are */
async function onlySheet(file: WorkbookFile, sheets: readonly Sheet[]): Promise<Part | undefined> {
  const [first] = sheets;
  if (sheets.length < 2) return first?.part;
  const filled: Sheet[] = [];
  for (const sheet of sheets) if (await hasContent(file, sheet.part)) filled.push(sheet);
  if (filled.length > 1)
    throw new Problem(400, 'workbook.several_sheets', {
      sheets: filled
        .map(({ name }) => name)
        .join(', ')
        .slice(0, 200),
    });
  return filled[0]?.part;
}

async function hasContent(file: WorkbookFile, part: Part): Promise<boolean> {
  let found = false;
  // Elsewhere in a sheet, too, there are formulas: of formats, and of what may be entered.
  let inCell = false;
  let inValue = false;
  const reader: XmlReader = {
    open: (name) => {
      inCell ||= name === 'c';
      inValue = inCell && (name === 'v' || name === 't');
      found ||= inCell && name === 'f';
    },
    text: (text) => {
      found ||= inValue && text.trim() !== '';
    },
    close: (name) => {
      inCell &&= name !== 'c';
    },
  };
  for await (const _ of xmlPieces(file, part, reader)) if (found) return true;
  return found;
}
