import { Body, Post, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { SavedViews } from '../../people/saved-views.js';
import { Person } from '../../people/signed-in-request.js';
import { validationPipe } from '../../platform/errors/validation.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Name, Text } from '../../platform/shapes.js';
import { withCases } from '../navigation.js';
import { PageFilter } from '../page.filter.js';
import { queryString, readWorklistQuery } from './worklist-query.js';

class ViewName {
  @Name({ max: 40 }) name!: string;
}

class ViewForm extends ViewName {
  @Text({ max: 1000 }) query!: string;
}

const pipe = validationPipe();

/** Views of the worklist that somebody keeps. */
@UseFilters(PageFilter)
@AllowRoles(...withCases)
@PageController('cases/views')
export class ViewsPage {
  constructor(private readonly views: SavedViews) {}

  /** Only what is a filter of the list is kept. */
  @Post()
  async save(@Person() person: CurrentPerson, @Res() reply: FastifyReply, @Body() fields: unknown): Promise<void> {
    const { name, query } = (await pipe.transform(fields, { type: 'body', metatype: ViewForm })) as ViewForm;
    const { after: _after, limit: _limit, ...filters } = await readWorklistQuery(Object.fromEntries(new URLSearchParams(query)));
    const kept = queryString(filters);
    await this.views.save(person.login, { name, query: kept });
    void reply.redirect(`/cases?${kept}`, 303);
  }

  @Post('remove')
  async remove(@Person() person: CurrentPerson, @Res() reply: FastifyReply, @Body() fields: unknown): Promise<void> {
    const { name } = (await pipe.transform(fields, { type: 'body', metatype: ViewName })) as ViewName;
    await this.views.remove(person.login, name);
    void reply.redirect('/cases', 303);
  }
}
