import { inkExplains, line, type Paper, type Style } from './paper.js';

export interface Column<Row> {
  head: string;
  /** In points; together they fill the paper's width. */
  width: number;
  align?: 'left' | 'right';
  text(row: Row): string;
  /** Smaller, below the text. */
  note?(row: Row): string | undefined;
  /** Draws at the cell's place, left of its text. */
  draw?(row: Row, x: number, y: number, width: number): void;
}

const size = 8.5;
const gap = 4;
const noteStyle = { size: 7, color: inkExplains };

/** A row that does not fit goes overleaf as a whole, below the head. */
export function table<Row>(paper: Paper, columns: readonly Column<Row>[], rows: readonly Row[]): void {
  const { doc } = paper;
  paper.keep(60);
  head(paper, columns);
  for (const row of rows) {
    const height = Math.max(...columns.map((column) => cellHeight(paper, column, row))) + 2 * gap;
    if (paper.keep(height)) head(paper, columns);
    const top = doc.y;
    each(paper, columns, (column, x, width) => cell(paper, column, row, x, top + gap, width));
    doc.y = top + height;
    paper.rule(line, 0.3);
  }
}

function head<Row>(paper: Paper, columns: readonly Column<Row>[]): void {
  const { doc } = paper;
  const style: Style = { size: 7.5, color: inkExplains };
  const top = doc.y;
  const height = Math.max(...columns.map((column) => paper.heightOf(column.head, column.width - gap, style)));
  each(paper, columns, ({ head, align }, x, width) => paper.put(head, x, top + 2, width, { ...style, ...(align && { align }) }));
  doc.y = top + height + 5;
  paper.rule('#445254', 0.8);
}

function cell<Row>(paper: Paper, { text, note, align, draw }: Column<Row>, row: Row, x: number, y: number, width: number): void {
  draw?.(row, x, y, width);
  paper.put(text(row), x, y, width, { size, ...(align && { align }) });
  const below = note?.(row);
  if (below !== undefined) paper.put(below, x, paper.doc.y + 1, width, { ...noteStyle, ...(align && { align }) });
}

function cellHeight<Row>(paper: Paper, { text, note, width }: Column<Row>, row: Row): number {
  const below = note?.(row);
  const own = paper.heightOf(text(row), width - gap, { size });
  return own + (below === undefined ? 0 : 1 + paper.heightOf(below, width - gap, noteStyle));
}

function each<Row>(paper: Paper, columns: readonly Column<Row>[], draw: (column: Column<Row>, x: number, width: number) => void): void {
  let x = paper.left;
  for (const column of columns) {
    draw(column, column.align === 'right' ? x + gap : x, column.width - gap);
    x += column.width;
  }
}
