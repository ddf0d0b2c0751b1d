import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { canonical, delimiters } from '../profiles/import-profile.js';
import { type FileRow, shownIn } from '../reading/file-row.js';
import { isWorkbook, rowsOfFile, type TextForm } from '../reading/file-rows.js';

const startBytes = 64 * 1024;
const lineFeed = 0x0a;
/** How many lines may stand above a table, and how much in each. */
const titlesAtMost = 20;
const titleCells = 2;

/** How a file seems to be written, as its beginning tells. @throws Problem as `rowsOfFile` */
export async function sniff(path: string): Promise<TextForm> {
  if (await isWorkbook(path)) return { encoding: canonical.encoding, delimiter: canonical.delimiter, ...(await headerOfSheet(path)) };
  const start = await startOf(path);
  const encoding = isUtf8(start) ? 'utf-8' : 'gb18030';
  // What stands in quotes is one cell, whatever it is.
  const lines = new TextDecoder(encoding)
    .decode(start)
    .replace(/"[^"\n]*"/g, '"')
    .split(/\r?\n/);
  const filled = lines
    .slice(0, titlesAtMost + 1)
    .map((line) => Math.max(...delimiters.map((delimiter) => filledOf(line.split(delimiter)))));
  const at = belowTitles(filled);
  const header = lines[at ?? filled.findIndex((count) => count > 0)] ?? '';
  const counts = delimiters.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  const { delimiter } = counts.reduce((best, one) => (one.count > best.count ? one : best));
  return { encoding, delimiter, ...(at !== undefined && { headerLine: at + 1 }) };
}

/** Row by row, since a title is narrower than what stands below, and so its sheet no table. */
async function headerOfSheet(path: string): Promise<Pick<TextForm, 'headerLine'>> {
  const filled: number[] = [];
  while (filled.length <= titlesAtMost && belowTitles(filled) === undefined) {
    const [row] = await firstRows(path, { ...canonical, headerLine: filled.length + 1 }, 1);
    if (!row) return {};
    filled.push(...Array.from({ length: row.line - filled.length - 1 }, () => 0), filledOf(row.cells.map(shownIn)));
    // Nothing above it: what most files begin with is told by one look.
    if (filled.every((count) => count === 0 || count > titleCells)) return {};
  }
  const at = belowTitles(filled);
  return at === undefined ? {} : { headerLine: at + 1 };
}

/** A title stands in one cell or two; what has more than one column of each below it is a header. @returns its place, if titles stand above */
function belowTitles(filled: readonly number[]): number | undefined {
  const at = filled.findIndex((count) => count > titleCells);
  const isTitled = filled.slice(0, Math.max(0, at)).some((count) => count > 0);
  return isTitled && (filled[at] ?? 0) >= 2 * titleCells ? at : undefined;
}

function filledOf(cells: readonly string[]): number {
  return cells.filter((cell) => cell.trim() !== '').length;
}

/** The first rows, the header among them. @throws Problem as `rowsOfFile` */
export async function firstRows(path: string, form: TextForm, count: number): Promise<FileRow[]> {
  const found: FileRow[] = [];
  for await (const some of rowsOfFile(path, form)) {
    found.push(...some.slice(0, count - found.length));
    if (found.length >= count) break;
  }
  return found;
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(startBytes), 0, startBytes, 0);
    const end = bytesRead < startBytes ? bytesRead : buffer.lastIndexOf(lineFeed) + 1 || bytesRead;
    return buffer.subarray(0, end);
  } finally {
    await file.close();
  }
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
