import type { FastifyRequest } from 'fastify';
import { Problem } from '../platform/errors/problem.js';
import { validationPipe } from '../platform/errors/validation.js';
import type { ContentStore, Received } from './content-store.js';
import { EvidenceForm } from './evidence.shapes.js';

/** A scan of a court file is large, a film is no document. */
const bytesAtMost = 100 * 1024 * 1024;

export interface Upload {
  readonly received: Received;
  readonly fileName: string;
  readonly form: EvidenceForm;
}

/**
 * Reads a multipart request with one file, its fields before or after it. The file is in the store's care when this returns.
 * @throws Problem 400 `request.invalid`, 413 `request.too_large`, 415; nothing is left behind then
 */
export async function receiveUpload(request: FastifyRequest, store: ContentStore): Promise<Upload> {
  if (!request.isMultipart()) throw new Problem(415, 'request.media_type');
  const fields: Record<string, unknown> = {};
  let file: { received: Received; fileName: string } | undefined;
  try {
    for await (const part of request.parts({ limits: { fileSize: bytesAtMost, files: 1, fields: 20, fieldSize: 20_000 } })) {
      if (part.type === 'field') addField(fields, part.fieldname, part.value);
      else {
        file = { received: await store.receive(part.file), fileName: plainName(part.filename) };
        if (part.file.truncated) throw new Problem(413, 'request.too_large');
        if (part.fieldname !== 'file') throw invalid(part.fieldname, 'unknown');
      }
    }
    if (!file) throw invalid('file', 'required');
    if (file.received.bytes === 0) throw invalid('file', 'empty_file');
    const form = (await validationPipe().transform(fields, { type: 'body', metatype: EvidenceForm })) as EvidenceForm;
    return { ...file, form };
  } catch (error) {
    if (file) await store.drop(file.received);
    throw error;
  }
}

function addField(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (name === 'cases') fields.cases = [...((fields.cases as string[] | undefined) ?? []), ...String(value).split(',')];
  else if (Object.hasOwn(fields, name)) throw invalid(name, 'twice');
  else fields[name] = value;
}

/** Without a path, control characters or marks that turn the reading direction: a name is shown, never opened. */
function plainName(name: string | undefined): string {
  const last = (name ?? '').split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(-200);
  return plain === '' ? 'document' : plain;
}

function invalid(field: string, code: string): Problem {
  return new Problem(400, 'request.invalid', {}, [{ field, code }]);
}
