import pg from 'pg';
import { Problem } from '../errors/problem.js';

const retryAfterSeconds = 5;

/** What PostgreSQL says when it gives something up for which the request is not to blame, by SQLSTATE. */
const givenUp: Readonly<Record<string, string>> = {
  '55P03': 'database.locked',
  '40001': 'database.locked',
  '40P01': 'database.locked',
  '57014': 'database.too_long',
  '25P03': 'database.too_long',
  '25P04': 'database.too_long',
};

/** Shutting down or starting up (57P), without resources (53), the connection lost (08). */
const notThere = /^(57P0[1-5]|53...|08...)$/;

/** The pool's and the driver's own words: they have no codes. */
const noConnection = /^timeout exceeded when trying to connect$/;
const lost =
  /^(timeout expired|Connection terminated.*|Client has encountered a connection error and is not queryable|Cannot use a pool after calling end on the pool)$/;
const unreachable: readonly unknown[] = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'];
/** Of a connection that the other end has closed while this process was frozen or away; of one with a client, the server's own say more. */
const cut: readonly unknown[] = ['EPIPE', 'ECONNRESET', 'ETIMEDOUT'];

/** @returns the problem 503, with `retryAfterSeconds`, where the database was busy, stuck or away; nothing was done then */
export function databaseTrouble(error: unknown): Problem | undefined {
  const code = codeOf(error);
  return code === undefined ? undefined : new Problem(503, code, { retryAfterSeconds });
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall } = error as { code?: string; syscall?: string };
  if (error instanceof pg.DatabaseError) return givenUp[code ?? ''] ?? (notThere.test(code ?? '') ? 'unavailable' : undefined);
  if (noConnection.test(error.message)) return 'database.busy';
  const isCut = cut.includes(code) && (syscall === 'write' || syscall === 'read');
  return isCut || lost.test(error.message) || unreachable.includes(code) ? 'unavailable' : undefined;
}
