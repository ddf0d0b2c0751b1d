import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import { checkRows } from './drafts/check-rows.js';
import type { PreviewAnswer } from './import.shapes.js';
import { ImportArchive } from './import-archive.js';
import { kinds } from './import-kinds.js';
import type { ImportRequest } from './import-request.js';
import { Importer } from './importer.js';
import { canonical } from './profiles/import-profile.js';
import { rowsOfFile } from './reading/file-rows.js';
import type { RowFault } from './reading/row-fault.js';
import { Slots } from './slots.js';

const rowsShown = 20;
/** Of a workbook, all its texts are in memory while it is read. */
const previewsAtOnce = 2;

/** How a file would be read, before anything is taken. */
@Injectable()
export class Preview {
  private readonly slots = new Slots(previewsAtOnce);

  constructor(
    private readonly database: Database,
    private readonly importer: Importer,
    private readonly archive: ImportArchive,
  ) {}

  /** @throws Problem as `Importer.run` for a file that cannot be read so far, or a profile or company that there is none of */
  of(request: Pick<ImportRequest, 'kind' | 'companyId' | 'profile' | 'file'>, language: Language): Promise<PreviewAnswer> {
    return this.slots.use(() => this.look(request, language));
  }

  private async look(request: Pick<ImportRequest, 'kind' | 'companyId' | 'profile' | 'file'>, language: Language): Promise<PreviewAnswer> {
    const { kind, companyId, file } = request;
    const profile = (await this.importer.profileOf(request, this.database))?.definition;
    const format = profile ?? canonical;
    const around = { companyId, businessDate: await this.businessDate(companyId), notation: format };
    const { labels, rows } = await checkRows(kinds[kind], rowsOfFile(file.path, format), profile, around, {
      shown: rowsShown,
      whole: false,
    });
    const told = (line: number, { column, value, code, facts }: RowFault) => ({
      line,
      column: labels[column] ?? column,
      value,
      code,
      message: this.archive.told(language, code, facts ?? {}),
    });
    return {
      columns: labels,
      rows: rows.map(({ line, values, faults }) => ({ line, values, errors: faults.map((fault) => told(line, fault)) })),
    };
  }

  private async businessDate(companyId: string): Promise<string> {
    const [company] = await this.database.query<{ date: string }>('select business_date(id) as date from companies where id = $1', [
      companyId,
    ]);
    if (!company) throw new Problem(404, 'company.unknown', { company: companyId });
    return company.date;
  }
}
