import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { type FieldError, Problem } from './errors/problem.js';

const errorsTold = 100;
const longestFieldTold = 200;

interface Takes {
  query: boolean;
  body: boolean;
  /** A route that has the whole request reads its form with files by itself. */
  files: boolean;
}

/**
 * What a route does not read is refused, not overlooked: who asks for `?dryRun=true`, or sends a reason with a button that has none,
 * would believe it was heard. Routes that read a query or a body check its fields themselves.
 */
@Injectable()
export class StrayInputGuard implements CanActivate {
  private readonly known = new WeakMap<object, Takes>();

  /** @throws Problem 400 `request.invalid` naming what is not taken; 415 for a form with files where none is read */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!request.routeOptions.url?.startsWith('/api/v1/')) return true;
    const takes = this.takenBy(context);
    if (request.isMultipart() && !takes.files) throw new Problem(415, 'request.media_type');
    const stray = [
      ...(takes.query ? reserved(request.query) : namesOf(request.query)),
      ...(takes.body || takes.files ? [] : namesOf(request.body)),
    ];
    if (stray.length === 0) return true;
    const errors = stray.slice(0, errorsTold).map((name): FieldError => ({ field: name.slice(0, longestFieldTold), code: 'unknown' }));
    throw new Problem(400, 'request.invalid', {}, errors);
  }

  private takenBy(context: ExecutionContext): Takes {
    const handler = context.getHandler();
    const known = this.known.get(handler);
    if (known) return known;
    const parameters = Object.keys(
      (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) as object | undefined) ?? {},
    );
    const reads = (kind: RouteParamtypes) => parameters.some((parameter) => parameter.startsWith(`${kind}:`));
    const body = reads(RouteParamtypes.BODY);
    const takes = { query: reads(RouteParamtypes.QUERY), body, files: !body && reads(RouteParamtypes.REQUEST) };
    this.known.set(handler, takes);
    return takes;
  }
}

function namesOf(input: unknown): string[] {
  return typeof input === 'object' && input !== null ? Object.keys(input) : [];
}

/** A name that the reading of the query would drop without a word. */
function reserved(query: unknown): string[] {
  return namesOf(query).filter((name) => name === '__proto__' || name === 'constructor' || name === 'prototype');
}
