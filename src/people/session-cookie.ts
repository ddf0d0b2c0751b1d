import type { FastifyRequest } from 'fastify';
import { readCookie } from '../platform/pages/cookies.js';
import { tokenPrefix } from './api-tokens.js';

/** The token of a machine opens no page. */
export function sessionCookie(request: FastifyRequest): string | undefined {
  const token = readCookie(request, 'recoup_session');
  return token?.startsWith(tokenPrefix) ? undefined : token;
}
