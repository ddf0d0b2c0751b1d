import { styleText } from 'node:util';
import { columnsOf, padded, wrapped } from './columns.js';

const lineColumns = 80;
const margin = '  ';

type Style = Parameters<typeof styleText>[0];

/** Prints the story so that it reads well at 80 columns; in colour on a terminal only. */
export class Telling {
  private chapters = 0;

  constructor(private readonly print: (line: string) => void) {}

  title(text: string): void {
    this.print(styled('bold', text));
  }

  chapter(title: string): void {
    this.chapters += 1;
    const heading = `${this.chapters}  ${title} `;
    this.print('');
    this.print(styled('bold', heading) + styled('dim', '─'.repeat(Math.max(0, lineColumns - columnsOf(heading)))));
  }

  day(text: string): void {
    this.print('');
    this.print(styled('cyan', text));
  }

  /** Who does what. */
  deed(who: string, what: string): void {
    const [first = '', ...rest] = wrapped(`${who}  ${what}`, lineColumns - margin.length);
    this.print(margin + styled('bold', first.slice(0, who.length)) + first.slice(who.length));
    for (const line of rest) this.print(margin + line);
  }

  /** What was asked of the API, and what it answered. */
  asked(request: string, answer: string): void {
    this.block('  ', `${request} → ${answer}`, 'dim');
  }

  refused(sentence: string): void {
    this.block('✗ ', sentence, 'red');
  }

  state(text: string): void {
    this.block('▸ ', text, 'green');
  }

  remark(text: string): void {
    this.block('  ', text);
  }

  paragraph(text: string): void {
    for (const line of wrapped(text, lineColumns)) this.print(line);
  }

  gap(): void {
    this.print('');
  }

  /** Cells are cut off at nothing: each column is as wide as its widest cell, the last one is wrapped. */
  table(rows: readonly (readonly string[])[]): void {
    const last = Math.max(...rows.map(({ length }) => length)) - 1;
    const widths = Array.from({ length: last }, (_, column) => Math.max(...rows.map((row) => columnsOf(row[column] ?? ''))));
    const indent = margin.length + widths.reduce((sum, width) => sum + width + margin.length, 0);
    for (const row of rows) {
      const cells = widths.map((width, column) => padded(row[column] ?? '', width)).join(margin);
      const [first = '', ...rest] = wrapped(row[last] ?? '', lineColumns - indent);
      this.print((margin + cells + margin + first).trimEnd());
      for (const line of rest) this.print(' '.repeat(indent) + line);
    }
  }

  private block(sign: string, text: string, style?: Style): void {
    const indent = margin + margin;
    const lines = wrapped(text, lineColumns - indent.length - sign.length);
    lines.forEach((line, index) => {
      const shown = (index === 0 ? sign : '  ') + line;
      this.print(indent + (style ? styled(style, shown) : shown));
    });
  }
}

/** Plain where stdout is no terminal, or where NO_COLOR asks for it. */
function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}
