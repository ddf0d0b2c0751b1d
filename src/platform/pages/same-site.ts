import type { FastifyRequest } from 'fastify';
import { Problem } from '../errors/problem.js';

const safe: readonly string[] = ['GET', 'HEAD'];

/**
 * A form of ours, or somebody who typed the address; what another site sends on a person's behalf is refused. Browsers say so themselves;
 * an old one that says neither gets no further than a cookie of SameSite=Lax lets it.
 * @throws Problem 403 `request.cross_site`
 */
export function refuseCrossSite({ method, headers }: FastifyRequest): void {
  if (safe.includes(method)) return;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem(403, 'request.cross_site');
  const { origin, host } = headers;
  if (origin !== undefined && hostOf(origin) !== host) throw new Problem(403, 'request.cross_site');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
