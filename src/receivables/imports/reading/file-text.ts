import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { Problem } from '../../../platform/errors/problem.js';

export const encodings = ['utf-8', 'gb18030'] as const;
export type Encoding = (typeof encodings)[number];

const chunkBytes = 32 * 1024;
/** A line that long is no ledger: it would have to be held in memory whole. */
const longestLineBytes = 1024 * 1024;
const lineFeed = 0x0a;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * A file's text in pieces of whole lines, without its byte order mark. A UTF-8 mark decides the encoding, whatever was declared.
 * In both encodings a line feed is never part of a longer character, so lines can be cut before they are decoded.
 * @throws Problem 400 `file.encoding` or `file.line_too_long` with the line
 */
export async function* textOfFile(path: string, declared: Encoding): AsyncGenerator<string> {
  let decode: ((bytes: Buffer, line: number) => string) | undefined;
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    let bytes = rest.length ? Buffer.concat([rest, piece]) : piece;
    if (!decode) {
      const marked = bytes.subarray(0, 3).equals(byteOrderMark);
      if (marked) bytes = bytes.subarray(3);
      decode = decoderOf(marked ? 'utf-8' : declared);
    }
    const end = bytes.lastIndexOf(lineFeed) + 1;
    rest = bytes.subarray(end);
    if (rest.length > longestLineBytes) throw new Problem(400, 'file.line_too_long', { line: line + linesIn(bytes, end) });
    if (end === 0) continue;
    yield decode(bytes.subarray(0, end), line);
    line += linesIn(bytes, end);
  }
  if (rest.length && decode) yield decode(rest, line);
}

/** @returns decodes whole lines; its second argument is the first one's number */
function decoderOf(encoding: Encoding): (bytes: Buffer, line: number) => string {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (bytes, line) => {
    try {
      return decoder.decode(bytes);
    } catch {
      throw new Problem(400, 'file.encoding', { encoding, line: line + linesBeforeFault(bytes, decoder) });
    }
  };
}

function linesBeforeFault(bytes: Buffer, decoder: TextDecoder): number {
  let lines = 0;
  for (let start = 0; start < bytes.length; lines += 1) {
    const feed = bytes.indexOf(lineFeed, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return lines;
    }
    start = end;
  }
  return lines;
}

function linesIn(bytes: Buffer, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0 && at < end; at = bytes.indexOf(lineFeed, at + 1)) lines += 1;
  return lines;
}
