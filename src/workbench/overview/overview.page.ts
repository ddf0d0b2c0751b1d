import { Get, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DayCount } from '../../analysis/overview/day-count.js';
import { overviewReaders } from '../../analysis/overview/figure-scope.js';
import { addedUpAtMost, Moves } from '../../analysis/overview/moves.js';
import { Overview } from '../../analysis/overview/overview.js';
import { MovesQuery, OverviewQuery } from '../../analysis/overview/overview.shapes.js';
import { rowsAtMost, WriteOffs } from '../../analysis/write-offs.js';
import { WrittenOffQuery } from '../../analysis/write-offs.shapes.js';
import { AllowRoles, requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { Texts } from '../../platform/i18n/texts.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Frame } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { queryText, readQuery } from './overview-query.js';
import { overviewView } from './overview-view.js';

/** A company at a glance, and the cases behind what moved and what was lost. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...overviewReaders)
@PageController('overview')
export class OverviewPage {
  constructor(
    private readonly frame: Frame,
    private readonly overview: Overview,
    private readonly moves: Moves,
    private readonly writeOffs: WriteOffs,
    private readonly count: DayCount,
    private readonly texts: Texts,
  ) {}

  @Get()
  async show(@Req() request: SignedInRequest, @Person() person: CurrentPerson, @Query() fields: Record<string, unknown>): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { language } = looking;
    const query = await readQuery(OverviewQuery, fields, looking);
    const found = await this.overview.read(query, person, language);
    return this.frame.render(
      'overview/overview',
      looking,
      overviewView(found, { texts: this.texts, language }, fields.company === found.company),
    );
  }

  /** For who cannot wait for the night. */
  @Post('count')
  async again(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<void> {
    const { company } = (await this.frame.around(request, person)).frame;
    if (company) {
      requireRole(person, company.id, ...overviewReaders);
      await this.count.count(company.id, company.businessDate);
    }
    reply.redirect('/overview', 303);
  }

  @Get('moves')
  async moved(@Req() request: SignedInRequest, @Person() person: CurrentPerson, @Query() fields: Record<string, unknown>): Promise<string> {
    const looking = await this.frame.around(request, person);
    const query = await readQuery(MovesQuery, fields, looking);
    requireRole(person, query.company, ...overviewReaders);
    const page = await this.moves.page(query, person);
    const more = page.next === null ? undefined : `/overview/moves?${queryText({ ...query, next: page.next })}`;
    const totals = await this.moves.totals(query, person);
    return this.frame.render('overview/moves', looking, {
      ...page,
      ...(totals ? { totals } : { many: addedUpAtMost }),
      query,
      more,
      wantsMoney: query.money !== undefined,
    });
  }

  @Get('write-offs')
  async lost(@Req() request: SignedInRequest, @Person() person: CurrentPerson, @Query() fields: Record<string, unknown>): Promise<string> {
    const looking = await this.frame.around(request, person);
    const query = await readQuery(WrittenOffQuery, fields, looking);
    requireRole(person, query.company, ...overviewReaders);
    const totals = await this.writeOffs.totals(query, person);
    const count = totals.reduce((sum, one) => sum + one.count, 0);
    return this.frame.render('overview/write-offs', looking, {
      items: await this.writeOffs.rows(query, person),
      totals,
      query,
      ...(count > rowsAtMost && { shown: rowsAtMost, count }),
    });
  }
}
