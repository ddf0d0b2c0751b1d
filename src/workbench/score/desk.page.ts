import { Body, Get, Param, Post, Query, Req, Res, StreamableFile, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { assessmentPeriod } from '../../../workflows/scorecard/assessment-period.js';
import { Appeals } from '../../assessment/appeals/appeals.js';
import { AppealAcceptanceForm, AppealRejectionForm } from '../../assessment/appeals/appeals.shapes.js';
import { AssessmentPeriods } from '../../assessment/closing/assessment-periods.js';
import { Payroll } from '../../assessment/closing/payroll.js';
import { ClosePeriodForm, PayrollForm } from '../../assessment/closing/periods.shapes.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { Problem } from '../../platform/errors/problem.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { DeskScreen } from './desk-screen.js';
import { payLines } from './pay-lines.js';
import { deskReaders } from './score-room.js';

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Where hr closes a period, decides appeals and takes the results to payroll; finance and the general manager read along. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...deskReaders)
@PageController('score/desk')
export class DeskPage {
  constructor(
    private readonly screen: DeskScreen,
    private readonly periods: AssessmentPeriods,
    private readonly payroll: Payroll,
    private readonly appeals: Appeals,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  show(@Query('period') period: unknown, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.show(request, person, period);
  }

  /** For good: whoever closes has written out which period it is. */
  @Post('periods/:period/close')
  async close(
    @Param('period') period: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const { confirm, company } = typedInto(body, 'confirm', 'company');
    try {
      const form = await readForm(ClosePeriodForm, { company });
      requirePeriod(period);
      if (confirm !== period)
        throw new Problem(400, 'request.invalid', {}, [{ field: 'confirm', code: 'write_period', facts: { period } }]);
      await this.periods.close(form.company, period, person, person.language);
      return void reply.redirect(`/score/desk?period=${period}#closing`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.show(request, person, period, { form: 'close', typed: { confirm: confirm ?? '' }, told });
    }
  }

  /** A file; what was sent of pay is not kept. */
  @Post('periods/:period/payroll')
  async export(
    @Param('period') period: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | StreamableFile> {
    const typed = typedInto(body, 'company', 'format', 'pay');
    try {
      requirePeriod(period);
      const pay = payLines(typed.pay);
      const { company, format } = typed;
      const form = await readForm(PayrollForm, { company, format, ...(pay.length > 0 && { pay }) });
      const { name, content } = await this.payroll.make(period, form, person, person.language);
      reply.type(types[form.format]).header('x-content-type-options', 'nosniff');
      const fileName = encodeURIComponent(`${name}.${form.format}`).replace(/['()]/g, escape);
      return new StreamableFile(content, { type: types[form.format], disposition: `attachment; filename*=UTF-8''${fileName}` });
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.show(request, person, period, { form: 'payroll', typed, told });
    }
  }

  @Post('appeals/:id/accept')
  accept(
    @Param('id', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.decide({ id, form: 'accept', body, request, reply, person }, async (typed) => {
      const { points, reason } = await readForm(AppealAcceptanceForm, typed);
      await this.appeals.accept(person, id, points, reason);
    });
  }

  @Post('appeals/:id/reject')
  reject(
    @Param('id', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.decide({ id, form: 'reject', body, request, reply, person }, async (typed) => {
      const { reason } = await readForm(AppealRejectionForm, typed);
      await this.appeals.reject(person, id, reason);
    });
  }

  private async decide(
    { id, form, body, request, reply, person }: Decision,
    take: (typed: Record<string, string>) => Promise<void>,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'points', 'reason');
    const { period = '' } = typedInto(body, 'period');
    try {
      await take(typed);
      return void reply.redirect(`/score/desk?period=${encodeURIComponent(period)}#appeals`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.show(request, person, period, { form, about: id, typed, told });
    }
  }
}

interface Decision {
  id: string;
  form: string;
  body: Record<string, unknown>;
  request: SignedInRequest;
  reply: FastifyReply;
  person: CurrentPerson;
}

/** @throws Problem 404 `request.not_found` */
function requirePeriod(period: string): void {
  if (!assessmentPeriod(period)) throw new Problem(404, 'request.not_found');
}
