import { Problem } from '../../../platform/errors/problem.js';
import type { Kind, Surroundings } from '../kinds.js';
import type { CsvRow } from './csv-rows.js';
import { type Layout, layoutOf, type Mapping } from './layout.js';
import { type RowReader, rowReader } from './row-reader.js';

export interface OpenFile {
  layout: Layout;
  reader: RowReader;
  /** Every row but the header. */
  body: AsyncIterable<CsvRow[]>;
}

/**
 * Reads a file's header, which is its first line that is not blank.
 * @throws Problem 400 `file.empty`, and as `layoutOf`
 */
export async function openFile(
  kind: Kind,
  rows: AsyncGenerator<CsvRow[]>,
  mapping: Mapping | undefined,
  around: Surroundings,
): Promise<OpenFile> {
  // Not `for await`, which would end the rows on leaving.
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    const [header, ...first] = next.value;
    if (!header) continue;
    const layout = await orClose(rows, () => layoutOf(kind, header.cells, mapping));
    return { layout, reader: rowReader(kind, layout, around), body: after(first, rows) };
  }
  throw new Problem(400, 'file.empty');
}

async function* after(first: CsvRow[], rest: AsyncIterable<CsvRow[]>): AsyncGenerator<CsvRow[]> {
  yield first;
  yield* rest;
}

async function orClose<T>(rows: AsyncGenerator<CsvRow[]>, work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    await rows.return(undefined);
    throw error;
  }
}
