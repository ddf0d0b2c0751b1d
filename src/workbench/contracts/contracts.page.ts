import { Get, Param, Query, Req, Res, type StreamableFile, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { fileAnswer } from '../../receivables/commercial/file-answer.js';
import { ProgressOf } from '../../receivables/commercial/progress.shapes.js';
import { ProgressFiles } from '../../receivables/commercial/progress-files.js';
import { customerRoles } from '../../receivables/customer-scope.js';
import { Frame } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { readForm, typedInto } from '../refused-form.js';
import { ContractScreen } from './contract-screen.js';

/** Contracts, their payment schedules, and how these come in. */
@UseFilters(PageFilter)
@AllowRoles(...customerRoles)
@PageController('contracts')
export class ContractPages {
  constructor(
    private readonly screen: ContractScreen,
    private readonly files: ProgressFiles,
    private readonly frame: Frame,
  ) {}

  @Get()
  @UseInterceptors(HtmlInterceptor)
  month(@Query() query: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.month(request, person, query);
  }

  @Get('all')
  @UseInterceptors(HtmlInterceptor)
  list(@Query() query: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.list(request, person, query);
  }

  @Get('progress.xlsx')
  async workbook(
    @Query() asked: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<StreamableFile> {
    return fileAnswer(reply, 'xlsx', await this.files.workbook(person, await this.wish(request, person, asked), person.language));
  }

  @Get('progress.csv')
  async csv(
    @Query() asked: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<StreamableFile> {
    return fileAnswer(reply, 'csv', await this.files.csv(person, await this.wish(request, person, asked), person.language));
  }

  @Get(':id')
  @UseInterceptors(HtmlInterceptor)
  one(@Param('id', PageId) id: string, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.one(request, person, id);
  }

  private async wish(request: SignedInRequest, person: CurrentPerson, asked: Record<string, unknown>): Promise<ProgressOf> {
    const { frame } = await this.frame.around(request, person);
    return readForm(ProgressOf, { ...typedInto(asked, 'month', 'customer', 'owner'), company: frame.company?.id ?? '' });
  }
}
