import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, NotFoundException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemFilter } from '../platform/errors/problem.filter.js';
import { recognise } from '../platform/errors/recognise.js';
import { PageFilter } from './page.filter.js';

/**
 * An address with nothing behind it belongs to no page, and a body too large is refused before its page has seen it: a browser
 * is told so in a page, a program as in every other case.
 */
@Catch()
@Injectable()
export class UnknownAddressFilter implements ExceptionFilter {
  constructor(
    private readonly pages: PageFilter,
    private readonly problems: ProblemFilter,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void | Promise<void> {
    const { url, headers } = host.switchToHttp().getRequest<FastifyRequest>();
    const isOfNoPage = error instanceof NotFoundException || recognise(error)?.status === 413;
    const isForPeople = isOfNoPage && !url.startsWith('/api/') && headers.accept?.includes('text/html');
    return isForPeople ? this.pages.catch(error, host) : this.problems.catch(error, host);
  }
}
