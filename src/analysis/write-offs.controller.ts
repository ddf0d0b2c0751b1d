import { Controller, Get, Headers, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { languageOf } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { byteOrderMark, csvLine } from '../platform/sheets/csv.js';
import { WriteOffs } from './write-offs.js';
import { type WriteOffRow, WriteOffsAnswer, WriteOffsQuery } from './write-offs.shapes.js';

const columns = ['key', 'name', 'currency', 'count', 'writtenOff', 'reversed', 'recovered', 'net'] as const satisfies (keyof WriteOffRow)[];
const amounts: readonly string[] = ['count', 'writtenOff', 'reversed', 'recovered', 'net'];

@ApiTags('analysis')
@ApiBearerAuth()
@Controller('api/v1/analysis')
export class WriteOffsController {
  constructor(
    private readonly writeOffs: WriteOffs,
    private readonly texts: Texts,
  ) {}

  /** Bad debts posted in a range of dates, and what was reversed or recovered of them up to today. */
  @Get('write-offs')
  @ApiOkResponse({ type: WriteOffsAnswer })
  analyse(
    @Query() query: WriteOffsQuery,
    @Person() person: CurrentPerson,
    @Headers('accept-language') wishes?: string,
  ): Promise<WriteOffsAnswer> {
    return this.writeOffs.analyse(query, person, query.lang ?? languageOf(wishes));
  }

  @Get('write-offs.csv')
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  async csv(
    @Query() query: WriteOffsQuery,
    @Person() person: CurrentPerson,
    @Headers('accept-language') wishes?: string,
  ): Promise<StreamableFile> {
    const language = query.lang ?? languageOf(wishes);
    const { items } = await this.writeOffs.analyse(query, person, language);
    const head = csvLine(columns.map((name) => this.texts.say(language, `write-offs:column.${name}`)));
    const rows = items.map((row) => columns.map((name) => (amounts.includes(name) ? { amount: String(row[name]) } : String(row[name]))));
    const text = byteOrderMark + head + rows.map(csvLine).join('');
    return new StreamableFile(Buffer.from(text), { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="write-offs.csv"' });
  }
}
