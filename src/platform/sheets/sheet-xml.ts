import { isFormulaLike } from './csv.js';

/** A text; an exact amount; a day as YYYY-MM-DD; a whole number; null = empty. */
export type Cell = string | number | null | { readonly amount: string } | { readonly day: string };

/** What stands below each printed page. */
export interface SheetPage {
  readonly foot: string;
}

/** Numbers of the formats in workbook-parts.ts. */
export const formats = { head: 1, text: 2, quoted: 3, amount: 4, day: 5, whole: 6 } as const;

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
/** Day 0 of a workbook's calendar. */
const epoch = Date.UTC(1899, 11, 30);
const millisecondsPerDay = 86_400_000;

export function sheetStart(columns: readonly { readonly head: string; readonly width: number }[]): string {
  const widths = columns.map(({ width }, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`).join('');
  const head = columns.map(({ head }, n) => inline(`${letters(n)}1`, head, formats.head)).join('');
  return `${declaration}<worksheet ${main}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData><row r="1">${head}</row>`;
}

export function sheetRow(line: number, cells: readonly Cell[]): string {
  return `<row r="${line}">${cells.map((value, n) => cell(`${letters(n)}${line}`, value)).join('')}</row>`;
}

export function sheetEnd(columns: number, lastLine: number): string {
  return `</sheetData><autoFilter ref="A1:${letters(columns - 1)}${lastLine}"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`;
}

export function footer(page: SheetPage | undefined): string {
  const foot = page ? `&L&8${page.foot.replaceAll('&', '&&')}` : '';
  return `<headerFooter><oddFooter>${escaped(`${foot}&R&P / &N`)}</oddFooter></headerFooter></worksheet>`;
}

function cell(place: string, value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return `<c r="${place}" s="${formats.whole}"><v>${value}</v></c>`;
  // Always a text, also where it looks like a number or a formula: document numbers keep their zeros.
  if (typeof value === 'string') return inline(place, value, isFormulaLike(value) ? formats.quoted : formats.text);
  if ('amount' in value) return `<c r="${place}" s="${formats.amount}"><v>${value.amount}</v></c>`;
  return `<c r="${place}" s="${formats.day}"><v>${(Date.parse(`${value.day}T00:00:00Z`) - epoch) / millisecondsPerDay}</v></c>`;
}

function inline(place: string, text: string, format: number): string {
  return text === '' ? '' : `<c r="${place}" s="${format}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** Without what XML cannot hold. Most texts have nothing to replace, and there are very many of them. */
export function escaped(text: string): string {
  if (!/[&<>"\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text)) return text;
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** 0 → A, 26 → AA. */
function letters(column: number): string {
  const rest = String.fromCharCode(65 + (column % 26));
  return column < 26 ? rest : letters(Math.floor(column / 26) - 1) + rest;
}
