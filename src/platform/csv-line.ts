/** A line of a file that a spreadsheet opens without being led astray by what stands in the cells. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${inert(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** A cell that begins like this, in either width, is run as a formula by the spreadsheet that opens the file. */
function inert(cell: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}
