import { Body, Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Idempotency } from '../../cases/idempotency.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { companyMoneyRoles } from '../../receivables/company-money.js';
import { AllocationForm } from '../../receivables/ledger/allocation.shapes.js';
import { Allocations } from '../../receivables/ledger/allocations.js';
import { ofCredit } from '../../receivables/ledger/on-account.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { CreditsScreen } from './credits-screen.js';
import { byPlace, linesTyped, nameOf } from './typed-lines.js';

/** Credit notes that have lowered no receivable yet, or not wholly. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...companyMoneyRoles)
@PageController('imports/on-account/credits')
export class CreditsOnAccountPage {
  constructor(
    private readonly screen: CreditsScreen,
    private readonly allocations: Allocations,
    private readonly idempotency: Idempotency,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  all(@Query() query: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.all(request, person, query);
  }

  @Get(':credit')
  one(
    @Param('credit', PageId) id: string,
    @Query() { fill }: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    return this.screen.one(request, person, id, { fillsOldest: fill === 'oldest' });
  }

  /** All amounts are taken, or none. */
  @Post(':credit')
  async allocate(
    @Param('credit', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = linesTyped(body);
    try {
      const { lines } = await readForm(AllocationForm, { lines: typed.map(({ place: _place, ...line }) => line) });
      const { key } = typedInto(body, 'key');
      await this.idempotency.once(person.login, key, { creditAllocationsOf: id, lines }, async (tx) => {
        await this.allocations.allocate(tx, person, ofCredit, id, lines);
        return { status: 201, answer: { id } };
      });
      return void reply.redirect(`/imports/on-account/credits/${id}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      const amounts = new Map(typed.map((line) => [nameOf(line), line.amount]));
      return this.screen.one(request, person, id, { sent: { typed: amounts, told: byPlace(typed, told) } });
    }
  }
}
