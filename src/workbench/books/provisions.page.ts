import { Body, Get, Param, Post, Query, Req, Res, type StreamableFile, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ProvisionExport } from '../../integration/provisions/provision-export.js';
import { Provisions, provisionReaders } from '../../integration/provisions/provisions.js';
import { ApproveProvisionForm, ProvisionForm, RejectProvisionForm } from '../../integration/provisions/provisions.shapes.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { fileAnswer } from '../../receivables/commercial/file-answer.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { ProvisionScreen, type SentProvision } from './provision-screen.js';

type Fields = Record<string, unknown>;

/** What the allowance for bad debts has to hold: reckoned, proposed, decided on, and looked into. */
@UseFilters(PageFilter)
@AllowRoles(...provisionReaders)
@PageController('books')
export class ProvisionPages {
  constructor(
    private readonly screen: ProvisionScreen,
    private readonly provisions: Provisions,
    private readonly files: ProvisionExport,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  @UseInterceptors(HtmlInterceptor)
  all(@Query() query: Fields, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.all(request, person, query);
  }

  /** Nothing is written; a month that cannot be reckoned is refused beside the form. */
  @Get('preview')
  @UseInterceptors(HtmlInterceptor)
  async preview(
    @Query() query: Fields,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    const typed = typedProvision(query);
    try {
      return await this.screen.preview(request, person, await readForm(ProvisionForm, typed));
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.all(request, person, {}, { form: 'ask', typed, told });
    }
  }

  @Post('provisions')
  @UseInterceptors(HtmlInterceptor)
  @AllowRoles('ar_clerk')
  async propose(
    @Body() body: Fields,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedProvision(body);
    try {
      const id = await this.provisions.propose(await readForm(ProvisionForm, typed), person);
      return void reply.redirect(`/books/provisions/${id}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.all(request, person, {}, { form: 'propose', typed, told });
    }
  }

  @Get('provisions/:id')
  @UseInterceptors(HtmlInterceptor)
  one(
    @Param('id', PageId) id: string,
    @Query() query: Fields,
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    return this.screen.one(request, person, id, query);
  }

  @Get('provisions/:id/provision.xlsx')
  async workbook(
    @Param('id', PageId) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<StreamableFile> {
    return fileAnswer(reply, 'xlsx', await this.files.workbook(person, id, person.language));
  }

  @Get('provisions/:id/cases.csv')
  async csv(
    @Param('id', PageId) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<StreamableFile> {
    return fileAnswer(reply, 'csv', await this.files.csv(person, id, person.language));
  }

  @Post('provisions/:id/approve')
  @UseInterceptors(HtmlInterceptor)
  @AllowRoles('finance_director')
  approve(
    @Param('id', PageId) id: string,
    @Body() body: Fields,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'reason');
    return this.decide(id, { form: 'approve', typed }, { request, reply, person }, async () => {
      const { reason } = await readForm(ApproveProvisionForm, typed);
      await this.provisions.decide(person, id, 'approved', reason);
    });
  }

  @Post('provisions/:id/reject')
  @UseInterceptors(HtmlInterceptor)
  @AllowRoles('finance_director')
  reject(
    @Param('id', PageId) id: string,
    @Body() body: Fields,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'reason');
    return this.decide(id, { form: 'reject', typed }, { request, reply, person }, async () => {
      const { reason } = await readForm(RejectProvisionForm, typed);
      await this.provisions.decide(person, id, 'rejected', reason);
    });
  }

  private async decide(
    id: string,
    sent: Omit<SentProvision, 'told'>,
    { request, reply, person }: { request: SignedInRequest; reply: FastifyReply; person: CurrentPerson },
    take: () => Promise<void>,
  ): Promise<string | undefined> {
    try {
      await take();
      return void reply.redirect(`/books/provisions/${id}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.one(request, person, id, {}, { ...sent, told });
    }
  }
}

/** Amounts may be typed with separators. */
function typedProvision(fields: Fields): Record<string, string> {
  const typed = typedInto(fields, 'company', 'month', 'opening');
  return typed.opening === undefined ? typed : { ...typed, opening: typed.opening.replace(/[,，\s\u2009]/g, '') };
}
