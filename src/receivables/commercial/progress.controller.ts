import { Controller, Get, Headers, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { languageOf } from '../../platform/i18n/language.js';
import { customerRoles } from '../customer-scope.js';
import { fileAnswer, fileShape } from './file-answer.js';
import { pageKeyOf, ScheduleProgress } from './progress.js';
import { ProgressFileQuery, ProgressOf, ProgressPage, ProgressQuery, ProgressSums } from './progress.shapes.js';
import { ProgressFiles } from './progress-files.js';

/** Payment schedules: what was planned for a month, and what came in. */
@ApiTags('commercial')
@ApiBearerAuth()
@AllowRoles(...customerRoles)
@Controller('api/v1/contracts')
export class ProgressController {
  constructor(
    private readonly progress: ScheduleProgress,
    private readonly files: ProgressFiles,
  ) {}

  /** Every instalment of the month and what was brought forward, by customer and due date. */
  @Get('progress')
  @ApiOkResponse({ type: ProgressPage })
  async page(@Person() person: CurrentPerson, @Query() query: ProgressQuery): Promise<ProgressPage> {
    return pageOf(await this.progress.page(person, query), query.limit, pageKeyOf);
  }

  /** Of the company and of each salesperson. */
  @Get('progress/sums')
  @ApiOkResponse({ type: ProgressSums })
  sums(@Person() person: CurrentPerson, @Query() query: ProgressOf): Promise<ProgressSums> {
    return this.progress.sums(person, query);
  }

  @Get('progress.xlsx')
  @ApiOkResponse(fileShape('xlsx'))
  async workbook(
    @Person() person: CurrentPerson,
    @Query() { lang, ...query }: ProgressFileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') wishes?: string,
  ): Promise<StreamableFile> {
    return fileAnswer(reply, 'xlsx', await this.files.workbook(person, query, lang ?? languageOf(wishes)));
  }

  /** The instalments, in UTF-8 with a byte order mark. */
  @Get('progress.csv')
  @ApiOkResponse(fileShape('csv'))
  async csv(
    @Person() person: CurrentPerson,
    @Query() { lang, ...query }: ProgressFileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') wishes?: string,
  ): Promise<StreamableFile> {
    return fileAnswer(reply, 'csv', await this.files.csv(person, query, lang ?? languageOf(wishes)));
  }
}
