import { Problem } from '../../../platform/errors/problem.js';
import type { Kind, Surroundings } from '../kinds.js';
import { type FileRow, shownIn } from './file-row.js';
import { type Layout, layoutOf, type Mapping } from './layout.js';
import { type RowReader, rowReader } from './row-reader.js';

export interface OpenFile {
  layout: Layout;
  reader: RowReader;
  /** Every row but the header. */
  body: AsyncIterable<FileRow[]>;
}

/**
 * Reads a file's header, which is its first line that is not blank.
 * @throws Problem 400 `file.empty`, and as `layoutOf`
 */
export async function openFile(
  kind: Kind,
  rows: AsyncGenerator<FileRow[]>,
  mapping: Mapping | undefined,
  around: Surroundings,
): Promise<OpenFile> {
  // Not `for await`, which would end the rows on leaving.
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    const [header, ...first] = next.value;
    if (!header) continue;
    const layout = await orClose(rows, () => layoutOf(kind, header.cells.map(shownIn), mapping));
    return { layout, reader: rowReader(kind, layout, around), body: after(first, rows) };
  }
  throw new Problem(400, 'file.empty');
}

async function* after(first: FileRow[], rest: AsyncGenerator<FileRow[]>): AsyncGenerator<FileRow[]> {
  try {
    yield first;
    yield* rest;
  } finally {
    // Who has seen enough with the first rows never came to the rest, and its file would stay open.
    await rest.return(undefined);
  }
}

async function orClose<T>(rows: AsyncGenerator<FileRow[]>, work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    await rows.return(undefined);
    throw error;
  }
}
