import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** For the OpenAPI. */
export const pdfFile = { content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } } as const;

/** A browser shows it under its name. */
export function pdfAnswer(reply: FastifyReply, bytes: Buffer, name: string): StreamableFile {
  reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
  const disposition = `inline; filename*=UTF-8''${encodeURIComponent(`${name}.pdf`).replace(/['()]/g, escape)}`;
  return new StreamableFile(bytes, { type: 'application/pdf', disposition, length: bytes.length });
}
