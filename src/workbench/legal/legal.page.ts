import { Body, Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CaseReader } from '../../cases/case-reader.js';
import { CommandDoor } from '../../cases/command-door.js';
import { EvidenceFiles } from '../../evidence/evidence-files.js';
import { receiveUpload } from '../../evidence/receive-upload.js';
import { ContentStore } from '../../evidence/store/content-store.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { legalReaders } from '../navigation.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, typedInto } from '../refused-form.js';
import { UploadedOnce } from '../uploaded-once.js';
import { LegalScreen } from './legal-screen.js';

/** The legal desk, and a case's documents with what they still lack. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...legalReaders)
@PageController('legal')
export class LegalPage {
  constructor(
    private readonly screen: LegalScreen,
    private readonly door: CommandDoor,
    private readonly cases: CaseReader,
    private readonly files: EvidenceFiles,
    private readonly store: ContentStore,
    private readonly refused: RefusedForm,
    private readonly once: UploadedOnce,
  ) {}

  @Get()
  desk(@Query() query: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.desk(request, person, query);
  }

  @Get(':case')
  file(@Param('case', PageId) caseId: string, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.file(request, person, caseId);
  }

  @Post(':case/evidence')
  async attach(
    @Param('case', PageId) caseId: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    // Out of scope is told before anything is read.
    await this.cases.companyOf(caseId, person);
    const typed: Record<string, string> = {};
    try {
      const upload = await receiveUpload(request, this.store, typed);
      try {
        const place = await this.once.upload(person, typed, [caseId, upload.received.sha256], async () => {
          await this.files.file(caseId, upload, person);
          return `/legal/${caseId}`;
        });
        return void reply.redirect(place, 303);
      } finally {
        await this.store.drop(upload.received);
      }
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language, caseId);
      return this.screen.file(request, person, caseId, { form: 'attach', typed, told });
    }
  }

  @Post(':case/accept')
  accept(
    @Param('case', PageId) caseId: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.judge(caseId, 'accept', typedInto(body, 'evidence'), { request, reply, person });
  }

  @Post(':case/withdraw')
  withdraw(
    @Param('case', PageId) caseId: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.judge(caseId, 'withdraw', typedInto(body, 'evidence', 'reason'), { request, reply, person });
  }

  private async judge(
    caseId: string,
    form: 'accept' | 'withdraw',
    typed: Record<string, string>,
    { request, reply, person }: { request: SignedInRequest; reply: FastifyReply; person: CurrentPerson },
  ): Promise<string | undefined> {
    try {
      await this.door.give({ caseId, body: { type: `${form}Evidence`, ...typed }, version: undefined }, person, undefined);
      return void reply.redirect(`/legal/${caseId}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language, caseId);
      return this.screen.file(request, person, caseId, { form, typed, told, ...(typed.evidence && { evidence: typed.evidence }) });
    }
  }
}
