import { Controller, Get, Headers, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { languageOf } from '../platform/i18n/language.js';
import { exportAnswer, exportFile } from './export-answer.js';
import { ListExports } from './list-exports.js';
import { listReaders } from './list-scope.js';
import { ExportQuery, ListPath } from './overdue-lists.shapes.js';

/** A list as a file, with the rows that the reader sees. */
@ApiTags('overdue lists')
@ApiBearerAuth()
@AllowRoles(...listReaders)
@Controller('api/v1/overdue-lists/:id')
export class ListExportsController {
  constructor(private readonly exports: ListExports) {}

  @Get('export.xlsx')
  @ApiOkResponse(exportFile('xlsx'))
  async workbook(
    @Person() person: CurrentPerson,
    @Param() { id }: ListPath,
    @Query() { lang, owner }: ExportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') wishes?: string,
  ): Promise<StreamableFile> {
    return exportAnswer(reply, 'xlsx', await this.exports.workbook(person, id, lang ?? languageOf(wishes), owner));
  }

  /** UTF-8 with a byte order mark, as spreadsheets want it. */
  @Get('export.csv')
  @ApiOkResponse(exportFile('csv'))
  async csv(
    @Person() person: CurrentPerson,
    @Param() { id }: ListPath,
    @Query() { lang, owner }: ExportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') wishes?: string,
  ): Promise<StreamableFile> {
    return exportAnswer(reply, 'csv', await this.exports.csv(person, id, lang ?? languageOf(wishes), owner));
  }

  /** To be signed by both sides; up to 2,000 rows. */
  @Get('export.pdf')
  @ApiOkResponse(exportFile('pdf'))
  async pdf(
    @Person() person: CurrentPerson,
    @Param() { id }: ListPath,
    @Query() { lang, owner }: ExportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') wishes?: string,
  ): Promise<StreamableFile> {
    return exportAnswer(reply, 'pdf', await this.exports.pdf(person, id, lang ?? languageOf(wishes), owner));
  }
}
