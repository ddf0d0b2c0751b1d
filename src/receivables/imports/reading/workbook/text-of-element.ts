import { Problem } from '../../../../platform/errors/problem.js';

/** As Excel allows in a cell: a longer one would have to be held in memory whole. */
const longest = 32_767;
/** No column takes as much: the beginning says so as well, and a small file cannot name a long text in a million cells. */
const longestKept = 1_000;

/** Puts the text of a cell together: its runs are joined whatever they look like, and what only says how to pronounce it is left out. */
export class TextOfElement {
  private text = '';
  private reading = false;
  private pronunciation = false;

  begin(): void {
    this.text = '';
  }

  open(name: string): void {
    if (name === 't' || name === 'v') this.reading = !this.pronunciation;
    else if (name === 'rPh') this.pronunciation = true;
  }

  /** @throws Problem 400 `workbook.text_too_long` */
  add(text: string): void {
    if (!this.reading) return;
    this.text += text;
    if (this.text.length > longest) throw new Problem(400, 'workbook.text_too_long', { longest });
  }

  close(name: string): void {
    if (name === 't' || name === 'v') this.reading = false;
    else if (name === 'rPh') this.pronunciation = false;
  }

  end(): string {
    const text = unescaped(this.text);
    return text.length > longestKept ? text.trim().slice(0, longestKept).toWellFormed() : text;
  }
}

/** What XML cannot write stands as _x000D_ in a workbook, and _x005F_ for an underscore that begins no such thing. Halves of a character are none. */
function unescaped(text: string): string {
  const whole = text.includes('_x')
    ? text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
  return whole.isWellFormed() ? whole : whole.toWellFormed();
}
