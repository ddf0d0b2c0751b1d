import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { Problem } from '../platform/errors/problem.js';
import { AccessRecord } from './access-record.js';
import type { SignedInRequest } from './signed-in-request.js';

/** Puts on the record what routes refuse. What the guard refuses never comes here, so nothing is recorded twice. */
@Injectable()
export class AccessRecordInterceptor implements NestInterceptor {
  constructor(private readonly record: AccessRecord) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError(async (error: unknown) => {
        if (error instanceof Problem) await this.record.refusedRequest(context.switchToHttp().getRequest<SignedInRequest>(), error);
        throw error;
      }),
    );
  }
}
