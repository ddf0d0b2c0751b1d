import { Body, Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ListDrafts } from '../../overdue-lists/list-drafts.js';
import { listReaders } from '../../overdue-lists/list-scope.js';
import { DraftForm } from '../../overdue-lists/overdue-lists.shapes.js';
import { Publication } from '../../overdue-lists/publication.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { Database } from '../../platform/database/database.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { ListScreen } from './list-screen.js';

/** The monthly lists, and what an AR clerk does with a whole one. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...listReaders)
@PageController('lists')
export class MonthlyListsPage {
  constructor(
    private readonly database: Database,
    private readonly screen: ListScreen,
    private readonly drafts: ListDrafts,
    private readonly publication: Publication,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  all(@Query() { after }: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.all(request, person, typeof after === 'string' ? after : undefined);
  }

  /** Anew, where there is a draft. */
  @Post('draft')
  async draft(
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    try {
      const { company, month } = await readForm(DraftForm, typedInto(body, 'company', 'month'));
      const { id } = await this.database.transaction((tx) => this.drafts.draftAnew(tx, person, company, month));
      return void reply.redirect(`/lists/${id}`, 303);
    } catch (error) {
      return this.screen.all(request, person, undefined, await this.refused.told(error, request, reply, person.language));
    }
  }

  @Get(':id')
  one(
    @Param('id', PageId) id: string,
    @Query() query: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    return this.screen.one(request, person, id, query);
  }

  /** The draft that was read, and no other. */
  @Post(':id/publish')
  async publish(
    @Param('id', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const { version = '0' } = typedInto(body, 'version');
    try {
      await this.database.transaction((tx) => this.publication.publish(tx, person, id, /^\d{1,9}$/.test(version) ? Number(version) : 0));
      return void reply.redirect(`/lists/${id}`, 303);
    } catch (error) {
      return this.screen.one(request, person, id, {}, { told: await this.refused.told(error, request, reply, person.language) });
    }
  }
}
