import { Body, Get, Post, Query, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NewPasswordForm } from '../people/sessions.shapes.js';
import { SignIn } from '../people/sign-in.js';
import type { SignedInRequest } from '../people/signed-in-request.js';
import { WithOneTimePassword } from '../people/with-one-time-password.js';
import { PageController } from '../platform/pages/page-route.js';
import { type Visit, Visiting } from './admin/visit.js';
import { Frame } from './frame.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { localPath } from './local-path.js';
import { PageFilter } from './page.filter.js';
import { RefusedForm, readForm, type ToldRefusal } from './refused-form.js';

/** Where somebody ends whose password was set by somebody else, until it is their own. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@WithOneTimePassword()
@PageController('new-password')
export class NewPasswordPage {
  constructor(
    private readonly frame: Frame,
    private readonly signIn: SignIn,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  async show(
    @Visiting() { request, person }: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query('next') next?: string,
  ): Promise<string | undefined> {
    if (!person.mustChoosePassword) return void reply.redirect(localPath(next), 303);
    return this.form(request, next);
  }

  @Post()
  async choose(
    @Visiting() { request, person }: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() { new: typed, next }: Record<string, unknown> = {},
  ): Promise<string | undefined> {
    try {
      const form = await readForm(NewPasswordForm, { new: typed });
      await this.signIn.choosePassword(person, form.new);
      return void reply.redirect(localPath(next), 303);
    } catch (error) {
      return this.form(request, next, await this.refused.told(error, request, reply, person.language));
    }
  }

  /** Nothing of the house is around it: what is there is not open yet. */
  private async form(request: SignedInRequest, next: unknown, told?: ToldRefusal): Promise<string> {
    const { frame } = await this.frame.around(request, undefined);
    const language = request.person?.language ?? 'zh-CN';
    return this.frame.render(
      'new-password',
      { language, frame },
      { next: localPath(next), person: request.person, sent: { form: 'choose', typed: {}, told } },
    );
  }
}
