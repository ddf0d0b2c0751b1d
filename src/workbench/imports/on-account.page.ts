import { Body, Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Idempotency } from '../../cases/idempotency.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { Database } from '../../platform/database/database.js';
import { PageController } from '../../platform/pages/page-route.js';
import { companyMoneyRoles } from '../../receivables/company-money.js';
import { AllocationForm, ClassificationForm } from '../../receivables/ledger/allocation.shapes.js';
import { Allocations } from '../../receivables/ledger/allocations.js';
import { Classifications } from '../../receivables/ledger/classifications.js';
import { ofReceipt } from '../../receivables/ledger/on-account.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, type ToldRefusal, typedInto } from '../refused-form.js';
import { OnAccountScreen } from './on-account-screen.js';
import { byPlace, linesTyped, nameOf } from './typed-lines.js';

/** Money that has come in and belongs to no receivable yet, and derived receipts that somebody has to say what they were. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...companyMoneyRoles)
@PageController('imports/on-account')
export class OnAccountPage {
  constructor(
    private readonly database: Database,
    private readonly screen: OnAccountScreen,
    private readonly allocations: Allocations,
    private readonly classifications: Classifications,
    private readonly idempotency: Idempotency,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  all(@Query() query: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.all(request, person, query);
  }

  /** Each by itself: one that is refused is shown again, the others are taken. */
  @Post('classify')
  @AllowRoles('ar_clerk')
  async classify(
    @Query() { company }: Record<string, unknown>,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const answers = Object.keys(body ?? {}).flatMap((name) => /^as\.(\d{1,18})$/.exec(name)?.[1] ?? []);
    const told = new Map<string, ToldRefusal>();
    for (const id of answers)
      try {
        const { as } = await readForm(ClassificationForm, { as: body[`as.${id}`] });
        await this.database.transaction((tx) => this.classifications.classify(tx, person, id, as));
      } catch (error) {
        told.set(id, await this.refused.told(error, request, reply, person.language));
      }
    const here = new URLSearchParams({
      show: 'unclassified',
      done: String(answers.length),
      ...(typeof company === 'string' && { company }),
    });
    if (told.size === 0) return void reply.redirect(`/imports/on-account?${here}`, 303);
    return this.screen.all(request, person, { show: 'unclassified' }, told);
  }

  @Get(':receipt')
  one(
    @Param('receipt', PageId) id: string,
    @Query() { fill }: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    return this.screen.one(request, person, id, { fillsOldest: fill === 'oldest' });
  }

  /** All amounts are taken, or none. */
  @Post(':receipt')
  async allocate(
    @Param('receipt', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = linesTyped(body);
    try {
      const { lines } = await readForm(AllocationForm, { lines: typed.map(({ place: _place, ...line }) => line) });
      const { key } = typedInto(body, 'key');
      await this.idempotency.once(person.login, key, { allocationsOf: id, lines }, async (tx) => {
        await this.allocations.allocate(tx, person, ofReceipt, id, lines);
        return { status: 201, answer: { id } };
      });
      return void reply.redirect(`/imports/on-account/${id}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.one(request, person, id, {
        sent: { typed: new Map(typed.map((line) => [nameOf(line), line.amount])), told: byPlace(typed, told) },
      });
    }
  }
}
