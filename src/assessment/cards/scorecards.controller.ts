import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { mayHaveCards } from '../card-scope.js';
import { CardLifts } from './card-lifts.js';
import { Scorecards } from './scorecards.js';
import { CardLiftsAnswer, ScorecardAnswer, ScorecardPath, ScorecardsPage, ScorecardsQuery } from './scorecards.shapes.js';

/** Provisional while the period is open, frozen after it was closed. */
@ApiTags('assessment')
@ApiBearerAuth()
@AllowRoles(...mayHaveCards)
@Controller('api/v1/scorecards')
export class ScorecardsController {
  constructor(
    private readonly cards: Scorecards,
    private readonly lifts: CardLifts,
  ) {}

  /** One's own, the team's, or the company's. */
  @Get()
  @ApiOkResponse({ type: ScorecardsPage })
  page(@Query() query: ScorecardsQuery, @Person() reader: CurrentPerson): Promise<ScorecardsPage> {
    return this.cards.page(query, reader);
  }

  /** With each line's numbers, and where its rows can be read. */
  @Get(':id')
  @ApiOkResponse({ type: ScorecardAnswer })
  read(@Param() { id }: ScorecardPath, @Person() reader: CurrentPerson): Promise<ScorecardAnswer> {
    return this.cards.read(id, reader);
  }

  /** Which overdue cases would lift it most, were each paid in full by the period’s last day. */
  @Get(':id/lifts')
  @ApiOkResponse({ type: CardLiftsAnswer })
  async most(@Param() { id }: ScorecardPath, @Person() reader: CurrentPerson): Promise<CardLiftsAnswer> {
    return { items: await this.lifts.of(id, reader) };
  }
}
