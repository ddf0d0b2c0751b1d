import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { CardPreview } from './card-preview.js';
import { mayHaveCards } from './card-scope.js';
import { PreviewAnswer, PreviewForm } from './preview.shapes.js';

@ApiTags('assessment')
@ApiBearerAuth()
@AllowRoles(...mayHaveCards)
@Controller('api/v1/scorecards/preview')
export class PreviewController {
  constructor(private readonly preview: CardPreview) {}

  /** What somebody's card would be by a scheme and targets that are being thought about. Nothing is kept. */
  @Post()
  @HttpCode(200)
  @ApiOkResponse({ type: PreviewAnswer })
  card(@Body() form: PreviewForm, @Person() reader: CurrentPerson): Promise<PreviewAnswer> {
    return this.preview.of(form, reader);
  }
}
