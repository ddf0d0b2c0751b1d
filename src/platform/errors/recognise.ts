import { HttpException } from '@nestjs/common';
import { databaseTrouble } from '../database/trouble.js';
import { Problem } from './problem.js';

const codesOfStatus: Readonly<Record<number, string>> = {
  400: 'request.malformed',
  401: 'request.not_signed_in',
  403: 'request.forbidden',
  404: 'request.not_found',
  405: 'request.method',
  406: 'request.not_acceptable',
  408: 'request.timeout',
  412: 'request.stale',
  413: 'request.too_large',
  414: 'request.address_too_long',
  415: 'request.media_type',
  422: 'request.invalid',
  428: 'request.version_required',
  503: 'unavailable',
};

/** Fastify's own statuses that say something else than the contract means. */
const statusesOfFastify: Readonly<Record<string, number>> = {
  FST_INVALID_MULTIPART_CONTENT_TYPE: 415,
  FST_INVALID_JSON_FIELD_ERROR: 400,
  FST_FIELDS_LIMIT: 400,
  FST_FILES_LIMIT: 400,
  FST_PARTS_LIMIT: 400,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 400,
};

/** The words of the reader of forms, which gives its errors neither codes nor a class. */
const brokenForm =
  /^(Multipart: Boundary not found|Unexpected end of multipart data|\w+ terminated early due to unexpected end of multipart data)$/;

/** The problem behind an error; undefined for one that nobody foresaw. */
export function recognise(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  const trouble = databaseTrouble(error);
  if (trouble) return trouble;
  if (error instanceof Error && brokenForm.test(error.message)) return new Problem(400, 'upload.malformed');
  const status = statusOf(error);
  const code = status === undefined ? undefined : codesOfStatus[status];
  return status === undefined || code === undefined ? undefined : new Problem(status, code);
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  if (typeof code === 'string' && code in statusesOfFastify) return statusesOfFastify[code];
  return typeof statusCode === 'number' ? statusCode : undefined;
}
