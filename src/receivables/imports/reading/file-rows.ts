import { open } from 'node:fs/promises';
import { Problem } from '../../../platform/errors/problem.js';
import { csvRows } from './csv-rows.js';
import type { FileRow } from './file-row.js';
import { type Encoding, textOfFile } from './file-text.js';
import { workbookRows } from './workbook/workbook-rows.js';

/** How a CSV is written; a workbook says so itself. */
export interface TextForm {
  encoding: Encoding;
  delimiter: string;
}

/**
 * Rows of a file in batches, read as what it is, whatever its name says. Few batches are in memory at a time.
 * @throws Problem 415 for what is neither CSV nor XLSX, and as `csvRows`, `textOfFile` or `workbookRows`
 */
export async function* rowsOfFile(path: string, { encoding, delimiter }: TextForm): AsyncGenerator<FileRow[]> {
  yield* (await isWorkbook(path)) ? workbookRows(path) : csvRows(textOfFile(path, encoding), delimiter);
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
