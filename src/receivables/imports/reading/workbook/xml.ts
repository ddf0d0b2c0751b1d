import { TextDecoder } from 'node:util';
import sax, { type SAXOptions, type SAXParser } from 'sax';
import { Problem } from '../../../../platform/errors/problem.js';
import { damaged, type Part, type WorkbookFile } from './workbook-file.js';

export type Attributes = Readonly<Record<string, string | undefined>>;

/** Told of a part's elements in order; names come without their prefix. */
export interface XmlReader {
  open(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** A workbook's own parts need some ten of each. */
const deepest = 64;
const mostAttributes = 64;

/**
 * Reads a part as XML, and stops after each piece so that what was found can be taken. No text, tag or comment is held beyond 64 KB.
 * @throws Problem 400 `workbook.damaged`, `workbook.doctype`, and as `WorkbookFile.bytesOf`
 */
export async function* xmlPieces(file: WorkbookFile, part: Part, reader: XmlReader): AsyncGenerator<void> {
  // Where it stands is what it tells the length of its buffers by.
  const parser = sax.parser(true, { position: true, strictEntities: true } as SAXOptions);
  tell(parser, part, reader);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const bytes of file.bytesOf(part)) {
    parser.write(decoded(decoder, part, bytes));
    yield;
  }
  parser.write(decoded(decoder, part)).close();
}

/** The same without stopping. */
export async function readXml(file: WorkbookFile, part: Part, reader: XmlReader): Promise<void> {
  for await (const _ of xmlPieces(file, part, reader));
}

function tell(parser: SAXParser, part: Part, reader: XmlReader): void {
  let attributes = 0;
  let depth = 0;
  parser.onerror = () => {
    throw damaged(part);
  };
  // Entities can only be declared there.
  parser.ondoctype = () => {
    throw new Problem(400, 'workbook.doctype', { part: part.name.slice(0, 100) });
  };
  parser.onopentagstart = () => {
    attributes = 0;
    depth += 1;
    if (depth > deepest) throw damaged(part);
  };
  parser.onattribute = ({ name }) => {
    attributes += 1;
    // The parser asks each element's attributes by this name whether it has one already.
    if (attributes > mostAttributes || name === 'hasOwnProperty') throw damaged(part);
  };
  parser.onopentag = ({ name, attributes }) => reader.open(local(name), attributes as Attributes);
  parser.onclosetag = (name) => {
    depth -= 1;
    reader.close?.(local(name));
  };
  if (reader.text) {
    parser.ontext = (text) => reader.text?.(text);
    parser.oncdata = parser.ontext;
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function decoded(decoder: TextDecoder, part: Part, bytes?: Buffer): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw damaged(part);
  }
}
