import type { Fault } from './cells.js';

/** A row of a file, whatever the file's format. */
export interface FileRow {
  /** Physical line of a CSV on which it begins, or the row's number in a sheet; the header's is usually 1. */
  line: number;
  cells: Cell[];
}

/** A CSV has nothing but text; a sheet's cell may hold something else. */
export type Cell = string | TypedCell;

/** Each with what a person sees there, but for the format: 1234.5, 2026-01-31, TRUE. */
export type TypedCell =
  /** `notText`: why it cannot stand for a text, such as a document number. */
  | { is: 'number'; shown: string; notText?: Fault }
  | { is: 'date'; shown: string }
  | { is: 'boolean'; shown: string }
  /** What no column takes. */
  | { is: 'fault'; shown: string; fault: Fault };

export function shownIn(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.shown;
}
