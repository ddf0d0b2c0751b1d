import { Controller, Get, Header, Headers, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Language, languageOf, languages } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { OneOf } from '../../platform/shapes.js';
import { picture } from './picture.js';

class ChartQuery {
  @OneOf(languages, { optional: true, description: 'Left out: as the request prefers' })
  lang?: Language;
}

/** The course of a case as the machine that runs it draws it. */
@ApiTags('cases')
@ApiBearerAuth()
@Controller('api/v1/statechart.svg')
export class StatechartController {
  private readonly drawn = new Map<Language, Promise<string>>();

  constructor(private readonly texts: Texts) {}

  @Get()
  @Header('content-type', 'image/svg+xml; charset=utf-8')
  @ApiOkResponse({ content: { 'image/svg+xml': { schema: { type: 'string' } } } })
  draw(@Query() { lang }: ChartQuery, @Headers('accept-language') accepted?: string): Promise<string> {
    const language = lang ?? languageOf(accepted);
    // The machine does not change while it runs.
    const known = this.drawn.get(language);
    if (known) return known;
    const drawing = picture(this.texts, language);
    this.drawn.set(language, drawing);
    return drawing;
  }
}
