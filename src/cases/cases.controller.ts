import { Controller, Get, Header, Headers, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { languageOf } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { Id, WholeNumber } from '../platform/shapes.js';
import { CaseList } from './case-list.js';
import { CaseReader } from './case-reader.js';
import { CaseAnswer, CasesPage, CasesQuery, JournalPage } from './cases.shapes.js';
import { sayRefusal } from './say-refusal.js';

export class CaseIdParam {
  @Id({ description: 'The case’s number' }) id!: string;
}

class JournalQuery {
  @WholeNumber({ min: 1, max: 500, inQuery: true, optional: true, description: '200 when left out' })
  limit = 200;

  @WholeNumber({ min: 0, max: 2_147_483_647, inQuery: true, optional: true, description: 'The last page’s `next`' })
  after = 0;
}

@ApiTags('cases')
@ApiBearerAuth()
@Controller('api/v1/cases')
export class CasesController {
  constructor(
    private readonly list: CaseList,
    private readonly reader: CaseReader,
    private readonly texts: Texts,
  ) {}

  @Get()
  @ApiOkResponse({ type: CasesPage })
  page(@Query() query: CasesQuery, @Person() person: CurrentPerson): Promise<CasesPage> {
    return this.list.page(query, person);
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: CaseAnswer })
  read(@Param() { id }: CaseIdParam, @Person() person: CurrentPerson, @Headers('accept-language') accepted?: string): Promise<CaseAnswer> {
    return this.reader.read(id, person, sayRefusal(this.texts, languageOf(accepted)));
  }

  @Get(':id/journal')
  @ApiOkResponse({ type: JournalPage })
  journal(@Param() { id }: CaseIdParam, @Query() { limit, after }: JournalQuery, @Person() person: CurrentPerson): Promise<JournalPage> {
    return this.reader.journal(id, person, limit, after);
  }
}
