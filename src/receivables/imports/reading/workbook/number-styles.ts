import { damaged, type Part, type WorkbookFile } from './workbook-file.js';
import { readXml } from './xml.js';

/** What a cell's number format makes of its number. */
export interface NumberStyle {
  isDate: boolean;
  /** Digits that it is filled up to with zeros in front. */
  leadingZeros: number;
  /** It shows something else beside the number, or instead of it: a word, a percentage, a power of ten. */
  decorated: boolean;
}

export type NumberStyles = (index: string | undefined) => NumberStyle;

const general: NumberStyle = { isDate: false, leadingZeros: 0, decorated: false };
const mostStyles = 100_000;
/** As Excel allows. */
const longestCode = 255;

/** Of the formats that every program knows by number: dates, those of East Asian and Thai editions included. */
const builtInDates = /^(?:1[4-9]|2[0-2]|2[7-9]|3[0-6]|4[5-7]|5[0-8]|7[2-9]|8[01])$/;
/** Percent, exponent, fraction, currency. */
const builtInDecorated = /^(?:[5-8]|9|1[0-3]|4[24]|48)$/;

/** @returns by the number that a cell has; a number that there is none of is general */
export async function numberStyles(file: WorkbookFile, part: Part | undefined): Promise<NumberStyles> {
  const formats = new Map<string, NumberStyle>();
  const styles: NumberStyle[] = [];
  let ofCells = false;
  if (part)
    await readXml(file, part, {
      open: (name, { numFmtId = '0', formatCode = '' }) => {
        if (name === 'cellXfs') ofCells = true;
        else if (name === 'numFmt') formats.set(numFmtId, styleOf(formatCode.slice(0, longestCode)));
        else if (name === 'xf' && ofCells) styles.push(formats.get(numFmtId) ?? builtIn(numFmtId));
        if (Math.max(styles.length, formats.size) > mostStyles) throw damaged(part);
      },
      close: (name) => {
        if (name === 'cellXfs') ofCells = false;
      },
    });
  return (index) => styles[Number(index ?? 0)] ?? general;
}

function builtIn(id: string): NumberStyle {
  return { ...general, isDate: builtInDates.test(id), decorated: builtInDecorated.test(id) };
}

/** @param code such as `yyyy"年"m"月"d"日"`, `0000000000` or `#,##0.00_ ;[Red]\-#,##0.00` */
function styleOf(code: string): NumberStyle {
  const words = /"[^"]*"|\\./g;
  const blanks = /[_*].| /g;
  // Colours, languages and conditions; but [h] counts hours.
  const remarks = /\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi;
  const shown = code.replace(words, '"').replace(blanks, '').replace(remarks, '');
  if (/[ymdhs]/i.test(shown)) return { ...general, isDate: true };
  const [first = ''] = shown.split(';');
  if (/^0+$/.test(first)) return { ...general, leadingZeros: first.length };
  return { ...general, decorated: !/^(?:General|G\/通用格式|@|[#0?,.]*)$/i.test(first) };
}
