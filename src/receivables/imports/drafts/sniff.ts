import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { canonical, delimiters } from '../profiles/import-profile.js';
import type { FileRow } from '../reading/file-row.js';
import { isWorkbook, rowsOfFile, type TextForm } from '../reading/file-rows.js';

const startBytes = 64 * 1024;
const lineFeed = 0x0a;

/** How a text file seems to be written, as its beginning tells. @throws Problem 415 as `isWorkbook` */
export async function sniff(path: string): Promise<TextForm> {
  if (await isWorkbook(path)) return canonical;
  const start = await startOf(path);
  const encoding = isUtf8(start) ? 'utf-8' : 'gb18030';
  const lines = new TextDecoder(encoding).decode(start).split(/\r?\n/);
  const header = lines.find((line) => line.trim() !== '') ?? '';
  const counts = delimiters.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return { encoding, delimiter: counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter };
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
