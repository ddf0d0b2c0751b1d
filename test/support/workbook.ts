import { type ZipEntry, zipFile } from './zip-file.js';

/** What stands in a cell: a text, or XML for the place that it gets; '' is no cell at all. */
export type SheetCell = string | ((place: string) => string);

export interface WorkbookSheet {
  name?: string;
  state?: 'hidden' | 'veryHidden';
  rows?: readonly (readonly SheetCell[])[];
  /** Of rows, by number: `hidden="1"`. */
  rowAttributes?: Readonly<Record<number, string>>;
  /** Behind the rows: merged cells and the like. */
  tail?: string;
  /** Instead of everything between <worksheet> and its end. */
  xml?: string;
}

export interface WorkbookForm {
  sheets: readonly WorkbookSheet[];
  /** Number formats, or the numbers of built-in ones; a cell's style counts them from 1, and 0 is general. */
  formats?: readonly (string | number)[];
  /** Each as the XML within <si>. */
  sharedTexts?: readonly string[];
  from1904?: true;
  /** Beside the parts of every workbook, or instead of one of the same name; undefined leaves it out. */
  parts?: Readonly<Record<string, string | undefined>>;
  /** The same as told to the ZIP. */
  entries?: readonly ZipEntry[];
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';

/** An XLSX with one sheet of these rows. */
export function workbook(rows: WorkbookSheet['rows'], form: Omit<WorkbookForm, 'sheets'> & Omit<WorkbookSheet, 'rows' | 'xml'> = {}) {
  const { name, state, rowAttributes, tail, ...rest } = form;
  return workbookOf({ ...rest, sheets: [{ name, state, rowAttributes, tail, rows }] });
}

export function workbookOf({ sheets, formats = [], sharedTexts, from1904, parts = {}, entries = [] }: WorkbookForm) {
  const listed = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${escaped(name ?? `Sheet${index + 1}`)}" sheetId="${index + 1}"${state ? ` state="${state}"` : ''} r:id="rId${index + 1}"/>`,
  );
  const all: Record<string, string | undefined> = {
    '[Content_Types].xml': `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': relationships(['officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `${declaration}<workbook ${main} xmlns:r="${relations}"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(
      ...sheets.map((_, index): [string, string] => ['worksheet', `worksheets/sheet${index + 1}.xml`]),
      ['styles', 'styles.xml'],
      ['sharedStrings', '/xl/sharedStrings.xml'],
    ),
    'xl/styles.xml': stylesXml(formats),
    'xl/sharedStrings.xml': sharedTexts && sharedTextsXml(sharedTexts),
    ...Object.fromEntries(sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheet)])),
    ...parts,
  };
  const told = Object.entries(all).flatMap(([name, content]) =>
    content === undefined || entries.some((entry) => entry.name === name) ? [] : [{ name, content }],
  );
  return zipFile([...told, ...entries]);
}

export function sheetXml({ rows = [], rowAttributes = {}, tail = '', xml }: WorkbookSheet): string {
  const lines = rows.map((cells, index) => {
    const row = index + 1;
    const written = cells.map((cell, column) => cellXml(cell, `${columnName(column)}${row}`)).join('');
    return `<row r="${row}" ${rowAttributes[row] ?? ''}>${written}</row>`;
  });
  return `${declaration}<worksheet ${main}>${xml ?? `<sheetData>${lines.join('')}</sheetData>${tail}`}</worksheet>`;
}

export function sharedTextsXml(texts: readonly string[]): string {
  return `${declaration}<sst ${main}>${texts.map((text) => `<si>${text}</si>`).join('')}</sst>`;
}

/** @param stored as in the XML */
export function number(stored: string | number, style = 0): SheetCell {
  return (place) => `<c r="${place}" s="${style}"><v>${stored}</v></c>`;
}

export function typed(type: string, value: string, style = 0): SheetCell {
  return (place) => `<c r="${place}" s="${style}" t="${type}"><v>${value}</v></c>`;
}

/** @param computed what it came to the last time */
export function formula(written: string, computed: string, type = 'n'): SheetCell {
  return (place) => `<c r="${place}" t="${type}"><f>${escaped(written)}</f><v>${computed}</v></c>`;
}

/** XML as it is, with {place} for where it stands. */
export function asXml(xml: string): SheetCell {
  return (place) => xml.replaceAll('{place}', place);
}

/** 0 → A, 26 → AA. */
export function columnName(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : columnName(Math.floor(index / 26) - 1) + columnName(index % 26);
}

function cellXml(cell: SheetCell, place: string): string {
  if (typeof cell === 'function') return cell(place);
  return cell === '' ? '' : `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

function stylesXml(formats: readonly (string | number)[]): string {
  const codes = formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escaped(`${code}`)}"/>`);
  const cells = formats.map((code, index) => `<xf numFmtId="${typeof code === 'number' ? code : 164 + index}"/>`);
  return `${declaration}<styleSheet ${main}><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${cells.join('')}</cellXfs></styleSheet>`;
}

function relationships(...told: [type: string, target: string][]): string {
  const listed = told.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${relations}/${type}" Target="${target}"/>`);
  return `${declaration}<Relationships ${packageRelations}>${listed.join('')}</Relationships>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
