import { Get, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DayCount } from '../../analysis/overview/day-count.js';
import { overviewReaders } from '../../analysis/overview/figure-scope.js';
import { Moves } from '../../analysis/overview/moves.js';
import { Overview } from '../../analysis/overview/overview.js';
import { MovesQuery, OverviewQuery } from '../../analysis/overview/overview.shapes.js';
import { WriteOffs } from '../../analysis/write-offs.js';
import { WrittenOffQuery } from '../../analysis/write-offs.shapes.js';
import { AllowRoles, requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { validationPipe } from '../../platform/errors/validation.js';
import { Texts } from '../../platform/i18n/texts.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Frame, type Looking } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { overviewView } from './overview-view.js';

const pipe = validationPipe();

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
    const query = await read(OverviewQuery, fields, looking);
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
    const query = await read(MovesQuery, fields, looking);
    requireRole(person, query.company, ...overviewReaders);
    const page = await this.moves.page(query, person);
    const more = page.next === null ? undefined : `/overview/moves?${addressOf({ ...query, next: page.next })}`;
    return this.frame.render('overview/moves', looking, { ...page, query, more, wantsMoney: query.money !== undefined });
  }

  @Get('write-offs')
  async lost(@Req() request: SignedInRequest, @Person() person: CurrentPerson, @Query() fields: Record<string, unknown>): Promise<string> {
    const looking = await this.frame.around(request, person);
    const query = await read(WrittenOffQuery, fields, looking);
    requireRole(person, query.company, ...overviewReaders);
    return this.frame.render('overview/write-offs', looking, { items: await this.writeOffs.rows(query, person), query });
  }
}

/** The company of the frame where the address names none. @throws Problem 400 `request.invalid` */
async function read<T extends { company: string }>(shape: new () => T, fields: Record<string, unknown>, { frame }: Looking): Promise<T> {
  const typed = Object.fromEntries(Object.entries({ company: frame.company?.id, ...fields }).filter(([, value]) => value !== ''));
  return (await pipe.transform(typed, { type: 'query', metatype: shape })) as T;
}

function addressOf(query: object): string {
  return new URLSearchParams(
    Object.entries(query).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]])),
  ).toString();
}
