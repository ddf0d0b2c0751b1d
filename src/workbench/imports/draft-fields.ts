import { BusinessDate, OneOf, Text, WholeNumber } from '../../platform/shapes.js';
import { marksOf, type NumberStyle, numberStyles } from '../../receivables/imports/drafts/guess-mapping.js';
import { type ImportKind, importKinds } from '../../receivables/imports/import-kinds.js';
import { delimiters, type ImportProfile, lastHeaderLine, minuses } from '../../receivables/imports/profiles/import-profile.js';
import { type Encoding, encodings } from '../../receivables/imports/reading/file-text.js';
import { typedInto } from '../refused-form.js';

/** What the page of a draft sends, but for its columns. */
export class DraftFields {
  @OneOf(importKinds)
  kind!: ImportKind;

  @Text({ max: 80 })
  source!: string;

  @OneOf(encodings, { optional: true })
  encoding?: Encoding;

  @OneOf(['comma', 'semicolon', 'tab', 'bar'], { optional: true })
  delimiter?: DelimiterWord;

  @Text({ max: 20, optional: true })
  dateFormat?: string;

  @OneOf(Object.keys(numberStyles), { optional: true })
  number?: NumberStyle;

  @OneOf(minuses, { optional: true })
  minus?: (typeof minuses)[number];

  @WholeNumber({ min: 1, max: lastHeaderLine, inQuery: true, optional: true })
  headerLine?: number;

  @BusinessDate({ optional: true })
  asOf?: string;

  @OneOf(['now', 'later'], { optional: true })
  cases?: 'now' | 'later';

  @Text({ max: 64, optional: true })
  keepAs?: string;
}

export const draftFieldNames = [
  ...['kind', 'source', 'encoding', 'delimiter', 'dateFormat', 'number', 'minus', 'headerLine', 'asOf', 'cases', 'keepAs'],
] as const;

export const delimiterWords = ['comma', 'semicolon', 'tab', 'bar'] as const;
type DelimiterWord = (typeof delimiterWords)[number];

export function delimiterWord(delimiter: string): DelimiterWord {
  return delimiterWords[(delimiters as readonly string[]).indexOf(delimiter)] ?? 'comma';
}

export function delimiterOf(word: DelimiterWord): string {
  return delimiters[delimiterWords.indexOf(word)] ?? ',';
}

/** The mapping as the page sends it: of each of the file's columns, by its place, what it is; and values for all rows. */
export function mappingTyped(
  body: Record<string, unknown>,
  header: readonly string[],
): Pick<ImportProfile, 'columns' | 'constants'> & { isThere: boolean } {
  const columns: Record<string, string> = {};
  let isThere = false;
  for (const [place, label] of header.entries()) {
    const name = body[`map.${place}`];
    if (typeof name !== 'string') continue;
    isThere = true;
    if (name !== '' && label !== '' && !(name in columns)) columns[name] = label;
  }
  const names = Object.keys(body).filter((name) => name.startsWith('const.'));
  const constants = Object.entries(typedInto(body, ...names)).map(([name, value]) => [name.slice('const.'.length), value]);
  return { columns, constants: Object.fromEntries(constants.filter(([name]) => !(String(name) in columns))), isThere };
}

/** The notation as the page sends it; what it leaves out stays. */
export function notationTyped(
  fields: DraftFields,
  before: ImportProfile,
): Pick<ImportProfile, 'encoding' | 'delimiter' | 'dateFormat' | 'decimalMark' | 'groupingMark' | 'minus' | 'headerLine' | 'totals'> {
  const { encoding = before.encoding, dateFormat = before.dateFormat, minus = before.minus } = fields;
  const { decimalMark, groupingMark, totals } = before;
  const headerLine = (fields.headerLine ?? 1) === (before.headerLine ?? 1) ? before.headerLine : fields.headerLine;
  const marks = fields.number === undefined ? { decimalMark, ...(groupingMark !== undefined && { groupingMark }) } : marksOf(fields.number);
  return {
    encoding,
    delimiter: fields.delimiter === undefined ? before.delimiter : delimiterOf(fields.delimiter),
    dateFormat,
    minus,
    ...(headerLine !== undefined && { headerLine }),
    ...(totals !== undefined && { totals }),
    ...marks,
  };
}
