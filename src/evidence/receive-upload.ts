import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../platform/errors/problem.js';
import { validationPipe } from '../platform/errors/validation.js';
import { EvidenceForm } from './evidence.shapes.js';
import { plainName } from './file-name.js';
import { checkExtension, evidenceType } from './file-types.js';
import type { ContentStore, Received } from './store/content-store.js';
import { UnreadableFile } from './store/unreadable-file.js';

/** A scan of a court file is large, a film is no document. */
const largestMegabytes = 100;
const largestBytes = largestMegabytes * 1024 * 1024;
/** Names, boundaries and fields around the file. */
const envelopeBytes = 256 * 1024;

/** The second file is counted, too, so that it is refused as what it is. */
const limits = { fileSize: largestBytes, files: 2, fields: 20, fieldSize: 20_000 };

export interface Upload {
  readonly received: Received;
  readonly mediaType: string;
  readonly fileName: string;
  readonly form: EvidenceForm;
}

/**
 * Reads a multipart request with one file, its fields before or after it. The file is in the store's care when this returns.
 * @param typed for a page's form, where a field left blank says nothing: gets what was typed, also when it is refused
 * @throws Problem 400 `request.invalid`, 413 `evidence.too_large`, 503 `evidence.no_key`, 415 `evidence.type`, `evidence.extension`, `upload.not_a_form`; nothing
 *   is left behind then
 */
export async function receiveUpload(request: FastifyRequest, store: ContentStore, typed?: Record<string, string>): Promise<Upload> {
  if (!request.isMultipart()) throw new Problem(415, 'upload.not_a_form');
  if (Number(request.headers['content-length'] ?? 0) > largestBytes + envelopeBytes) throw tooLarge();
  const fields: Record<string, unknown> = {};
  let file: { received: Received; fileName: string } | undefined;
  let fault: unknown;
  try {
    for await (const part of request.parts({ limits, preservePath: true })) {
      if (part.type === 'field' && typed && typeof part.value === 'string') typed[part.fieldname] = part.value;
      if (part.type === 'field' && typed && (part.value === '' || part.fieldname === 'once')) continue;
      if (part.type === 'field') addField(fields, part);
      else if (part.fieldname !== 'file' || file || fault) throw invalid(part.fieldname, part.fieldname === 'file' ? 'twice' : 'unknown');
      else
        file = await receiveFile(part, store).catch((error: unknown) => {
          // What was typed may come after it; behind what was cut off nothing does.
          if (!typed || part.file.truncated) throw error;
          fault = error;
          part.file.resume();
          return undefined;
        });
    }
    if (fault) throw fault;
    if (!file) throw invalid('file', 'required');
    if (file.received.bytes === 0) throw invalid('file', 'empty_file');
    const form = (await validationPipe().transform(fields, { type: 'body', metatype: EvidenceForm })) as EvidenceForm;
    return { ...file, mediaType: await typeOf(file.received, store), form };
  } catch (error) {
    if (file) await store.drop(file.received);
    // What is still on its way must pass, or its sender never hears why it was refused.
    request.raw.unpipe().resume();
    throw error;
  }
}

function typeOf(received: Received, store: ContentStore): Promise<string> {
  return evidenceType(() => store.readReceived(received), received.bytes);
}

async function receiveFile({ file, filename }: MultipartFile, store: ContentStore): Promise<{ received: Received; fileName: string }> {
  const fileName = plainName(filename);
  checkExtension(fileName);
  const received = await store.receive(file).catch((error: unknown) => {
    if (error instanceof UnreadableFile) throw new Problem(503, 'evidence.no_key', { key: error.keyId });
    throw error;
  });
  if (!file.truncated) return { received, fileName };
  await store.drop(received);
  throw tooLarge();
}

function addField(fields: Record<string, unknown>, { fieldname: name, value, valueTruncated }: MultipartValue): void {
  if (typeof value !== 'string' || valueTruncated) throw invalid(name, 'too_long');
  if (name === 'cases') fields.cases = [...((fields.cases as string[] | undefined) ?? []), ...value.split(',')];
  else if (Object.hasOwn(fields, name)) throw invalid(name, 'twice');
  else fields[name] = value;
}

function invalid(field: string, code: string): Problem {
  return new Problem(400, 'request.invalid', {}, [{ field: field.slice(0, 100), code }]);
}

function tooLarge(): Problem {
  return new Problem(413, 'evidence.too_large', { largestMegabytes });
}
