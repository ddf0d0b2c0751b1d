/** Without it a spreadsheet takes the file for its own old encoding. */
export const byteOrderMark = '\ufeff';

/** A line of a CSV that a spreadsheet opens without being led astray by what stands in its cells. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${inert(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** A cell that begins like this, in either width, is run as a formula by the spreadsheet that opens the file. */
function inert(cell: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}
