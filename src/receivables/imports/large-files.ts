import { isWorkbook } from './reading/file-rows.js';
import { unpackedBytes } from './reading/workbook/workbook-rows.js';
import type { Upload } from './upload.js';

/** A workbook's rows are only counted by reading it: 20,000 usual ones unpack to so many bytes. */
const largestAtOnce = { rows: 20_000, bytes: 5_000_000, unpackedBytes: 10_000_000 };

/** What is larger keeps its sender waiting too long. @param rows without the header */
export function isLarge({ rows, bytes }: { rows: number; bytes: number }): boolean {
  return rows > largestAtOnce.rows || bytes > largestAtOnce.bytes;
}

/** @throws Problem 415 as `rowsOfFile` */
export async function isLargeUpload({ lines, file }: Upload): Promise<boolean> {
  if (file.bytes <= largestAtOnce.bytes && (await isWorkbook(file.path)))
    return (await unpackedBytes(file.path)) > largestAtOnce.unpackedBytes;
  return isLarge({ rows: lines - 1, bytes: file.bytes });
}

/** Whether it is answered before it is taken. @param prefer the header, which may ask for the other way */
export function isForLater(large: boolean, prefer: string): boolean {
  return /\brespond-async\b/.test(prefer) || (!/\bwait\b/.test(prefer) && large);
}
