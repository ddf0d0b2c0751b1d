import { cents, formatAmount } from '../../../../workflows/money.js';
import type { Kind, Surroundings } from '../kinds.js';
import type { FileRow } from '../reading/file-row.js';
import type { Mapping } from '../reading/layout.js';
import { openFile } from '../reading/open-file.js';
import type { RowFault } from '../reading/row-fault.js';

export interface LookedRow {
  line: number;
  /** What was understood, by canonical column. */
  values: Record<string, string | null>;
  faults: RowFault[];
}

/** How a file reads, without the ledger beside it. */
export interface FileCheck {
  /** The file's own header by canonical column. */
  labels: Readonly<Record<string, string>>;
  /** The first ones. */
  rows: LookedRow[];
  /** Of all rows, where all were read. */
  counted?: Counted;
}

interface Counted {
  rows: number;
  bad: number;
  /** The first ones, in the order of lines. */
  faults: (RowFault & { line: number })[];
  /** How many there are. */
  faultCount: number;
  /** Of the rows that are right. */
  sums: { currency: string; amount: string }[];
}

/**
 * @param wish `shown` rows are given; `whole` reads on to the end and counts
 * @throws Problem as `openFile` and the rows themselves
 */
export async function checkRows(
  kind: Kind,
  rows: AsyncGenerator<FileRow[]>,
  mapping: Mapping | undefined,
  around: Surroundings,
  { shown, whole, faultsShown = 100 }: { shown: number; whole: boolean; faultsShown?: number },
): Promise<FileCheck> {
  const { layout, reader, body } = await openFile(kind, rows, mapping, around);
  const looked: LookedRow[] = [];
  const counted: Counted = { rows: 0, bad: 0, faults: [], faultCount: 0, sums: [] };
  const sums = new Map<string, number>();
  for await (const some of body) {
    for (const row of some) {
      const { values, faults } = reader.look(row);
      if (looked.length < shown) looked.push({ line: row.line, values, faults });
      else if (!whole) break;
      counted.rows += 1;
      counted.faultCount += faults.length;
      if (faults.length > 0) {
        counted.bad += 1;
        if (counted.faults.length < faultsShown) counted.faults.push(...faults.map((fault) => ({ line: row.line, ...fault })));
      } else add(sums, values);
    }
    if (!whole && looked.length >= shown) break;
  }
  if (!whole) return { labels: layout.labels, rows: looked };
  counted.sums = [...sums]
    .filter(([, sum]) => Number.isSafeInteger(sum))
    .map(([currency, sum]) => ({ currency, amount: formatAmount(sum) }));
  return { labels: layout.labels, rows: looked, counted };
}

function add(sums: Map<string, number>, { currency, openAmount, amount }: Record<string, string | null | undefined>): void {
  const value = openAmount ?? amount;
  if (value && currency) sums.set(currency, (sums.get(currency) ?? 0) + cents(value));
}
