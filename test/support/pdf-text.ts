import { inflateSync } from 'node:zlib';

/** What a PDF of pdfkit's says, page by page, in the order in which it was written; each piece of text on a line of its own. */
export function pdfPages(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b/.test(head));
  return pages.map(({ head }) => {
    const contents = objects.get(head.match(/\/Contents (\d+) 0 R/)?.[1] ?? '')?.stream ?? '';
    const resources = objects.get(head.match(/\/Resources (\d+) 0 R/)?.[1] ?? '')?.head ?? '';
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => {
        const unicode = objects.get(id)?.head.match(/\/ToUnicode (\d+) 0 R/)?.[1] ?? '';
        return [name, charactersOf(objects.get(unicode)?.stream ?? '')] as const;
      }),
    );
    return textOf(contents, fonts);
  });
}

export function pdfText(pdf: Buffer): string {
  return pdfPages(pdf).join('\n');
}

function objectsOf(pdf: Buffer): Map<string, { head: string; stream?: string }> {
  const objects = new Map<string, { head: string; stream?: string }>();
  const text = pdf.toString('latin1');
  for (const { 1: id = '', index } of text.matchAll(/^(\d+) 0 obj$/gm)) {
    const begin = text.indexOf('\nstream\n', index);
    const end = text.indexOf('\nendobj', index);
    const length = begin >= 0 && begin < end ? Number(text.slice(index, begin).match(/\/Length (\d+)/)?.[1]) : undefined;
    if (length === undefined) objects.set(id, { head: text.slice(index, end) });
    else {
      const bytes = pdf.subarray(begin + 8, begin + 8 + length);
      const head = text.slice(index, begin);
      objects.set(id, { head, stream: (/FlateDecode/.test(head) ? inflateSync(bytes) : bytes).toString('latin1') });
    }
  }
  return objects;
}

/** By glyph number, as the font's own table tells. */
function charactersOf(cmap: string): Map<number, string> {
  const characters = new Map<number, string>();
  for (const [, first = '0', , list = ''] of cmap.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi))
    [...list.matchAll(/<([^>]*)>/g)].forEach(([, units = ''], at) => {
      const codes = units.match(/[0-9a-f]{4}/gi) ?? [];
      characters.set(Number.parseInt(first, 16) + at, String.fromCharCode(...codes.map((code) => Number.parseInt(code, 16))));
    });
  return characters;
}

function textOf(contents: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> = new Map();
  const lines: string[] = [];
  for (const [, name, array] of contents.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map();
    else {
      const glyphs = [...(array ?? '').matchAll(/<([0-9a-f]+)>/gi)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
      lines.push(glyphs.map((glyph) => font.get(Number.parseInt(glyph, 16)) ?? '?').join(''));
    }
  }
  return lines.join('\n');
}
