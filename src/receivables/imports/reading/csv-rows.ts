import { CsvError, parse } from 'csv-parse';
import { Problem } from '../../../platform/errors/problem.js';
import type { FileRow } from './file-row.js';

/** A quote that is never closed would otherwise swallow the whole file into memory. */
const longestRecordBytes = 1024 * 1024;

/**
 * Rows of a CSV (RFC 4180), a list for each piece of text; lines that are blank throughout are left out. Strict: every row has as many
 * cells as the first, and quotes stand only around a whole cell.
 * @param firstLine what stands above is not read
 * @throws Problem 400 with the line on which the row begins: `file.quote` for a quote never closed or in the wrong place, `file.ragged`
 *   for too many or few cells
 */
export async function* csvRows(pieces: AsyncIterable<string>, delimiter: string, firstLine = 1): AsyncGenerator<FileRow[]> {
  const taken: FileRow[] = [];
  // Lines of the rows so far, counted here because the parser takes a quoted CR LF for two.
  let lines = firstLine - 1;
  let width = 0;
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    skip_empty_lines: true,
    max_record_size: longestRecordBytes,
    on_record: (cells, { empty_lines }) => {
      if (cells.some((cell) => cell !== '')) taken.push({ line: lines + empty_lines + 1, cells });
      width = cells.length;
      lines += 1;
      for (const cell of cells) if (cell.includes('\n')) lines += cell.split('\n').length - 1;
      // Taken above: the parser's own stream stays empty, and nobody has to read it.
      return null;
    },
  });
  // What goes wrong is told to whoever writes.
  parser.on('error', () => undefined);
  const written = (write: (told: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      write((error) => (error ? reject(error instanceof CsvError ? problemOf(error, lines, width) : error) : resolve()));
    });
  for await (const piece of from(firstLine, pieces)) {
    await written((told) => parser.write(piece, told));
    yield taken.splice(0);
  }
  await written((told) => parser.end(told));
  yield taken;
}

/** @param pieces of whole lines */
async function* from(firstLine: number, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let above = firstLine - 1;
  for await (const piece of pieces) {
    let start = 0;
    for (; above > 0 && start < piece.length; above -= 1) start = piece.indexOf('\n', start) + 1 || piece.length;
    yield start === 0 ? piece : piece.slice(start);
  }
}

/** @param lines of the rows before, without empty ones */
function problemOf({ code, record, empty_lines }: CsvError, lines: number, width: number): Problem {
  const line = lines + Number(empty_lines) + 1;
  if (code !== 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') return new Problem(400, 'file.quote', { line });
  return new Problem(400, 'file.ragged', { line, expected: width, found: (record as string[]).length });
}
