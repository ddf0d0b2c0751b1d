import writeWorkbook from 'write-excel-file/node';

/** A list for a spreadsheet. */
export interface Table {
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly isAmount?: true }[];
  /** Amounts as plain texts: '-1280.50'. */
  readonly rows: readonly (readonly string[])[];
}

/** Without it a spreadsheet takes the file for its own old encoding. */
const byteOrderMark = '\ufeff';
const widestColumn = 40;

export function csvHead({ columns }: Pick<Table, 'columns'>): string {
  return byteOrderMark + line(columns.map(({ title }) => title));
}

export function csvLines({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string {
  return rows.map((row) => line(row.map((cell, index) => (columns[index]?.isAmount ? cell : inert(cell))))).join('');
}

/** Codes and numbers of documents stay texts, with all their zeros; amounts are numbers that can be added up. */
export function workbookFile({ name, columns, rows }: Table): Promise<Buffer> {
  const head = columns.map(({ title }) => ({ value: title, type: String, fontWeight: 'bold' as const }));
  const cells = rows.map((row) =>
    row.map((cell, index) => {
      if (cell === '') return null;
      return columns[index]?.isAmount ? { value: Number(cell), type: Number, format: '#,##0.00' } : { value: cell, type: String };
    }),
  );
  const widths = columns.map(({ title }, index) => ({
    width: Math.min(widestColumn, Math.max(breadth(title), ...rows.slice(0, 200).map((row) => breadth(row[index] ?? ''))) + 2),
  }));
  return writeWorkbook([head, ...cells], { sheet: name, columns: widths, stickyRowsCount: 1 }).toBuffer();
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** A cell that begins like this, in either width, is run as a formula by the spreadsheet that opens the file. */
function inert(cell: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}

/** A Chinese character is as wide as two others. */
function breadth(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);
}
