import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { mayHaveCards } from '../card-scope.js';
import { Complaints } from './complaints.js';
import {
  ComplaintAnswer,
  ComplaintDecisionForm,
  ComplaintPath,
  ComplaintsPage,
  ComplaintsQuery,
  SurveyResultsPage,
  SurveysQuery,
} from './complaints.shapes.js';

/** What customers said: imported, and decided on by somebody who is not named in it. */
@ApiTags('assessment')
@ApiBearerAuth()
@AllowRoles(...mayHaveCards)
@Controller('api/v1')
export class ComplaintsController {
  constructor(private readonly complaints: Complaints) {}

  @Get('complaints')
  @ApiOkResponse({ type: ComplaintsPage })
  page(@Query() query: ComplaintsQuery, @Person() person: CurrentPerson): Promise<ComplaintsPage> {
    return this.complaints.page(query, person);
  }

  @Get('survey-results')
  @ApiOkResponse({ type: SurveyResultsPage })
  surveys(@Query() query: SurveysQuery, @Person() person: CurrentPerson): Promise<SurveyResultsPage> {
    return this.complaints.surveys(query, person);
  }

  /** It takes points, where it is of over-dunning or a withheld shipment. */
  @Post('complaints/:id/uphold')
  @HttpCode(200)
  @AllowRoles('hr', 'general_manager')
  @ApiOkResponse({ type: ComplaintAnswer })
  uphold(
    @Param() { id }: ComplaintPath,
    @Body() { reason }: ComplaintDecisionForm,
    @Person() person: CurrentPerson,
  ): Promise<ComplaintAnswer> {
    return this.complaints.decide(person, id, true, reason);
  }

  @Post('complaints/:id/dismiss')
  @HttpCode(200)
  @AllowRoles('hr', 'general_manager')
  @ApiOkResponse({ type: ComplaintAnswer })
  dismiss(
    @Param() { id }: ComplaintPath,
    @Body() { reason }: ComplaintDecisionForm,
    @Person() person: CurrentPerson,
  ): Promise<ComplaintAnswer> {
    return this.complaints.decide(person, id, false, reason);
  }
}
