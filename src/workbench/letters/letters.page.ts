import { Body, Get, Param, Post, Query, Req, Res, type StreamableFile, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LetterRelease } from '../../letters/letter-release.js';
import { letterReaders } from '../../letters/letter-scope.js';
import { Letters } from '../../letters/letters.js';
import { RecordForm, WithdrawForm } from '../../letters/letters.shapes.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { pdfAnswer } from '../../platform/print/pdf-answer.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, type ToldRefusal, typedInto } from '../refused-form.js';
import { LettersScreen, type SentLetter } from './letters-screen.js';

const mostAtOnce = 200;

interface Asking {
  request: SignedInRequest;
  reply: FastifyReply;
  person: CurrentPerson;
}

/** Letters to customers: looked at, released or withheld, one by one or many, or put on record as gone by courier. */
@UseFilters(PageFilter)
@AllowRoles(...letterReaders)
@PageController('letters')
export class LetterDeskPage {
  constructor(
    private readonly screen: LettersScreen,
    private readonly letters: Letters,
    private readonly releases: LetterRelease,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  @UseInterceptors(HtmlInterceptor)
  all(@Query() query: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.all(request, person, query);
  }

  /** Each by itself: those that are refused are shown again with why, the others are done. */
  @Post('many')
  @UseInterceptors(HtmlInterceptor)
  @AllowRoles('ar_clerk', 'legal_officer', 'legal_manager')
  async many(
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const ids = [body?.letter ?? []].flat().filter((id): id is string => typeof id === 'string' && /^\d{1,18}$/.test(id));
    const typed = typedInto(body, 'reason');
    const told = new Map<string, ToldRefusal>();
    for (const id of ids.slice(0, mostAtOnce))
      try {
        if (body.do === 'withdraw') await this.releases.withdraw(person, id, (await readForm(WithdrawForm, typed)).reason);
        else await this.releases.release(person, id);
      } catch (error) {
        told.set(id, await this.refused.told(error, request, reply, person.language));
      }
    if (told.size === 0)
      return void reply.redirect(`/letters?done=${ids.length}&did=${body.do === 'withdraw' ? 'withdraw' : 'release'}`, 303);
    return this.screen.all(request, person, {}, { told, chosen: ids, typed });
  }

  @Get(':id')
  @UseInterceptors(HtmlInterceptor)
  one(@Param('id', PageId) id: string, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.one(request, person, id);
  }

  /** As it went out; of one that has not, as it would be now, marked as a draft. */
  @Get(':id/letter.pdf')
  async pdf(
    @Param('id', PageId) id: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { bytes, number } = await this.letters.pdf(person, id);
    return pdfAnswer(reply, bytes, `letter-${number}`);
  }

  @Post(':id/release')
  @UseInterceptors(HtmlInterceptor)
  @AllowRoles('ar_clerk', 'legal_officer', 'legal_manager')
  release(
    @Param('id', PageId) id: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.step(id, { form: 'release', typed: {} }, { request, reply, person }, () => this.releases.release(person, id));
  }

  @Post(':id/withdraw')
  @UseInterceptors(HtmlInterceptor)
  @AllowRoles('ar_clerk', 'legal_officer', 'legal_manager')
  withdraw(
    @Param('id', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'reason');
    return this.step(id, { form: 'withdraw', typed }, { request, reply, person }, async () => {
      const { reason } = await readForm(WithdrawForm, typed);
      await this.releases.withdraw(person, id, reason);
    });
  }

  /** It went by post, courier or hand. */
  @Post(':id/record')
  @UseInterceptors(HtmlInterceptor)
  @AllowRoles('ar_clerk', 'legal_officer', 'legal_manager')
  record(
    @Param('id', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'channel', 'sentOn', 'trackingNo');
    return this.step(id, { form: 'record', typed }, { request, reply, person }, async () => {
      await this.releases.record(person, id, await readForm(RecordForm, typed));
    });
  }

  private async step(
    id: string,
    sent: Omit<SentLetter, 'told'>,
    { request, reply, person }: Asking,
    take: () => Promise<void>,
  ): Promise<string | undefined> {
    try {
      await take();
      return void reply.redirect(`/letters/${id}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.one(request, person, id, { ...sent, told });
    }
  }
}
