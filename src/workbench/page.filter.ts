import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CurrentPerson } from '../people/current-person.js';
import { sessionCookie } from '../people/session-cookie.js';
import { Sessions } from '../people/sessions.js';
import type { SignedInRequest } from '../people/signed-in-request.js';
import { ProblemFilter } from '../platform/errors/problem.filter.js';
import { recognise } from '../platform/errors/recognise.js';
import { Frame, type Looking } from './frame.js';
import { heldForm } from './held-form.js';
import { localPath } from './local-path.js';

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
    if (problem.code === 'sign_in.required') return this.leadToSignIn(request, reply);
    if (problem.code === 'password.choose') return void reply.redirect(`/new-password?next=${encodeURIComponent(wayBack(request))}`, 303);
    const looking = await this.around(request).catch((failure: unknown) => {
      // Without the database there is no frame, and the problem is that.
      if (!recognise(failure)) throw failure;
      return undefined;
    });
    if (!looking) return this.problems.answer(error, request, reply);
    const told = this.problems.formOf(problem, looking.language, request.id);
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

  /** What was typed goes along. A part of a page is not led there, but all of it. */
  private async leadToSignIn(request: SignedInRequest, reply: FastifyReply): Promise<void> {
    const isPart = request.headers['hx-request'] !== undefined;
    const next = `/sign-in?next=${encodeURIComponent(isPart ? pageOf(request) : wayBack(request))}`;
    if (isPart) return void reply.status(401).header('hx-redirect', next).send();
    const held = heldForm(request);
    if (!held) return void reply.redirect(next, 303);
    await reply
      .status(401)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(this.frame.render('sign-in', await this.frame.around(request, undefined), { next: held.from, held: JSON.stringify(held) }));
  }
}

function wayBack({ method, url }: SignedInRequest): string {
  return method === 'GET' ? url : '/';
}

/** The page of which htmx asked for a part. */
function pageOf({ headers }: SignedInRequest): string {
  const page = String(headers['hx-current-url'] ?? '');
  if (!URL.canParse(page)) return '/';
  const { pathname, search } = new URL(page);
  return localPath(`${pathname}${search}`);
}
