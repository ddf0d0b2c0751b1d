import { ApiProperty } from '@nestjs/swagger';
import { IdPage } from '../../people/paging.js';
import { BusinessDate, Id, Name, OneOf } from '../../platform/shapes.js';
import { type ImportKind, importKinds } from './import-kinds.js';
import { importStatuses } from './import-record.js';

export class ImportForm {
  @OneOf(importKinds)
  kind!: ImportKind;

  @Name({ max: 20 })
  company!: string;

  @BusinessDate({ optional: true, description: 'The day that the file shows' })
  asOf?: string;

  @Name({ max: 64, optional: true, description: 'Name of a mapping profile; left out: the columns are the canonical ones' })
  profile?: string;

  @OneOf(['stop', 'skip'], { optional: true, description: 'Whether a bad row stops the file (when left out), or is left out itself' })
  onError: 'stop' | 'skip' = 'stop';

  @OneOf(['now', 'later'], {
    optional: true,
    description:
      'later: what is overdue gets its case only with a file that follows, or by the night, so that a first load can bring receivables before their receipts; on the day of the company’s first ledger file only',
  })
  cases: 'now' | 'later' = 'now';
}

/** The same as a form with its file, for the description of the API. */
export class ImportUpload extends ImportForm {
  @ApiProperty({
    type: 'string',
    format: 'binary',
    description:
      'A CSV, or an XLSX workbook with one visible sheet that is filled, of up to 512 MB; which of them, its content tells, not its name. Of a workbook, formulas, errors and merged cells are refused',
  })
  file!: unknown;
}

export class ImportErrorAnswer {
  @ApiProperty({ type: 'integer', description: 'Physical line, or row of the sheet; the header is line 1' })
  line!: number;

  @ApiProperty({ description: 'As in the file’s own header' })
  column!: string;

  @ApiProperty({ description: 'What stands there; invisible characters are named, such as <U+200B>' })
  value!: string;

  @ApiProperty({ example: 'date.not_a_day' })
  code!: string;

  @ApiProperty({ description: 'The same as a sentence' })
  message!: string;
}

export class ImportAnswer {
  @Id()
  id!: string;

  @OneOf(importStatuses, { description: '`running`: taken in the background; ask for it again' })
  status!: string;

  @ApiProperty({ type: 'integer' })
  rows!: number;

  @ApiProperty({ type: 'integer', description: 'Rows that changed something' })
  accepted!: number;

  @ApiProperty({ type: 'integer', description: 'Bad rows' })
  rejected!: number;

  @ApiProperty({ type: 'integer', description: 'Rows that were known already' })
  unchanged!: number;

  @ApiProperty({ type: [ImportErrorAnswer], description: 'The first 100' })
  errors!: ImportErrorAnswer[];
}

export class ImportListed {
  @Id()
  id!: string;

  @ApiProperty()
  company!: string;

  @OneOf(importKinds)
  kind!: string;

  @ApiProperty()
  fileName!: string;

  @ApiProperty({ description: 'Of the file, hexadecimal' })
  sha256!: string;

  @ApiProperty({ type: String, nullable: true })
  profile!: string | null;

  @OneOf(['stop', 'skip'])
  onError!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  asOf!: string | null;

  @OneOf(importStatuses)
  status!: string;

  @ApiProperty({ type: 'integer' })
  rows!: number;

  @ApiProperty({ type: 'integer' })
  accepted!: number;

  @ApiProperty({ type: 'integer' })
  rejected!: number;

  @ApiProperty({ type: 'integer' })
  unchanged!: number;

  @ApiProperty({ description: 'Login' })
  by!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Login of the second person who released it, being held' })
  confirmedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  confirmedAt!: Date | null;

  @BusinessDate()
  businessDate!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  startedAt!: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt!: Date | null;
}

export class ImportDetail extends ImportListed {
  @ApiProperty({ type: [ImportErrorAnswer], description: 'The first 100' })
  errors!: ImportErrorAnswer[];
}

export class ImportPath {
  @Id()
  id!: string;
}

export class ImportQuery extends IdPage {
  @Name({ max: 20, optional: true })
  company?: string;

  @OneOf(importKinds, { optional: true })
  kind?: ImportKind;

  @OneOf(importStatuses, { optional: true })
  status?: string;
}

export class ImportPage {
  @ApiProperty({ type: [ImportListed] })
  items!: ImportListed[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class ImportErrorPage {
  @ApiProperty({ type: [ImportErrorAnswer] })
  items!: ImportErrorAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

class PreviewRow {
  @ApiProperty({ type: 'integer' })
  line!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string', nullable: true },
    description: 'What was understood, by canonical column; null: nothing',
  })
  values!: Record<string, string | null>;

  @ApiProperty({ type: [ImportErrorAnswer] })
  errors!: ImportErrorAnswer[];
}

export class PreviewAnswer {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'The file’s own header by canonical column' })
  columns!: Readonly<Record<string, string>>;

  @ApiProperty({ type: [PreviewRow], description: 'The first 20' })
  rows!: PreviewRow[];
}
