import { randomUUID } from 'node:crypto';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ProblemFilter } from './errors/problem.filter.js';
import { Problem } from './errors/problem.js';
import { languageOf } from './i18n/language.js';

const problems: Readonly<Record<string, Problem>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, 'request.timeout'),
  HPE_HEADER_OVERFLOW: new Problem(431, 'request.headers_too_large'),
};

/** Answers on connections where what comes is no HTTP, too large a head, or too slow, so that no request was made of it. */
export class ClientErrors {
  /** The answer that is still to be sent on a connection. */
  private readonly underWay = new WeakMap<Socket, ServerResponse>();

  constructor(private readonly filter: () => ProblemFilter) {}

  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, done) => {
      this.underWay.set(request.raw.socket, reply.raw);
      done();
    });
  }

  answer(error: NodeJS.ErrnoException, socket: Socket): void {
    // Nobody is there any more.
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const before = this.underWay.get(socket);
    // Whoever sends rubbish behind a request still learns what became of that one, and takes no other answer for it.
    if (before && isComplete(before) && !before.writableFinished) before.once('close', () => this.say(error, socket));
    else this.say(error, socket);
  }

  private say({ code }: NodeJS.ErrnoException, socket: Socket): void {
    const problem = problems[code ?? ''] ?? new Problem(400, 'request.malformed');
    const requestId = randomUUID();
    const body = JSON.stringify(this.filter().bodyOf(problem, languageOf(undefined), requestId));
    if (socket.writable)
      socket.write(
        [
          `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
          'connection: close',
          'content-type: application/problem+json; charset=utf-8',
          `content-length: ${Buffer.byteLength(body)}`,
          `x-request-id: ${requestId}`,
          '',
          body,
        ].join('\r\n'),
      );
    socket.destroySoon();
  }
}

/** Of a request whose body never comes, there will be no answer. */
function isComplete({ req }: ServerResponse): boolean {
  return req.complete;
}
