import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { TurnoverAnalysis, turnoverReaders } from './turnover.js';
import { TurnoverAnswer, TurnoverQuery } from './turnover.shapes.js';

@ApiTags('analysis')
@ApiBearerAuth()
@AllowRoles(...turnoverReaders)
@Controller('api/v1/analysis/turnover')
export class TurnoverController {
  constructor(private readonly analysis: TurnoverAnalysis) {}

  /** DSO, what it could be at best, delinquency, effectiveness of collection, aging and how it rolls, of a company or a team. */
  @Get()
  @ApiOkResponse({ type: TurnoverAnswer })
  of(@Query() query: TurnoverQuery, @Person() reader: CurrentPerson): Promise<TurnoverAnswer> {
    return this.analysis.of(query, reader);
  }
}
