import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ClientErrors } from './client-errors.js';
import type { Config } from './config.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { Problem } from './errors/problem.js';
import { Texts } from './i18n/texts.js';
import { trusting } from './limits/addresses.js';
import { nameRoute } from './logging.js';
import { docsPath } from './openapi.js';
import { formBody } from './pages/form-body.js';
import { refuseAmbiguous, refuseEncoded, refuseUndecodable } from './request-checks.js';
import { Stopping } from './stopping.js';
import { strictJson } from './strict-json.js';

const bodyLimitBytes = 1024 * 1024;
/** Of one upload; a door that expects less says so itself. */
const largestFileBytes = 1024 * 1024 * 1024;
/** A name of 64 hanzi, each as nine characters of an address. */
const longestParameter = 600;

/** A head is a few lines: whoever needs longer for it holds his place on purpose. */
const headSeconds = 30;

const strictPolicy =
  "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:";
const docsPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:";

/** Fastify as Recoup uses it: a request id of our own, also in the answer's `x-request-id`. */
export function fastifyAdapter({ patience, trustedProxies }: Config): FastifyAdapter {
  // An address that cannot be decoded, or what is no HTTP at all, never reaches Nest and its filters.
  let filter: ProblemFilter | undefined;
  const problems = () => {
    filter ??= new ProblemFilter(new Texts());
    return filter;
  };
  const frameworkErrors = (error: Error, request: FastifyRequest, reply: FastifyReply) =>
    problems().answer(error, request, reply.header('x-request-id', request.id));
  const clientErrors = new ClientErrors(problems);
  const requestTimeout = patience.request * 1000;
  const adapter = new FastifyAdapter({
    frameworkErrors,
    clientErrorHandler: (error, socket) => clientErrors.answer(error, socket),
    bodyLimit: bodyLimitBytes,
    requestTimeout,
    http: {
      headersTimeout: Math.min(headSeconds * 1000, requestTimeout),
      connectionsCheckingInterval: Math.min(10_000, requestTimeout / 2),
    },
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: longestParameter },
    multipart: { limits: { fileSize: largestFileBytes, files: 1, fields: 20, fieldSize: 10_000 } },
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: trustedProxies.length > 0 ? trusting(trustedProxies) : false,
    // Told by ourselves, as every other problem.
    return503OnClosing: false,
    logger: false,
  });
  clientErrors.watch(adapter.getInstance());
  return adapter;
}

/** Bodies are JSON, read strictly, and an empty one, which buttons without a form send, is no body; those of pages are plain forms. */
export function readBodiesStrictly(app: NestFastifyApplication): void {
  app.useBodyParser('application/json', { bodyLimit: bodyLimitBytes }, (request, body, done) => {
    try {
      refuseEncoded(request.headers);
      done(null, strictJson(body));
    } catch (error) {
      done(error as Error);
    }
  });
  app.useBodyParser('application/x-www-form-urlencoded', { bodyLimit: bodyLimitBytes }, (request, body, done) => {
    try {
      refuseEncoded(request.headers);
      // Pages take plain forms; the API would have to guess what a number is.
      if ((request as FastifyRequest).routeOptions.url?.startsWith('/api/')) throw new Problem(415, 'request.media_type');
      done(null, formBody(body.toString('utf8')));
    } catch (error) {
      done(error as Error);
    }
  });
  app.getHttpAdapter().getInstance().removeContentTypeParser('text/plain');
}

/** Headers of every answer. */
export async function protectAnswers(app: NestFastifyApplication): Promise<void> {
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
    // Told nothing at all, a browser would not say either that a form is our own.
    referrerPolicy: { policy: 'same-origin' },
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      reply.header('x-request-id', request.id);
      reply.header('content-security-policy', request.url.startsWith(docsPath) ? docsPolicy : strictPolicy);
    });
}

/** What is looked at before a body is read, and whether the answer is taken. */
export function guardConnections(app: NestFastifyApplication, { patience }: Config): void {
  const server = app.getHttpAdapter().getInstance();
  const stopping = app.get(Stopping);
  server.addHook('onRequest', (request, _reply, done) => {
    nameRoute(request);
    done(stopping.begun ? stopping.problem() : (refuseAmbiguous(request.raw) ?? refuseUndecodable(request.raw)));
  });
  server.addHook('onSend', (request, reply, _payload, done) => {
    if (stopping.announced) reply.header('connection', 'close');
    // Ends with the answer: what Node sets for the time until the next request takes its place.
    const { socket } = request.raw;
    if (socket instanceof Socket) socket.setTimeout(patience.answer * 1000);
    done();
  });
  server.addHook('onResponse', (_request, _reply, done) => {
    // Its head may have promised to keep the connection, which would hold up the stop for as long as that.
    if (stopping.announced) setImmediate(() => server.server.closeIdleConnections());
    done();
  });
}
