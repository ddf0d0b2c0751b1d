import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { csvLine } from '../../platform/csv-line.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { ImportArchive } from './import-archive.js';
import type { ImportRow } from './import-record.js';

const errorsAtOnce = 1_000;
/** Without it a spreadsheet takes the file for its own old encoding. */
const byteOrderMark = '\ufeff';
const columns = ['line', 'column', 'value', 'code', 'message'] as const;

/** What was wrong with a file, as a file that a spreadsheet opens without being led astray by what stands in the bad cells. */
@Injectable()
export class ErrorReport {
  constructor(
    private readonly archive: ImportArchive,
    private readonly texts: Texts,
  ) {}

  csv(made: ImportRow, language: Language): Readable {
    return Readable.from(this.pieces(made, language));
  }

  private async *pieces(made: ImportRow, language: Language): AsyncGenerator<string> {
    yield byteOrderMark + csvLine(columns.map((column) => this.texts.say(language, `receivables:report.${column}`)));
    for (let after = '0'; ; ) {
      const errors = await this.archive.errors(made, language, { limit: errorsAtOnce, after });
      yield errors.map((error) => csvLine(columns.map((column) => String(error[column])))).join('');
      const last = errors.at(-1);
      if (!last || errors.length < errorsAtOnce) return;
      after = last.seq;
    }
  }
}
