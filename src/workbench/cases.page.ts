import { Get, Query, Req, UseFilters, UseInterceptors } from '@nestjs/common';
import { CaseList } from '../cases/case-list.js';
import { CasesQuery } from '../cases/cases.shapes.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { PageController } from '../platform/pages/page-route.js';
import { Frame } from './frame.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { PageFilter } from './page.filter.js';

/** The worklist: everybody's own rows of the overdue cases. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('cases')
export class WorklistPage {
  constructor(
    private readonly frame: Frame,
    private readonly cases: CaseList,
  ) {}

  @Get()
  async show(@Req() request: SignedInRequest, @Person() person: CurrentPerson, @Query() query: CasesQuery): Promise<string> {
    const looking = await this.frame.around(request, person);
    const page = await this.cases.page({ ...query, company: query.company ?? looking.frame.company?.id }, person);
    return this.frame.render('cases/worklist', looking, { ...page, query });
  }
}
