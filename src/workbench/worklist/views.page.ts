import { Body, Post, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { SavedViews } from '../../people/saved-views.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Name, Text } from '../../platform/shapes.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { withCases } from '../navigation.js';
import { PageFilter } from '../page.filter.js';
import { RefusedForm, readForm } from '../refused-form.js';
import { queryString, readWorklistQuery } from './worklist-query.js';
import { WorklistScreen } from './worklist-screen.js';

class ViewName {
  @Name({ max: 40 }) name!: string;
}

class ViewQuery {
  @Text({ max: 1000 }) query!: string;
}

/** Views of the worklist that somebody keeps. */
@UseFilters(PageFilter)
@AllowRoles(...withCases)
@PageController('cases/views')
export class ViewsPage {
  constructor(
    private readonly views: SavedViews,
    private readonly screen: WorklistScreen,
    private readonly refused: RefusedForm,
  ) {}

  /** Only what is a filter of the list is kept. A name that is none is shown again beside the list as it was. */
  @UseInterceptors(HtmlInterceptor)
  @Post()
  async save(
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() { name, ...rest }: Record<string, unknown> = {},
  ): Promise<string | undefined> {
    const { query } = await readForm(ViewQuery, rest);
    const { after: _after, limit: _limit, ...filters } = await readWorklistQuery(Object.fromEntries(new URLSearchParams(query)));
    const kept = queryString(filters);
    try {
      const typed = await readForm(ViewName, { name });
      await this.views.save(person.login, { name: typed.name, query: kept });
      return void reply.redirect(`/cases?${kept}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      const view = { name: typeof name === 'string' ? name : '', told };
      return this.screen.show(request, reply, person, Object.fromEntries(new URLSearchParams(kept)), view);
    }
  }

  @Post('remove')
  async remove(@Person() person: CurrentPerson, @Res() reply: FastifyReply, @Body() fields: object): Promise<void> {
    const { name } = await readForm(ViewName, fields);
    await this.views.remove(person.login, name);
    void reply.redirect('/cases', 303);
  }
}
