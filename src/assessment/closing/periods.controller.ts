import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { languageOf } from '../../platform/i18n/language.js';
import { cardReaders } from '../card-scope.js';
import { AssessmentPeriods } from './assessment-periods.js';
import { Payroll } from './payroll.js';
import {
  ClosePeriodForm,
  PayrollForm,
  PeriodChecklist,
  PeriodOfCompany,
  PeriodPath,
  PeriodsAnswer,
  PeriodsQuery,
} from './periods.shapes.js';

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Months, quarters and years in which people are assessed; closed once, never opened again. */
@ApiTags('assessment')
@ApiBearerAuth()
@AllowRoles(...cardReaders)
@Controller('api/v1/assessment-periods')
export class PeriodsController {
  constructor(
    private readonly periods: AssessmentPeriods,
    private readonly payroll: Payroll,
  ) {}

  /** Those of one year in which anybody has a card. */
  @Get()
  @ApiOkResponse({ type: PeriodsAnswer })
  async list(@Query() { company, year }: PeriodsQuery, @Person() person: CurrentPerson): Promise<PeriodsAnswer> {
    return { items: await this.periods.list(company, year, person) };
  }

  /** What is left open, with how much of it and what to do. */
  @Get(':period/checklist')
  @ApiOkResponse({ type: PeriodChecklist })
  checklist(
    @Param() { period }: PeriodPath,
    @Query() { company }: PeriodOfCompany,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<PeriodChecklist> {
    return this.periods.checklist(company, period, person, languageOf(accepted));
  }

  /** All its cards at once, for good. */
  @Post(':period/close')
  @HttpCode(200)
  @AllowRoles('hr')
  @ApiOkResponse({ type: PeriodChecklist })
  close(
    @Param() { period }: PeriodPath,
    @Body() { company }: ClosePeriodForm,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<PeriodChecklist> {
    return this.periods.close(company, period, person, languageOf(accepted));
  }

  /** The closed cards for payroll, with a warning where points cost more of a month’s pay than the policy allows. Pay is not kept. */
  @Post(':period/payroll')
  @HttpCode(200)
  @AllowRoles('hr', 'finance_director', 'general_manager')
  @ApiOkResponse({
    content: Object.fromEntries(Object.values(types).map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
  })
  async export(
    @Param() { period }: PeriodPath,
    @Body() form: PayrollForm,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const { name, content } = await this.payroll.make(period, form, person, languageOf(accepted));
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store');
    const fileName = encodeURIComponent(`${name}.${form.format}`).replace(/['()]/g, escape);
    return new StreamableFile(content, { type: types[form.format], disposition: `attachment; filename*=UTF-8''${fileName}` });
  }
}
