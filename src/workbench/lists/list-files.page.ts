import { Get, Param, Res, type StreamableFile, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { exportAnswer } from '../../overdue-lists/export-answer.js';
import { ListExports } from '../../overdue-lists/list-exports.js';
import { listReaders } from '../../overdue-lists/list-scope.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';

/** A list as a file, for whoever reads it in the browser. */
@UseFilters(PageFilter)
@AllowRoles(...listReaders)
@PageController('lists/:id')
export class ListFilesPage {
  constructor(private readonly exports: ListExports) {}

  @Get('export.xlsx')
  async workbook(
    @Param('id', PageId) id: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return exportAnswer(reply, 'xlsx', await this.exports.workbook(person, id, person.language, undefined));
  }

  @Get('export.csv')
  async csv(
    @Param('id', PageId) id: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return exportAnswer(reply, 'csv', await this.exports.csv(person, id, person.language, undefined));
  }

  @Get('export.pdf')
  async pdf(
    @Param('id', PageId) id: string,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return exportAnswer(reply, 'pdf', await this.exports.pdf(person, id, person.language, undefined));
  }
}
