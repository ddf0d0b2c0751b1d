import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { mayHaveCards } from '../card-scope.js';
import { ScorecardPath } from '../cards/scorecards.shapes.js';
import { Appeals } from './appeals.js';
import {
  AppealAcceptanceForm,
  AppealAnswer,
  AppealForm,
  AppealPath,
  AppealRejectionForm,
  AppealsPage,
  AppealsQuery,
} from './appeals.shapes.js';

/** Questions against cards, and what was decided on them. */
@ApiTags('assessment')
@ApiBearerAuth()
@AllowRoles(...mayHaveCards)
@Controller('api/v1')
export class AppealsController {
  constructor(private readonly appeals: Appeals) {}

  /** By the person whose card it is, against a line or a deduction. */
  @Post('scorecards/:id/appeals')
  @ApiCreatedResponse({ type: AppealAnswer })
  raise(@Param() { id }: ScorecardPath, @Body() form: AppealForm, @Person() person: CurrentPerson): Promise<AppealAnswer> {
    return this.appeals.raise(person, id, form);
  }

  @Get('scorecard-appeals')
  @ApiOkResponse({ type: AppealsPage })
  page(@Query() query: AppealsQuery, @Person() person: CurrentPerson): Promise<AppealsPage> {
    return this.appeals.page(query, person);
  }

  /** By hr; by the general manager where hr is the person, or has set what is questioned. */
  @Post('scorecard-appeals/:id/accept')
  @HttpCode(200)
  @AllowRoles('hr', 'general_manager')
  @ApiOkResponse({ type: AppealAnswer })
  accept(
    @Param() { id }: AppealPath,
    @Body() { points, reason }: AppealAcceptanceForm,
    @Person() person: CurrentPerson,
  ): Promise<AppealAnswer> {
    return this.appeals.accept(person, id, points, reason);
  }

  @Post('scorecard-appeals/:id/reject')
  @HttpCode(200)
  @AllowRoles('hr', 'general_manager')
  @ApiOkResponse({ type: AppealAnswer })
  reject(@Param() { id }: AppealPath, @Body() { reason }: AppealRejectionForm, @Person() person: CurrentPerson): Promise<AppealAnswer> {
    return this.appeals.reject(person, id, reason);
  }

  @Post('scorecard-appeals/:id/withdraw')
  @HttpCode(200)
  @ApiOkResponse({ type: AppealAnswer })
  withdraw(@Param() { id }: AppealPath, @Person() person: CurrentPerson): Promise<AppealAnswer> {
    return this.appeals.withdraw(person, id);
  }
}
