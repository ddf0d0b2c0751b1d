import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemFilter } from './errors/problem.filter.js';
import { Texts } from './i18n/texts.js';
import { docsPath } from './openapi.js';
import { strictJson } from './strict-json.js';

const bodyLimitBytes = 1024 * 1024;
/** Of one upload; a door that expects less says so itself. */
const largestFileBytes = 1024 * 1024 * 1024;

/** Head and body must have come by then, or a client that sends a byte a minute would hold its place; a file of a gigabyte over a slow line fits. */
const requestTimeoutMs = 15 * 60_000;

const strictPolicy =
  "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:";
const docsPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:";

/** Fastify as Recoup uses it: a request id of our own, also in the answer's `x-request-id`. */
export function fastifyAdapter(): FastifyAdapter {
  // An address that cannot be decoded never reaches Nest and its filters.
  let filter: ProblemFilter | undefined;
  const frameworkErrors = (error: Error, request: FastifyRequest, reply: FastifyReply) => {
    filter ??= new ProblemFilter(new Texts());
    filter.answer(error, request, reply.header('x-request-id', request.id));
  };
  return new FastifyAdapter({
    frameworkErrors,
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: 65_000,
    multipart: { limits: { fileSize: largestFileBytes, files: 1, fields: 20, fieldSize: 10_000 } },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    logger: false,
  });
}

/** Bodies in JSON are read strictly, and an empty one, which buttons without a form send, is no body. */
export function readJsonStrictly(app: NestFastifyApplication): void {
  app.useBodyParser('application/json', { bodyLimit: bodyLimitBytes }, (_request, body, done) => {
    try {
      done(null, strictJson(body));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Headers of every answer. */
export async function protectAnswers(app: NestFastifyApplication): Promise<void> {
  await app.register(helmet, { contentSecurityPolicy: false, strictTransportSecurity: false });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id);
      reply.header('content-security-policy', request.url.startsWith(docsPath) ? docsPolicy : strictPolicy);
    });
}
