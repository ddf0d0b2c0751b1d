const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;
const opening = /[（《“「([]/;
const closing = /[），。；：、？！》”」)\],.;:?!%]/;

/** Columns that a text takes on a terminal: a Chinese character, like its full-width punctuation, takes two. */
export function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** Lines of at most so many columns. Latin words and numbers stay whole, and no line begins with closing punctuation. */
export function wrapped(text: string, columns: number): string[] {
  const lines = [''];
  for (const piece of unbreakable(text)) {
    const line = lines.at(-1) ?? '';
    if (columnsOf(line + piece.trimEnd()) <= columns) lines[lines.length - 1] = line + piece;
    else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
}

function unbreakable(text: string): string[] {
  const pieces: string[] = [];
  let before = ' ';
  for (const character of text) {
    if (mayBreak(before, character)) pieces.push(character);
    else pieces[pieces.length - 1] += character;
    before = character;
  }
  return pieces;
}

function mayBreak(before: string, after: string): boolean {
  if (before === ' ') return after !== ' ';
  if (after === ' ' || closing.test(after) || opening.test(before)) return false;
  return wide.test(before) || wide.test(after);
}
