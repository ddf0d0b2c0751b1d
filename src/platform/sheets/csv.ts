/** Without it a spreadsheet takes the file for its own old encoding. */
export const byteOrderMark = '\ufeff';

/** A line of a file that a spreadsheet opens without being led astray by what stands in its cells. */
export function csvLine(cells: readonly (string | { readonly amount: string })[]): string {
  // A minus before an amount is no formula.
  const texts = cells.map((cell) => (typeof cell === 'string' ? inert(cell) : cell.amount));
  return `${texts.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** A cell that begins like this, in either width, is run as a formula by the spreadsheet that opens the file. */
export function isFormulaLike(cell: string): boolean {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(cell);
}

function inert(cell: string): string {
  return isFormulaLike(cell) ? `'${cell}` : cell;
}
