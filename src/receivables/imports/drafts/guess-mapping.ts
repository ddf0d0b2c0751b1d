import { type ImportKind, kinds } from '../import-kinds.js';
import type { Surroundings } from '../kinds.js';
import { canonical, type ImportProfile } from '../profiles/import-profile.js';
import type { FileRow } from '../reading/file-row.js';
import type { TextForm } from '../reading/file-rows.js';
import { checkRows } from './check-rows.js';

/** Date formats that exports use. */
export const usualDateFormats = [
  'YYYY-MM-DD',
  'YYYY/M/D',
  'YYYY.M.D',
  'YYYYMMDD',
  'YYYY年M月D日',
  'DD.MM.YYYY',
  'D/M/YYYY',
  'M/D/YYYY',
] as const;

/** How exports write numbers. */
export const numberStyles = {
  plain: { decimalMark: '.', groupingMark: undefined, shown: '1234.56' },
  comma: { decimalMark: '.', groupingMark: ',', shown: '1,234.56' },
  dot: { decimalMark: ',', groupingMark: '.', shown: '1.234,56' },
  space: { decimalMark: ',', groupingMark: ' ', shown: '1 234,56' },
  apostrophe: { decimalMark: '.', groupingMark: "'", shown: "1'234.56" },
  plainComma: { decimalMark: ',', groupingMark: undefined, shown: '1234,56' },
} as const;
export type NumberStyle = keyof typeof numberStyles;

const guessedStyles = ['plain', 'comma', 'dot'] as const satisfies readonly NumberStyle[];

export function numberStyleOf({ decimalMark, groupingMark }: Pick<ImportProfile, 'decimalMark' | 'groupingMark'>): NumberStyle {
  const styles = Object.keys(numberStyles) as NumberStyle[];
  return (
    styles.find((style) => numberStyles[style].decimalMark === decimalMark && numberStyles[style].groupingMark === groupingMark) ?? 'plain'
  );
}

/** What is known of headers: the canonical column by a label in small letters. */
export type KnownLabels = ReadonlyMap<string, string>;

/** Each canonical column once, by the name of a file's column. */
export function guessColumns(kind: ImportKind, header: readonly string[], known: KnownLabels): Record<string, string> {
  const columns: Record<string, string> = {};
  const names = kinds[kind].columns.map(({ name }) => name);
  for (const label of header) {
    const name = names.find((one) => one.toLowerCase() === label.toLowerCase()) ?? known.get(label.toLowerCase());
    if (name !== undefined && names.includes(name) && !(name in columns)) columns[name] = label;
  }
  return columns;
}

/** The format of dates and amounts with which the first rows have the fewest faults. */
export async function guessNotation(profile: ImportProfile, rows: readonly FileRow[], around: Omit<Surroundings, 'notation'>) {
  let best = { faults: Number.POSITIVE_INFINITY, dateFormat: profile.dateFormat, style: 'plain' as NumberStyle };
  for (const dateFormat of usualDateFormats)
    for (const style of guessedStyles) {
      const faults = await faultsWith({ ...profile, dateFormat, ...marksOf(style) }, rows, around);
      if (faults < best.faults) best = { faults, dateFormat, style };
    }
  return { dateFormat: best.dateFormat, ...marksOf(best.style) };
}

export function marksOf(style: NumberStyle): { decimalMark: '.' | ','; groupingMark?: string } {
  const { decimalMark, groupingMark } = numberStyles[style];
  return { decimalMark, ...(groupingMark !== undefined && { groupingMark }) };
}

/** What a file without a profile is read like. */
export function canonicalProfile(kind: ImportKind, header: readonly string[]): ImportProfile {
  return { kind, ...canonical, columns: guessColumns(kind, header, new Map()), constants: {} };
}

/** A profile that maps nothing yet. */
export function emptyProfile(kind: ImportKind, { encoding, delimiter }: TextForm): ImportProfile {
  return { kind, ...canonical, encoding, delimiter, columns: {}, constants: {} };
}

async function faultsWith(profile: ImportProfile, rows: readonly FileRow[], around: Omit<Surroundings, 'notation'>): Promise<number> {
  // What is not mapped yet is no fault of the format.
  const kind = { ...kinds[profile.kind], columns: kinds[profile.kind].columns.map((column) => ({ ...column, required: undefined })) };
  const check = await checkRows(kind, once(rows), profile, { ...around, notation: profile }, { shown: rows.length, whole: false });
  return check.rows
    .flatMap(({ faults }) => faults)
    .filter(({ code }) => /^(date\.(malformed|not_a_day)|amount\.malformed|rate\.malformed)$/.test(code)).length;
}

async function* once(rows: readonly FileRow[]): AsyncGenerator<FileRow[]> {
  yield [...rows];
}
