import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../platform/errors/problem.js';
import { clearForgotten } from '../../platform/forgotten-files.js';
import type { ImportFile } from './import-request.js';

const largestBytes = 512 * 1024 * 1024;
/** Names, boundaries and fields around the file. */
const envelopeBytes = 64 * 1024;
const lineFeed = 0x0a;

export interface Upload {
  file: ImportFile;
  /** In the file, as far as line feeds tell: of a workbook they tell nothing. */
  lines: number;
  /** The form's other fields, each once. */
  fields: Record<string, string>;
}

/**
 * Receives a form with one file, which goes to a folder of this installation while it is hashed.
 * @param work is given the upload; the file is removed when it is done or has failed
 * @throws Problem 400 for a form that is none as expected, 413 for a file beyond 512 MB, 415 for another content type
 */
export async function withUpload<T>(request: FastifyRequest, home: string, work: (upload: Upload) => Promise<T>): Promise<T> {
  if (!request.isMultipart()) throw new Problem(415, 'upload.not_a_form');
  if (Number(request.headers['content-length'] ?? 0) > largestBytes + envelopeBytes) throw tooLarge();
  const path = incomingPath(home);
  await mkdir(dirname(path), { recursive: true });
  await clearForgotten(dirname(path));
  try {
    return await work(await receive(request, path));
  } catch (error) {
    // What is still on its way must pass, or its sender never hears why it was refused.
    request.raw.unpipe().resume();
    throw error;
  } finally {
    await rm(path, { force: true });
  }
}

/** A place of its own for a file on its way. */
export function incomingPath(home: string): string {
  return join(home, 'incoming', randomUUID());
}

async function receive(request: FastifyRequest, path: string): Promise<Upload> {
  const fields: Record<string, string> = {};
  let stored: Pick<Upload, 'file' | 'lines'> | undefined;
  for await (const part of request.parts({
    // The second file is counted, too, so that it is refused as what it is.
    limits: { fileSize: largestBytes, files: 2, fields: 20, fieldSize: 1000 },
    preservePath: true,
  })) {
    if (part.fieldname in fields || (part.fieldname === 'file' && stored)) throw formFault(part.fieldname, 'twice');
    if (part.type === 'field') fields[part.fieldname] = fieldValue(part);
    else if (part.fieldname === 'file') stored = await store(part, path);
    else throw formFault(part.fieldname, 'unknown');
  }
  if (!stored) throw new Problem(400, 'request.invalid', {}, [{ field: 'file', code: 'required' }]);
  return { ...stored, fields };
}

async function store(part: MultipartFile, path: string): Promise<Pick<Upload, 'file' | 'lines'>> {
  const name = fileName(part.filename);
  const hash = createHash('sha256');
  let bytes = 0;
  let lines = 0;
  // There before anything can fail: a stream that opens it itself may do so after it was removed.
  const stored = await open(path, 'wx', 0o600);
  await pipeline(
    part.file,
    async function* measured(pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
        for (let at = piece.indexOf(lineFeed); at >= 0; at = piece.indexOf(lineFeed, at + 1)) lines += 1;
        yield piece;
      }
    },
    stored.createWriteStream(),
  );
  if (part.file.truncated) throw tooLarge();
  return { file: { path, name, sha256: hash.digest(), bytes }, lines };
}

function fieldValue({ fieldname, value, valueTruncated }: MultipartValue): string {
  if (typeof value !== 'string' || valueTruncated) throw formFault(fieldname, 'too_long');
  return value;
}

/** The name is shown in reports and in the journal: no path, nothing invisible. */
function fileName(name: string | undefined): string {
  if (!name) throw new Problem(400, 'upload.no_file');
  if (name.length > 200 || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\]/u.test(name)) throw new Problem(400, 'upload.file_name', { longest: 200 });
  return name;
}

function formFault(field: string, code: 'twice' | 'unknown' | 'too_long'): Problem {
  return new Problem(400, 'request.invalid', {}, [{ field: field.slice(0, 100), code }]);
}

function tooLarge(): Problem {
  return new Problem(413, 'upload.too_large', { largestMegabytes: largestBytes / 1024 / 1024 });
}
