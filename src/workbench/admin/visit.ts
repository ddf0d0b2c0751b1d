import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CurrentPerson } from '../../people/current-person.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';

/** Somebody at a page: what came, what goes back, and who it is. */
export interface Visit {
  request: SignedInRequest;
  reply: FastifyReply;
  person: CurrentPerson;
}

export const Visiting = createParamDecorator((_: unknown, context: ExecutionContext): Visit => {
  const http = context.switchToHttp();
  const request = http.getRequest<SignedInRequest>();
  if (!request.person) throw new Error('@Visiting() on a page that anybody may open');
  return { request, reply: http.getResponse<FastifyReply>(), person: request.person };
});
