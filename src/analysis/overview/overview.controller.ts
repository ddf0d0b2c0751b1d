import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles, requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { languageOf } from '../../platform/i18n/language.js';
import { overviewReaders } from './figure-scope.js';
import { Moves } from './moves.js';
import { Overview } from './overview.js';
import { MovesPage, MovesQuery, OverviewAnswer, OverviewQuery } from './overview.shapes.js';

@ApiTags('analysis')
@ApiBearerAuth()
@AllowRoles(...overviewReaders)
@Controller('api/v1/analysis')
export class OverviewController {
  constructor(
    private readonly overview: Overview,
    private readonly moves: Moves,
  ) {}

  /** What the overview's page shows, as the night or whoever had it counted since has left it. */
  @Get('overview')
  @ApiOkResponse({ type: OverviewAnswer })
  read(
    @Query() query: OverviewQuery,
    @Person() person: CurrentPerson,
    @Headers('accept-language') wishes?: string,
  ): Promise<OverviewAnswer> {
    return this.overview.read(query, person, languageOf(wishes));
  }

  /** Cases that went from one state to another in a range of days, or brought money in it. */
  @Get('moves')
  @ApiOkResponse({ type: MovesPage })
  async page(@Query() query: MovesQuery, @Person() person: CurrentPerson): Promise<MovesPage> {
    requireRole(person, query.company, ...overviewReaders);
    return this.moves.page(query, person);
  }
}
