import type { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A file that is saved, and that nobody keeps on the way. */
export function fileAnswer(
  reply: FastifyReply,
  ending: keyof typeof types,
  { name, content }: { name: string; content: Readable },
): StreamableFile {
  reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
  const fileName = encodeURIComponent(`${name}.${ending}`).replace(/['()]/g, escape);
  return new StreamableFile(content, { type: types[ending], disposition: `attachment; filename*=UTF-8''${fileName}` });
}

/** For the OpenAPI. */
export function fileShape(ending: keyof typeof types) {
  return { content: { [types[ending]]: { schema: { type: 'string', format: 'binary' } } } } as const;
}
