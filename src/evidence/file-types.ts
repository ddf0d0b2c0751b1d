import type { Readable } from 'node:stream';
import { fileTypeFromTokenizer } from 'file-type';
import { fromStream } from 'strtok3';
import { Problem } from '../platform/errors/problem.js';

/**
 * What courts, authorities, customers and finance send, by media type, with the names its files go by. PDF and OFD (GB/T 33190, the
 * format of Chinese e-invoices and official documents), scans and photographs, office documents and mails, texts; and ZIP, as courts
 * serve several documents at once. Nothing that runs when it is opened: no programs, no scripts, no web pages, no macros.
 */
const taken: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'application/ofd': ['ofd'],
  'application/zip': ['zip'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/png': ['png'],
  'image/tiff': ['tif', 'tiff'],
  'image/heic': ['heic', 'heif'],
  'image/bmp': ['bmp'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  // The older office formats, WPS's own, and Outlook's mails are all kept in one container.
  'application/x-cfb': ['doc', 'xls', 'ppt', 'wps', 'et', 'dps', 'msg'],
  'application/rtf': ['rtf'],
  'text/plain': ['txt', 'csv', 'eml', 'md'],
};

/** By extension, as people know them. */
const allowed = [...new Set(Object.values(taken).flat())].map((extension) => extension.toUpperCase()).join(', ');

const firstBytes = 64 * 1024;

/**
 * What the file is, by its bytes: its name can say anything.
 * @param content gives it from its beginning, as often as it is asked
 * @param size in bytes
 * @returns its media type
 * @throws Problem 415 `evidence.type`, which says what it looks like, for what is not taken as evidence
 */
export async function evidenceType(content: () => Readable, size: number): Promise<string> {
  const bytes = await beginningOf(content());
  const found = (await markedType(content(), size)) ?? textType(bytes);
  const type = found === 'application/zip' && holdsOfd(bytes) ? 'application/ofd' : found;
  if (Object.hasOwn(taken, type)) return type;
  throw new Problem(415, 'evidence.type', { looksLike: type, allowed });
}

/**
 * A text may be a program by its name alone. A name without an extension says nothing, and one with another alphabet behind its last dot
 * has none.
 * @throws Problem 415 `evidence.extension`
 */
export function checkExtension(fileName: string): void {
  const extension = /\.([a-z0-9]{1,10})$/i.exec(fileName)?.[1]?.toLowerCase();
  if (extension === undefined || !/[a-z]/.test(extension)) return;
  if (!Object.values(taken).some((extensions) => extensions.includes(extension)))
    throw new Problem(415, 'evidence.extension', { extension, allowed });
}

async function beginningOf(content: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of content) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= firstBytes) break;
  }
  return Buffer.concat(pieces).subarray(0, firstBytes);
}

/** Reads only as far as it takes to know. */
async function markedType(content: Readable, size: number): Promise<string | undefined> {
  try {
    return (await fileTypeFromTokenizer(await fromStream(content, { fileInfo: { size } })))?.mime;
  } finally {
    content.destroy();
  }
}

/** Of what has no mark of its own at the beginning. */
function textType(bytes: Buffer): string {
  const text = decoded(bytes, 'utf-8') ?? decoded(bytes, 'gb18030');
  if (text === undefined || /(?![\t\n\f\r])\p{Cc}/u.test(text)) return 'application/octet-stream';
  if (text.startsWith('#!')) return 'text/x-shellscript';
  if (/^\s*</.test(text)) return /<svg[\s>]/i.test(text) ? 'image/svg+xml' : 'text/html';
  return 'text/plain';
}

/** What is cut off at the end may be half a character. */
function decoded(bytes: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

/** A ZIP's first entry has its name at byte 30; an OFD begins with its table of contents. */
function holdsOfd(bytes: Buffer): boolean {
  return bytes.toString('latin1', 30, 37) === 'OFD.xml';
}
