import { type Kind, type Surroundings, sqlName } from '../kinds.js';
import type { Fault, ReadCell } from './cells.js';
import { type Cell, type FileRow, shownIn, type TypedCell } from './file-row.js';
import type { Layout } from './layout.js';
import type { RowFault } from './row-fault.js';
import { typedReader } from './typed-cell.js';

/** Reads a file's rows into lines of PostgreSQL's COPY text format: the line's number, the staged columns in order, the faults as JSON. */
export interface RowReader {
  /** Staged columns in order, as defined in SQL. */
  readonly columns: readonly string[];
  /** A row with any fault has all its values null. */
  read(row: FileRow): { line: string; bad: boolean };
  /** The same for people: what was understood, by canonical column, and what was not. */
  look(row: FileRow): { values: Record<string, string | null>; faults: RowFault[] };
}

interface Slot {
  column: string;
  /** −1 for a column that the file does not have. */
  place: number;
  constant: string;
  required: boolean;
  otherwise?: { value: string; besideSlot: number };
  staged: boolean;
  read: ReadCell;
  readTyped: (cell: TypedCell) => string | Fault;
}

const longestShown = 200;
const blanksAround = /^[ \t\r\n\u00a0\u3000]+|[ \t\r\n\u00a0\u3000]+$/g;

export function rowReader(kind: Kind, layout: Layout, around: Surroundings): RowReader {
  const slots = kind.columns.map((column): Slot => {
    const beside = column.otherwise?.beside;
    return {
      column: column.name,
      place: layout.places.get(column.name) ?? -1,
      constant: layout.constants.get(column.name) ?? '',
      required: column.required ?? false,
      otherwise: column.otherwise && { value: column.otherwise.value, besideSlot: kind.columns.findIndex(({ name }) => name === beside) },
      staged: column.sql !== undefined,
      read: column.read(around),
      readTyped: typedReader(column, around),
    };
  });
  const slotOf = new Map(slots.map(({ column }, index) => [column, index]));
  const values: (string | null)[] = slots.map(() => null);
  const valueAt = (column: string) => values[slotOf.get(column) ?? -1] ?? null;
  const noValues = slots
    .filter(({ staged }) => staged)
    .map(() => '\\N')
    .join('\t');

  const faultsOf = (cells: readonly Cell[]): RowFault[] => {
    const faults = readCells(slots, cells, values);
    const fault = faults.length ? undefined : kind.check?.(valueAt);
    return (fault ? [fault] : faults).map(shown);
  };

  return {
    columns: kind.columns.filter(({ sql }) => sql).map(({ name, sql }) => `${sqlName(name)} ${sql}`),
    read: ({ line, cells }) => {
      const faults = faultsOf(cells);
      if (faults.length) return { line: `${line}\t${noValues}\t${copied(JSON.stringify(faults))}\n`, bad: true };
      let copy = String(line);
      for (let i = 0; i < slots.length; i++) if (slots[i]?.staged) copy += `\t${copied(values[i] ?? null)}`;
      return { line: `${copy}\t\\N\n`, bad: false };
    },
    look: ({ cells }) => {
      const faults = faultsOf(cells);
      return { values: Object.fromEntries(slots.map(({ column }, index) => [column, values[index] ?? null])), faults };
    },
  };
}

function readCells(slots: readonly Slot[], cells: readonly Cell[], values: (string | null)[]): RowFault[] {
  const faults: RowFault[] = [];
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] as Slot;
    const cell = slot.place < 0 ? slot.constant : (cells[slot.place] as Cell);
    const content = typeof cell === 'string' ? trimmed(cell) : cell;
    values[i] = null;
    if (content === '') {
      const { otherwise } = slot;
      if (slot.required) faults.push({ column: slot.column, value: shownIn(cell), code: 'value.missing' });
      else if (otherwise && (otherwise.besideSlot < 0 || values[otherwise.besideSlot] !== null)) values[i] = otherwise.value;
      continue;
    }
    const value = typeof content === 'string' ? slot.read(content) : slot.readTyped(content);
    if (typeof value === 'string') values[i] = value;
    else faults.push({ column: slot.column, value: shownIn(cell), ...value });
  }
  return faults;
}

/** Most cells have nothing around them, and a regular expression for each would take a third of the reading time. */
function trimmed(cell: string): string {
  if (cell === '') return cell;
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  return first > 0x20 && first !== 0xa0 && first !== 0x3000 && last > 0x20 && last !== 0xa0 && last !== 0x3000
    ? cell
    : cell.replace(blanksAround, '');
}

/** As COPY's text format wants it. Tabs and line breaks are no part of any value. */
function copied(value: string | null): string {
  if (value === null) return '\\N';
  return value.includes('\\') ? value.replaceAll('\\', '\\\\') : value;
}

/** What nobody could see in a report, and PostgreSQL could not store, is named instead. */
function shown(fault: RowFault): RowFault {
  const visible = fault.value
    .slice(0, longestShown)
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
      (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
    );
  return { ...fault, value: visible };
}
