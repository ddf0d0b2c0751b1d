import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import type { PreviewAnswer } from './import.shapes.js';
import { ImportArchive } from './import-archive.js';
import { kinds } from './import-kinds.js';
import type { ImportRequest } from './import-request.js';
import { Importer } from './importer.js';
import { canonical } from './profiles/import-profile.js';
import { rowsOfFile } from './reading/file-rows.js';
import { openFile } from './reading/open-file.js';
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
    const rows = rowsOfFile(file.path, format);
    const { layout, reader, body } = await openFile(kinds[kind], rows, profile, around);
    const shown: PreviewAnswer['rows'] = [];
    for await (const some of body) {
      for (const row of some.slice(0, rowsShown - shown.length)) {
        const { values, faults } = reader.look(row);
        const errors = faults.map(({ column, value, code, facts }) => ({
          line: row.line,
          column: layout.labels[column] ?? column,
          value,
          code,
          message: this.archive.told(language, code, facts ?? {}),
        }));
        shown.push({ line: row.line, values, errors });
      }
      if (shown.length === rowsShown) break;
    }
    return { columns: layout.labels, rows: shown };
  }

  private async businessDate(companyId: string): Promise<string> {
    const [company] = await this.database.query<{ date: string }>('select business_date(id) as date from companies where id = $1', [
      companyId,
    ]);
    if (!company) throw new Problem(404, 'company.unknown', { company: companyId });
    return company.date;
  }
}
