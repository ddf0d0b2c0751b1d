import { Get, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { PageController } from '../platform/pages/page-route.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { withCases } from './navigation.js';
import { PageFilter } from './page.filter.js';
import { WorklistScreen } from './worklist/worklist-screen.js';

/** The worklist: everybody's own rows of the overdue cases. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...withCases)
@PageController('cases')
export class WorklistPage {
  constructor(private readonly screen: WorklistScreen) {}

  @Get()
  show(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
    @Query() fields: Record<string, unknown>,
  ): Promise<string> {
    return this.screen.show(request, reply, person, fields);
  }
}
