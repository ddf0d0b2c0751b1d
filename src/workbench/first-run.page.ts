import { Body, Get, Post, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { FirstRun } from '../people/first-run.js';
import { FirstAdminForm } from '../people/first-run.shapes.js';
import { Public } from '../people/public.js';
import { SignIn } from '../people/sign-in.js';
import { originOf, type SignedInRequest } from '../people/signed-in-request.js';
import { Problem } from '../platform/errors/problem.js';
import { setCookie } from '../platform/pages/cookies.js';
import { PageController } from '../platform/pages/page-route.js';
import { Frame } from './frame.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { PageFilter } from './page.filter.js';
import { RefusedForm, readForm, type ToldRefusal, typedInto } from './refused-form.js';

/** An empty production system asks for its first administrator, once. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('first-run')
export class FirstRunPage {
  constructor(
    private readonly frame: Frame,
    private readonly first: FirstRun,
    private readonly signIn: SignIn,
    private readonly refused: RefusedForm,
  ) {}

  @Public()
  @Get()
  async show(@Req() request: SignedInRequest): Promise<string> {
    if (!(await this.first.isOpen())) throw new Problem(404, 'first_run.over');
    return this.form(request, {});
  }

  /** Whoever has made the first administrator is it. */
  @Public()
  @Post()
  async make(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: Record<string, unknown> = {},
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'code', 'login', 'name', 'email');
    const password = typeof body.password === 'string' ? body.password : '';
    const { language } = await this.frame.around(request, undefined);
    try {
      await this.first.makeAdmin(await readForm(FirstAdminForm, { ...typed, language, password }));
    } catch (error) {
      const told = await this.refused.told(error, request, reply, language);
      return this.form(request, typed, told);
    }
    const { token } = await this.signIn.signIn(typed.login ?? '', password, originOf(request));
    setCookie(request, reply, 'recoup_session', token);
    return void reply.redirect('/admin/companies', 303);
  }

  private async form(request: SignedInRequest, typed: Record<string, string>, told?: ToldRefusal): Promise<string> {
    const looking = await this.frame.around(request, undefined);
    return this.frame.render('first-run', looking, { sent: { form: 'first', typed, told } });
  }
}
