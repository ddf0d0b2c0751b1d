import { Body, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CurrentPerson } from '../people/current-person.js';
import { FirstRun } from '../people/first-run.js';
import { Public } from '../people/public.js';
import { Sessions } from '../people/sessions.js';
import { SignIn } from '../people/sign-in.js';
import { originOf, type SignedInRequest } from '../people/signed-in-request.js';
import { WithOneTimePassword } from '../people/with-one-time-password.js';
import { ProblemFilter } from '../platform/errors/problem.filter.js';
import { Problem } from '../platform/errors/problem.js';
import { Texts } from '../platform/i18n/texts.js';
import { clearCookie, setCookie } from '../platform/pages/cookies.js';
import { PageController } from '../platform/pages/page-route.js';
import { Frame } from './frame.js';
import { type HeldForm, readHeld } from './held-form.js';
import { heldWords } from './held-words.js';
import { localPath } from './local-path.js';
import { PageFilter } from './page.filter.js';

interface Typed {
  login?: unknown;
  password?: unknown;
  next?: unknown;
  held?: unknown;
}

@UseFilters(PageFilter)
@PageController()
export class SignInPage {
  constructor(
    private readonly frame: Frame,
    private readonly first: FirstRun,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly problems: ProblemFilter,
    private readonly texts: Texts,
  ) {}

  @Public()
  @Get('sign-in')
  async show(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query('next') next?: string,
  ): Promise<string | undefined> {
    if (request.person) return void reply.redirect(localPath(next), 303);
    if (await this.first.isOpen()) return void reply.redirect('/first-run', 303);
    return this.form(request, reply, { next });
  }

  /** Ends as it began, with what was typed and the reason, when the two do not fit; with a form that waited for it, at that form. */
  @Public()
  @Post('sign-in')
  async open(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() typed: Typed = {},
  ): Promise<string | undefined> {
    const login = textOf(typed.login).trim();
    request.claimedLogin = login;
    try {
      const { token, person } = await this.signIn.signIn(login, textOf(typed.password), originOf(request));
      setCookie(request, reply, 'recoup_session', token);
      const next = localPath(typed.next);
      const held = readHeld(typed.held);
      if (held && !person.mustChoosePassword) return await this.takeUp(held, person, request, reply);
      return void reply.redirect(person.mustChoosePassword ? `/new-password?next=${encodeURIComponent(next)}` : next, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return this.form(request, reply, { login, next: typed.next, held: typed.held, problem: error });
    }
  }

  @WithOneTimePassword()
  @Post('sign-out')
  async close(@Req() request: SignedInRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (request.person) await this.sessions.revoke(request.person.sessionId, request.person.login);
    clearCookie(reply, 'recoup_session');
    reply.redirect('/sign-in', 303);
  }

  /** Shown before it is sent: another person may have signed in, or the day may be over. */
  private async takeUp(held: HeldForm, person: CurrentPerson, request: SignedInRequest, reply: FastifyReply): Promise<string> {
    const looking = await this.frame.around(request, person);
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
    return this.frame.render('held-form', looking, { held, ...heldWords(held, this.texts, looking.language) });
  }

  private async form(
    request: SignedInRequest,
    reply: FastifyReply,
    { login = '', next, held, problem }: { login?: string; next?: unknown; held?: unknown; problem?: Problem },
  ): Promise<string> {
    const looking = await this.frame.around(request, undefined);
    const told = problem && this.problems.formOf(problem, looking.language, request.id);
    reply
      .status(told?.status ?? 200)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store');
    return this.frame.render('sign-in', looking, {
      login,
      next: localPath(next),
      held: readHeld(held) && held,
      problem: told,
    });
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
