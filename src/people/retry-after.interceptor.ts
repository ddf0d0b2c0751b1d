import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { catchError, type Observable } from 'rxjs';
import { Problem } from '../platform/errors/problem.js';

/** A lock-out says in the header, too, when it ends. */
@Injectable()
export class RetryAfterInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        const seconds = error instanceof Problem ? error.facts.retryAfterSeconds : undefined;
        if (seconds !== undefined) context.switchToHttp().getResponse<FastifyReply>().header('retry-after', String(seconds));
        throw error;
      }),
    );
  }
}
