import { Body, Get, Param, Post, Query, Req, Res, type StreamableFile, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PauseForm } from '../../mail/outbox.shapes.js';
import { OutboxDesk } from '../../mail/outbox-desk.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { pdfAnswer } from '../../platform/print/pdf-answer.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { mailBody } from './mail-body.js';
import { OutboxScreen } from './outbox-screen.js';

/** Messages on their way out, and what people decide about them. */
@UseFilters(PageFilter)
@AllowRoles('ar_clerk', 'admin', 'auditor')
@PageController('mail')
export class OutboxMailPage {
  constructor(
    private readonly screen: OutboxScreen,
    private readonly desk: OutboxDesk,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  @UseInterceptors(HtmlInterceptor)
  all(@Query() query: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.all(request, person, query);
  }

  /** From now on messages stay queued. */
  @Post('pause')
  @AllowRoles('admin')
  @UseInterceptors(HtmlInterceptor)
  async pause(
    @Body() body: Record<string, unknown>,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { company } = await readForm(PauseForm, typedInto(body, 'company'));
    await this.desk.pause(person, company);
    reply.redirect('/mail', 303);
  }

  /** Also after a database was restored from a copy. */
  @Post('resume')
  @AllowRoles('admin')
  @UseInterceptors(HtmlInterceptor)
  async resume(
    @Body() body: Record<string, unknown>,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { company } = await readForm(PauseForm, typedInto(body, 'company'));
    await this.desk.resume(person, company);
    reply.redirect('/mail', 303);
  }

  @Get(':id')
  @UseInterceptors(HtmlInterceptor)
  one(@Param('id', PageId) id: string, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.one(request, person, id);
  }

  @Get(':id/body.html')
  async body(
    @Param('id', PageId) id: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return mailBody(reply, (await this.desk.read(person, id)).html);
  }

  @Get(':id/attachments/:part')
  async attachment(
    @Param('id', PageId) id: string,
    @Param('part', PageId) part: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { name, bytes } = await this.desk.attachment(person, id, Math.min(99, Number(part)));
    return pdfAnswer(reply, bytes, name.replace(/\.pdf$/, ''));
  }

  @Post(':id/resend')
  @AllowRoles('ar_clerk', 'admin')
  @UseInterceptors(HtmlInterceptor)
  resend(
    @Param('id', PageId) id: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.step(id, { request, reply, person }, () => this.desk.resend(person, id));
  }

  @Post(':id/cancel')
  @AllowRoles('ar_clerk', 'admin')
  @UseInterceptors(HtmlInterceptor)
  cancel(
    @Param('id', PageId) id: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.step(id, { request, reply, person }, () => this.desk.cancel(person, id));
  }

  private async step(
    id: string,
    { request, reply, person }: { request: SignedInRequest; reply: FastifyReply; person: CurrentPerson },
    take: () => Promise<unknown>,
  ): Promise<string | undefined> {
    try {
      await take();
      return void reply.redirect(`/mail/${id}`, 303);
    } catch (error) {
      return this.screen.one(request, person, id, await this.refused.told(error, request, reply, person.language));
    }
  }
}
