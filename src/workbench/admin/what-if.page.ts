import { Body, Get, Param, Post, Query, UseFilters, UseInterceptors } from '@nestjs/common';
import { caseReaders } from '../../analysis/what-if/what-if.controller.js';
import { WhatIfForm } from '../../analysis/what-if/what-if.shapes.js';
import { WhatIfCases } from '../../analysis/what-if/what-if-cases.js';
import { WhatIfRuns, whatIfRoles } from '../../analysis/what-if/what-if-runs.js';
import { AllowRoles } from '../../people/allow-roles.js';
import { rolesIn } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { usualLimit } from '../../people/paging.js';
import { PageController } from '../../platform/pages/page-route.js';
import { PolicyHistory } from '../../policy/policy-history.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { readForm, typedInto } from '../refused-form.js';
import { AdminDesk, type Sent } from './admin-desk.js';
import { type Visit, Visiting } from './visit.js';
import { whatIfView } from './what-if-view.js';

type Fields = Record<string, unknown>;
const shownRuns = 20;

/** A proposal tried on what happened, before it is decided. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...whatIfRoles)
@PageController('admin/what-if')
export class WhatIfPage {
  constructor(
    private readonly desk: AdminDesk,
    private readonly runs: WhatIfRuns,
    private readonly cases: WhatIfCases,
    private readonly history: PolicyHistory,
    private readonly names: Names,
  ) {}

  @Get()
  all(@Visiting() visit: Visit, @Query() { after }: Fields): Promise<string> {
    return this.list(visit, typeof after === 'string' && /^\d{1,18}$/.test(after) ? after : undefined);
  }

  @Post()
  start(@Visiting() visit: Visit, @Body() body: Fields): Promise<string | undefined> {
    const typed = typedInto(body, 'company', 'policy', 'from', 'until');
    return this.desk.take(visit, {
      form: 'start',
      typed,
      work: async () => `/admin/what-if/${await this.runs.start(visit.person, await readForm(WhatIfForm, typed))}`,
      again: (sent) => this.list(visit, undefined, sent),
    });
  }

  @Get(':id')
  one(@Visiting() visit: Visit, @Param('id', PageId) id: string, @Query() { after }: Fields): Promise<string> {
    return this.show(visit, id, typeof after === 'string' && /^\d{1,18}$/.test(after) ? after : undefined);
  }

  @Post(':id/cancel')
  cancel(@Visiting() visit: Visit, @Param('id', PageId) id: string): Promise<string | undefined> {
    return this.desk.take(visit, {
      form: 'cancel',
      typed: {},
      work: async () => {
        await this.runs.cancel(id, visit.person);
        return `/admin/what-if/${id}`;
      },
      again: (sent) => this.show(visit, id, undefined, sent),
    });
  }

  private async list(visit: Visit, after?: string, sent?: Sent): Promise<string> {
    const looking = await this.desk.looking(visit);
    const { company } = looking.frame;
    if (!company) return this.desk.show('what-ifs', 'what-if', visit, looking, {});
    const page = await this.runs.page({ company: company.id, limit: shownRuns, ...(after !== undefined && { after }) }, visit.person);
    const known = await this.names.of(page.items.map(({ requestedBy }) => requestedBy));
    const proposals = await this.history.page({ company: company.id, limit: shownRuns }, visit.person, looking.language);
    const until = await this.runs.lastDay(company.id);
    return this.desk.show('what-ifs', 'what-if', visit, looking, {
      items: page.items.map((run) => ({ ...run, requestedByName: known.get(run.requestedBy) ?? run.requestedBy })),
      next: page.next,
      proposals: proposals.items.filter(({ status }) => status === 'proposed'),
      until,
      sent,
    });
  }

  private async show(visit: Visit, id: string, after?: string, sent?: Sent): Promise<string> {
    const looking = await this.desk.looking(visit);
    const run = await this.runs.read(id, visit.person);
    const seesCases = rolesIn(visit.person, run.company).some((role) => caseReaders.includes(role));
    const query = { limit: usualLimit, ...(after !== undefined && { after }) };
    const cases = seesCases ? await this.cases.page(id, run.company, query, visit.person, looking.language) : undefined;
    const proposal = run.policy === null ? undefined : await this.history.read(run.policy, visit.person, looking.language);
    return this.desk.show('what-if', 'what-if', visit, looking, {
      ...whatIfView(run),
      proposal,
      cases,
      isMine: run.requestedBy === visit.person.login,
      sent,
    });
  }
}
