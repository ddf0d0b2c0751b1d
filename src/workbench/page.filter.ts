import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CurrentPerson } from '../people/current-person.js';
import { sessionCookie } from '../people/session-cookie.js';
import { Sessions } from '../people/sessions.js';
import type { SignedInRequest } from '../people/signed-in-request.js';
import { ProblemFilter } from '../platform/errors/problem.filter.js';
import { recognise } from '../platform/errors/recognise.js';
import { Frame, type Looking } from './frame.js';

/** Problems as a page: whoever has to sign in, or to choose a password, is led there and back; everybody else is told what happened and what to do. */
@Catch()
@Injectable()
export class PageFilter implements ExceptionFilter {
  constructor(
    private readonly problems: ProblemFilter,
    private readonly frame: Frame,
    private readonly sessions: Sessions,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<SignedInRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problems.known(error, request);
    if (reply.raw.headersSent) return void reply.raw.destroy();
    if (problem.code === 'sign_in.required') return void reply.redirect(`/sign-in?next=${encodeURIComponent(wayBack(request))}`, 303);
    if (problem.code === 'password.choose') return void reply.redirect(`/new-password?next=${encodeURIComponent(wayBack(request))}`, 303);
    const looking = await this.around(request).catch((failure: unknown) => {
      // Without the database there is no frame, and the problem is that.
      if (!recognise(failure)) throw failure;
      return undefined;
    });
    if (!looking) return this.problems.answer(error, request, reply);
    const told = this.problems.bodyOf(problem, looking.language, request.id);
    await reply
      .status(told.status)
      .type('text/html; charset=utf-8')
      .send(this.frame.render('problem', looking, { problem: told }));
  }

  private async around(request: SignedInRequest): Promise<Looking> {
    return this.frame.around(request, request.person ?? (await this.visitor(request)));
  }

  /** Where no route was found nobody has asked yet who it is. Whoever has to choose a password can open nothing that stands around a page. */
  private async visitor(request: SignedInRequest): Promise<CurrentPerson | undefined> {
    const token = sessionCookie(request);
    const holder = token === undefined ? undefined : await this.sessions.holderOf(token);
    return holder?.person?.mustChoosePassword ? undefined : holder?.person;
  }
}

function wayBack({ method, url }: SignedInRequest): string {
  return method === 'GET' ? url : '/';
}
