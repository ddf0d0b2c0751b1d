import { Controller, Get, Header, Headers, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Language, languageOf, languages } from '../../platform/i18n/language.js';
import { OneOf } from '../../platform/shapes.js';
import { Drawing } from './drawing.js';

class ChartQuery {
  @OneOf(languages, { optional: true, description: 'Left out: as the request prefers' })
  lang?: Language;
}

/** The course of a case as the machine that runs it draws it. */
@ApiTags('cases')
@ApiBearerAuth()
@Controller('api/v1/statechart.svg')
export class StatechartController {
  constructor(private readonly drawing: Drawing) {}

  @Get()
  @Header('content-type', 'image/svg+xml; charset=utf-8')
  @ApiOkResponse({ content: { 'image/svg+xml': { schema: { type: 'string' } } } })
  draw(@Query() { lang }: ChartQuery, @Headers('accept-language') accepted?: string): Promise<string> {
    return this.drawing.in(lang ?? languageOf(accepted));
  }
}
