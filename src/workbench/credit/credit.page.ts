import { Body, Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { ApproveExceptionForm, ExceptionForm, RejectExceptionForm, SecurityForm } from '../../receivables/credit/credit.shapes.js';
import { CreditDesk } from '../../receivables/credit/credit-desk.js';
import { customerRoles } from '../../receivables/customer-scope.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { CreditScreen, type SentToHold } from './credit-screen.js';

interface Door {
  request: SignedInRequest;
  reply: FastifyReply;
  person: CurrentPerson;
}

/** Who is over the limit, what is held, and what people do about it. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...customerRoles)
@PageController('credit')
export class CreditPage {
  constructor(
    private readonly screen: CreditScreen,
    private readonly desk: CreditDesk,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  all(@Query() query: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.desk(request, person, query);
  }

  @Get(':id')
  one(@Param('id', PageId) id: string, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.one(request, person, id);
  }

  @Post(':id/secure')
  @AllowRoles('ar_clerk', 'finance_director')
  secure(
    @Param('id', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'kind', 'amount', 'receivedOn', 'reference', 'note');
    return this.take(id, 'secure', typed, { request, reply, person }, async () => {
      const amount = (typed.amount ?? '').replace(/[,，\s\u2009]/g, '');
      await this.desk.secure(person, id, await readForm(SecurityForm, { ...typed, amount }));
    });
  }

  @Post(':id/ask')
  @AllowRoles('sales_manager', 'sales_director')
  ask(
    @Param('id', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'reason', 'endsOn');
    return this.take(id, 'ask', typed, { request, reply, person }, async () =>
      this.desk.ask(person, id, await readForm(ExceptionForm, typed)),
    );
  }

  /** Approves or rejects the exception that waits. */
  @Post(':id/decide')
  @AllowRoles('finance_director', 'general_manager')
  decide(
    @Param('id', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const { exception = '', outcome, ...typed } = typedInto(body, 'exception', 'outcome', 'reason');
    return this.take(id, 'decide', typed, { request, reply, person }, async () => {
      const isApproved = outcome === 'approved';
      const { reason } = isApproved ? await readForm(ApproveExceptionForm, typed) : await readForm(RejectExceptionForm, typed);
      await this.desk.decide(person, /^\d{1,18}$/.test(exception) ? exception : '0', isApproved ? 'approved' : 'rejected', reason);
    });
  }

  private async take(
    id: string,
    form: SentToHold['form'],
    typed: Record<string, string>,
    { request, reply, person }: Door,
    work: () => Promise<void>,
  ): Promise<string | undefined> {
    try {
      await work();
      return void reply.redirect(`/credit/${id}`, 303);
    } catch (error) {
      return this.screen.one(request, person, id, { form, typed, told: await this.refused.told(error, request, reply, person.language) });
    }
  }
}
