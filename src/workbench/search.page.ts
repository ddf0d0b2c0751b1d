import { Get, Query, Req, UseFilters, UseInterceptors } from '@nestjs/common';
import { CaseSearch } from '../cases/case-search.js';
import { type CurrentPerson, rolesIn } from '../people/current-person.js';
import { Owners } from '../people/owners.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { PageController } from '../platform/pages/page-route.js';
import { Text } from '../platform/shapes.js';
import { CustomerSearch } from '../receivables/customer-search.js';
import { Frame } from './frame.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { PageFilter } from './page.filter.js';

class SearchQuery {
  @Text({ min: 0, max: 100, optional: true }) q?: string;
}

/** Of each kind. */
const shownAtMost = 20;

/** One field for everything: customers, documents, cases and people, each within what one sees. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('search')
export class SearchPage {
  constructor(
    private readonly frame: Frame,
    private readonly cases: CaseSearch,
    private readonly customers: CustomerSearch,
    private readonly owners: Owners,
  ) {}

  @Get()
  async find(@Req() request: SignedInRequest, @Person() person: CurrentPerson, @Query() { q = '' }: SearchQuery): Promise<string> {
    const looking = await this.frame.around(request, person);
    const company = looking.frame.company?.id;
    const typed = q.trim();
    if (typed === '' || company === undefined) return this.frame.render('search', looking, { query: { q }, isEmpty: typed !== '' });
    const cases = await this.cases.find(typed, person, company, shownAtMost);
    const customers = await this.customers.find(typed, person, company, shownAtMost);
    const everybody = rolesIn(person, company).some((role) => role !== 'salesperson' && role !== 'sales_manager' && role !== 'admin');
    const wanted = typed.toLowerCase();
    const people = (await this.owners.of(person, company, everybody))
      .filter(({ login, name }) => `${login}\n${name}`.toLowerCase().includes(wanted))
      .slice(0, shownAtMost);
    return this.frame.render('search', looking, {
      query: { q },
      cases,
      customers,
      people,
      isEmpty: cases.length + customers.length + people.length === 0,
    });
  }
}
