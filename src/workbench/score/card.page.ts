import { Body, Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Appeals } from '../../assessment/appeals/appeals.js';
import { AppealForm } from '../../assessment/appeals/appeals.shapes.js';
import { mayHaveCards } from '../../assessment/card-scope.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { rolesAnywhere } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { CardScreen } from './card-screen.js';

/** A scorecard, and what its person says against it. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...mayHaveCards)
@PageController('score')
export class ScorePage {
  constructor(
    private readonly screen: CardScreen,
    private readonly appeals: Appeals,
    private readonly refused: RefusedForm,
  ) {}

  /** One’s own card; who has none begins where they work: managers and directors with everybody’s, hr at the desk. */
  @Get()
  async begin(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const roles = rolesAnywhere(person);
    const own = await this.screen.ownCard(request, person);
    const elsewhere = roles.includes('hr') ? '/score/desk' : roles.some((role) => leads.includes(role)) ? '/score/team' : undefined;
    const target = own ?? elsewhere;
    return target === undefined ? this.screen.none(request, person) : void reply.redirect(target, 303);
  }

  @Get('mine')
  async mine(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const own = await this.screen.ownCard(request, person);
    return own === undefined ? this.screen.none(request, person) : void reply.redirect(own, 303);
  }

  @Get('cards/:id')
  one(@Param('id') id: string, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.one(request, person, id);
  }

  @Get('cards/:id/lines/:key')
  line(
    @Param('id') id: string,
    @Param('key') key: string,
    @Query('after') after: unknown,
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    return this.screen.line(request, person, id, key, typeof after === 'string' ? after : undefined);
  }

  @Post('cards/:id/appeals')
  async appeal(
    @Param('id') id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'what', 'reason');
    try {
      const [kind = '', which = ''] = (typed.what ?? '').split(':');
      const form = await readForm(AppealForm, {
        ...(kind === 'line' && { line: which }),
        ...(kind === 'deduction' && { deduction: which }),
        ...(typed.reason !== undefined && { reason: typed.reason }),
      });
      await this.appeals.raise(person, id, form);
      return void reply.redirect(`/score/cards/${encodeURIComponent(id)}#appeals`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.one(request, person, id, { typed, told });
    }
  }

  /** By who raised it. */
  @Post('cards/:id/appeals/:appeal/withdraw')
  async withdraw(
    @Param('id') id: string,
    @Param('appeal', PageId) appeal: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    try {
      await this.appeals.withdraw(person, appeal);
      return void reply.redirect(`/score/cards/${encodeURIComponent(id)}#appeals`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.one(request, person, id, { typed: {}, told });
    }
  }
}

/** Who reads other people’s cards. */
const leads: readonly string[] = ['sales_manager', 'sales_director', 'finance_director', 'general_manager', 'auditor'];
