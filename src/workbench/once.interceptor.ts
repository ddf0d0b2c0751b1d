import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { lastValueFrom, type Observable, of } from 'rxjs';
import type { SignedInRequest } from '../people/signed-in-request.js';
import { pageRoute } from '../platform/pages/page-route.js';
import { isKey, SentForms } from '../platform/pages/sent-forms.js';
import { addressOf } from './form-subjects.js';
import { Meanwhile } from './meanwhile.js';

/** Every page's form that brings a hidden key (`{{once}}`) is done once; whoever sends it again is led to the same place. */
@Injectable()
export class OnceInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly sent: SentForms,
    private readonly meanwhile: Meanwhile,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<SignedInRequest>();
    const reply = http.getResponse<FastifyReply>();
    const isPage = this.reflector.getAllAndOverride<boolean | undefined>(pageRoute, [context.getHandler(), context.getClass()]);
    const { once: key, ...content } = (request.body ?? {}) as Record<string, unknown>;
    if (!isPage || request.method !== 'POST' || !request.person || !isKey(key)) return next.handle();
    request.body = content;
    const form = { login: request.person.login, key, content: [request.url, content], ...addressOf(request, content) };
    this.meanwhile.begin(request, form);
    let answer: unknown;
    let isFirst = false;
    const location = await this.sent.once(form, async () => {
      isFirst = true;
      answer = await lastValueFrom(next.handle(), { defaultValue: undefined });
      return resultOf(reply);
    });
    if (!isFirst && location !== undefined) reply.redirect(location, 303);
    return of(answer);
  }
}

/** Where an answer leads; one that is itself the result says where else that is seen. A form that comes again is none. */
function resultOf(reply: FastifyReply): string | undefined {
  const place = reply.statusCode === 303 ? reply.getHeader('location') : reply.getHeader('content-location');
  return reply.statusCode < 400 && typeof place === 'string' ? place : undefined;
}
