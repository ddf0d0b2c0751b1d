import { Get, UseFilters } from '@nestjs/common';
import { roleRequired } from '../../people/allow-roles.js';
import { PageController } from '../../platform/pages/page-route.js';
import { PageFilter } from '../page.filter.js';
import { adminReaders, sectionsOf } from './sections.js';
import { type Visit, Visiting } from './visit.js';

/** Leads to what one may open first. */
@UseFilters(PageFilter)
@PageController('admin')
export class AdminPage {
  @Get()
  first(@Visiting() { person, reply }: Visit): void {
    const [first] = sectionsOf(person);
    if (!first) throw roleRequired(adminReaders);
    reply.redirect(first.path, 303);
  }
}
