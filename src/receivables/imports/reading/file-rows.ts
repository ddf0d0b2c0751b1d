import { open } from 'node:fs/promises';
import { Problem } from '../../../platform/errors/problem.js';
import { csvRows } from './csv-rows.js';
import { type FileRow, shownIn } from './file-row.js';
import { type Encoding, textOfFile } from './file-text.js';
import { workbookRows } from './workbook/workbook-rows.js';

/** How a CSV is written, which a workbook says itself; and where in either the table stands. */
export interface TextForm {
  encoding: Encoding;
  delimiter: string;
  /** Above it, titles and the like, nothing is read. Left out, the header is the first line that is not blank. */
  headerLine?: number;
  /** A row whose first filled cell says one of these adds up others, and is left out. */
  totals?: readonly string[];
}

/**
 * Rows of a file in batches, read as what it is, whatever its name says. Few batches are in memory at a time.
 * @throws Problem 415 for what is neither CSV nor XLSX, and as `csvRows`, `textOfFile` or `workbookRows`
 */
export async function* rowsOfFile(path: string, { encoding, delimiter, headerLine, totals = [] }: TextForm): AsyncGenerator<FileRow[]> {
  const rows = (await isWorkbook(path)) ? workbookRows(path, headerLine) : csvRows(textOfFile(path, encoding), delimiter, headerLine);
  yield* totals.length > 0 ? withoutTotals(rows, totals) : rows;
}

async function* withoutTotals(rows: AsyncGenerator<FileRow[]>, totals: readonly string[]): AsyncGenerator<FileRow[]> {
  for await (const some of rows)
    yield some.filter(({ cells }) => {
      const first = cells.map((cell) => shownIn(cell).trim()).find((text) => text !== '');
      return first === undefined || !totals.includes(first);
    });
}

/**
 * @returns whether it is a ZIP, as every XLSX is; otherwise it may be a CSV
 * @throws Problem 415 `file.old_workbook` for an .xls or an encrypted workbook, `file.not_csv` for a PDF
 */
export async function isWorkbook(path: string): Promise<boolean> {
  const start = await firstBytes(path, 4);
  if (start === '\xd0\xcf\x11\xe0') throw new Problem(415, 'file.old_workbook');
  if (start === '%PDF') throw new Problem(415, 'file.not_csv');
  return start === 'PK\x03\x04' || start === 'PK\x05\x06';
}

async function firstBytes(path: string, count: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
