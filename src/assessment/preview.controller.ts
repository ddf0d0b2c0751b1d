import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { CardPreview } from './card-preview.js';
import { mayHaveCards } from './card-scope.js';
import { LineExplanation } from './line-explanation.js';
import { LinePath, LineRowsPage, LineRowsQuery } from './line-rows.shapes.js';
import { CardPreviewAnswer, PreviewForm } from './preview.shapes.js';

@ApiTags('assessment')
@ApiBearerAuth()
@AllowRoles(...mayHaveCards)
@Controller('api/v1/scorecards/preview')
export class PreviewController {
  constructor(
    private readonly preview: CardPreview,
    private readonly explanation: LineExplanation,
  ) {}

  /** What somebody's card would be by a scheme and targets that are being thought about. Nothing is kept. */
  @Post()
  @HttpCode(200)
  @ApiOkResponse({ type: CardPreviewAnswer })
  card(@Body() form: PreviewForm, @Person() reader: CurrentPerson): Promise<CardPreviewAnswer> {
    return this.preview.of(form, reader);
  }

  /** What a line is made of, with where to read it. */
  @Get('lines/:key')
  @ApiOkResponse({ type: LineRowsPage })
  lines(@Param() { key }: LinePath, @Query() query: LineRowsQuery, @Person() reader: CurrentPerson): Promise<LineRowsPage> {
    return this.explanation.page(key, query, reader);
  }
}
