import { Problem } from '../../../platform/errors/problem.js';
import type { Column, Kind } from '../kinds.js';

/** Where a file has what, by canonical column. */
export interface Layout {
  /** Position in a row, by canonical name. */
  places: ReadonlyMap<string, number>;
  /** The same value for every row, by canonical name. */
  constants: ReadonlyMap<string, string>;
  /** The file's own header, by canonical name. */
  labels: Readonly<Record<string, string>>;
}

/** What a profile says about columns; without a profile the headers are the canonical names. */
export interface Mapping {
  columns: Readonly<Record<string, string>>;
  constants: Readonly<Record<string, string>>;
}

/**
 * Finds a kind's columns in a file's header. A column that a profile leaves out is missing, and other columns of the file are ignored;
 * without a profile a header that nobody knows is refused, since it is more likely a slip than a wish.
 * @throws Problem 400 `file.duplicate_header`, `file.missing_columns` or `file.unknown_columns`
 */
export function layoutOf({ columns }: Kind, header: readonly string[], mapping?: Mapping): Layout {
  const headers = header.map((cell) => cell.trim());
  const twice = headers.find((cell, index) => cell !== '' && headers.indexOf(cell) !== index);
  if (twice !== undefined) throw new Problem(400, 'file.duplicate_header', { column: twice });
  const labels =
    mapping?.columns ?? Object.fromEntries(columns.filter(({ name }) => headers.includes(name)).map(({ name }) => [name, name]));
  const constants = new Map(Object.entries(mapping?.constants ?? {}));
  refuseMissing(columns, headers, labels, constants);
  if (!mapping) refuseUnknown(columns, headers);
  const places = new Map(Object.entries(labels).map(([name, label]) => [name, headers.indexOf(label)]));
  return { places, constants, labels };
}

function refuseMissing(
  columns: readonly Column[],
  headers: string[],
  labels: Record<string, string>,
  constants: ReadonlyMap<string, string>,
): void {
  const required = columns.filter(({ name, required }) => required && !constants.has(name) && !(name in labels)).map(({ name }) => name);
  const promised = Object.values(labels).filter((label) => !headers.includes(label));
  const missing = [...required, ...promised];
  if (missing.length)
    throw new Problem(400, 'file.missing_columns', { columns: missing.join(', '), found: headers.join(', ').slice(0, 500) });
}

function refuseUnknown(columns: readonly Column[], headers: string[]): void {
  const unknown = headers.filter((header) => header !== '' && !columns.some(({ name }) => name === header));
  if (unknown.length) throw new Problem(400, 'file.unknown_columns', { columns: unknown.join(', ').slice(0, 500) });
}
