import { Body, Controller, Get, Headers, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { languageOf } from '../../platform/i18n/language.js';
import { cardReaders } from '../card-scope.js';
import { ReviewAnswer, ReviewQuery, SchemeWhatIfAnswer, SchemeWhatIfForm } from './review.shapes.js';
import { SchemeReview } from './scheme-review.js';

/** Whether a scheme does what it was made for. */
@ApiTags('assessment')
@ApiBearerAuth()
@AllowRoles(...cardReaders)
@Controller('api/v1/assessment')
export class ReviewController {
  constructor(private readonly review: SchemeReview) {}

  /** How the totals lie, which metrics tell people apart, and who is at an end. */
  @Get('review')
  @ApiOkResponse({ type: ReviewAnswer })
  read(@Query() query: ReviewQuery, @Person() reader: CurrentPerson): Promise<ReviewAnswer> {
    return this.review.of(query, reader);
  }

  /** The same people by other metrics and weights: who gains, who loses. Nothing is kept. */
  @Post('what-if')
  @HttpCode(200)
  @ApiOkResponse({ type: SchemeWhatIfAnswer })
  whatIf(
    @Body() form: SchemeWhatIfForm,
    @Person() reader: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<SchemeWhatIfAnswer> {
    return this.review.whatIf(form, reader, languageOf(accepted));
  }
}
