import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Exported } from './list-exports.js';

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const;

/** A PDF is shown by the browser under its name; the others are saved. */
export function exportAnswer(reply: FastifyReply, ending: keyof typeof types, { name, content }: Exported): StreamableFile {
  reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
  const fileName = encodeURIComponent(`${name}.${ending}`).replace(/['()]/g, escape);
  const disposition = `${ending === 'pdf' ? 'inline' : 'attachment'}; filename*=UTF-8''${fileName}`;
  const options = { type: types[ending], disposition };
  return Buffer.isBuffer(content)
    ? new StreamableFile(content, { ...options, length: content.length })
    : new StreamableFile(content, options);
}

/** For the OpenAPI. */
export function exportFile(ending: keyof typeof types) {
  return { content: { [types[ending]]: { schema: { type: 'string', format: 'binary' } } } } as const;
}
