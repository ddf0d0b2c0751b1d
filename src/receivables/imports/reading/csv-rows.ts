import { Problem } from '../../../platform/errors/problem.js';

export interface CsvRow {
  /** Physical line on which it begins; the header's is usually 1. */
  line: number;
  cells: string[];
}

/**
 * Rows of a CSV (RFC 4180), a list for each piece of text; lines that are blank throughout are left out. Strict: every row has as many
 * cells as the first. Written by hand because a general parser took three times as long as everything else an import does.
 * @param pieces whole lines each, as `textOfFile` gives them
 * @throws Problem 400 with the line: `file.quote` for a quote never closed or inside a bare cell, `file.ragged` for too many or few cells
 */
export async function* csvRows(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRow[]> {
  let open = '';
  let line = 1;
  let width: number | undefined;
  for await (const piece of pieces) {
    const text = open + piece;
    const rows: CsvRow[] = [];
    let at = 0;
    while (at < text.length) {
      const record = recordAt(text, at, delimiter, line);
      if (!record) break;
      width ??= isBlank(record.cells) ? undefined : record.cells.length;
      if (!isBlank(record.cells)) rows.push({ line, cells: checked(record.cells, width, line) });
      line += record.lines;
      at = record.end;
    }
    open = text.slice(at);
    if (open.length > longestRecord) throw new Problem(400, 'file.quote', { line });
    yield rows;
  }
  if (open !== '') throw new Problem(400, 'file.quote', { line });
}

/** A quote that is never closed would otherwise swallow the whole file into memory. */
const longestRecord = 1024 * 1024;

interface CsvRecord {
  cells: string[];
  /** Where the next one begins. */
  end: number;
  /** Physical lines it takes up. */
  lines: number;
}

/** Undefined where the text ends inside a quoted cell. */
function recordAt(text: string, start: number, delimiter: string, line: number): CsvRecord | undefined {
  const feed = text.indexOf('\n', start);
  const end = feed < 0 ? text.length : feed;
  const bare = text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end);
  if (!bare.includes('"')) return { cells: bare.split(delimiter), end: end + 1, lines: 1 };
  return quotedRecordAt(text, start, delimiter, line);
}

function quotedRecordAt(text: string, start: number, delimiter: string, line: number): CsvRecord | undefined {
  const cells: string[] = [];
  let lines = 1;
  let at = start;
  for (;;) {
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close < 0) return undefined;
      const cell = text.slice(at + 1, close).replaceAll('""', '"');
      lines += cell.split('\n').length - 1;
      cells.push(cell);
      at = close + 1;
    } else {
      const end = cellEnd(text, at, delimiter);
      const cell = text.slice(at, end);
      if (cell.includes('"')) throw new Problem(400, 'file.quote', { line: line + lines - 1 });
      cells.push(cell);
      at = end;
    }
    if (text[at] === delimiter) at += 1;
    else if (text.startsWith('\r\n', at)) return { cells, end: at + 2, lines };
    else if (text[at] === '\n' || at >= text.length) return { cells, end: at + 1, lines };
    else throw new Problem(400, 'file.quote', { line: line + lines - 1 });
  }
}

/** A doubled quote stands for one inside the cell. */
function closingQuote(text: string, from: number): number {
  let quote = text.indexOf('"', from);
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  return quote;
}

function cellEnd(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && !text.startsWith('\r\n', at)) at += 1;
  return at;
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === '');
}

function checked(cells: string[], width: number | undefined, line: number): string[] {
  if (cells.length !== width) throw new Problem(400, 'file.ragged', { line, expected: width, found: cells.length });
  return cells;
}
