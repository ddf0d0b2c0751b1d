import { Get, Param, StreamableFile, UseFilters } from '@nestjs/common';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { ErrorReport } from '../../receivables/imports/error-report.js';
import { ImportArchive } from '../../receivables/imports/import-archive.js';
import { importReaders } from '../navigation.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';

/** What was wrong with a file, for a spreadsheet. */
@UseFilters(PageFilter)
@AllowRoles(...importReaders)
@PageController('imports/:id')
export class ImportFilesPage {
  constructor(
    private readonly archive: ImportArchive,
    private readonly report: ErrorReport,
  ) {}

  @Get('errors.csv')
  async errors(@Param('id', PageId) id: string, @Person() person: CurrentPerson): Promise<StreamableFile> {
    const found = await this.archive.read(person, id);
    const disposition = `attachment; filename="import-${id}-errors.csv"`;
    return new StreamableFile(this.report.csv(found, person.language), { type: 'text/csv; charset=utf-8', disposition });
  }
}
