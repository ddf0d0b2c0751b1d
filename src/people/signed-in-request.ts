import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { addressOf } from '../platform/limits/addresses.js';
import type { CurrentPerson } from './current-person.js';
import type { Origin } from './sessions.js';

/** What this room knows about the caller of a request. */
export interface SignedInRequest extends FastifyRequest {
  person?: CurrentPerson;
  /** Said by somebody who is not signed in; the record of refused access looks up whether there is such a person. */
  claimedLogin?: string;
}

/** The parameter is the CurrentPerson who makes the request. */
export const Person = createParamDecorator((_: unknown, context: ExecutionContext): CurrentPerson => {
  const { person } = context.switchToHttp().getRequest<SignedInRequest>();
  if (!person) throw new Error('@Person() on a route that anybody may call');
  return person;
});

export function originOf(request: FastifyRequest): Origin {
  return { address: addressOf(request), client: (request.headers['user-agent'] ?? '').slice(0, 200) };
}
