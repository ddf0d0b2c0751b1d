import type { ImportKind } from '../import-kinds.js';
import type { Notation } from '../reading/cells.js';
import type { TextForm } from '../reading/file-rows.js';
import type { Mapping } from '../reading/layout.js';

/** How files of one origin are written: everything that may differ from a canonical CSV. */
export interface ImportProfile extends Notation, Mapping, TextForm {
  kind: ImportKind;
}

/** A profile as it was kept, so that each import can name the version it was read with. */
export interface StoredProfile {
  name: string;
  version: number;
  definition: ImportProfile;
  by: string;
  at: Date;
}

/** How a file without a profile is written. */
export const canonical = { encoding: 'utf-8', delimiter: ',', dateFormat: 'YYYY-MM-DD', decimalMark: '.', minus: 'before' } as const;

export const delimiters = [',', ';', '\t', '|'] as const;
export const decimalMarks = ['.', ','] as const;
export const minuses = ['before', 'behind', 'parentheses'] as const;
/** A title, the company, the day: exports have a few lines above their table. */
export const lastHeaderLine = 100;
export const groupingMarks = [',', '.', ' ', "'"] as const;

/** Whether the format names year, month and day once each, and where nothing separates two of them, both have a fixed width. */
export function isDateFormat(format: string): boolean {
  const tokens = format.match(/YYYY|MM?|DD?/g) ?? [];
  const separators = format.split(/YYYY|MM?|DD?/);
  const complete =
    tokens
      .map(([letter]) => letter)
      .sort()
      .join('') === 'DMY';
  const told = separators
    .slice(1, -1)
    .every((separator, index) => separator !== '' || (isFixed(tokens[index]) && isFixed(tokens[index + 1])));
  return complete && told && separators.every((separator) => /^[-/. 年月日]?$/.test(separator));
}

function isFixed(token: string | undefined): boolean {
  return token !== 'M' && token !== 'D';
}
