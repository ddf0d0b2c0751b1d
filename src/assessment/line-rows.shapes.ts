import { ApiProperty } from '@nestjs/swagger';
import { posts } from '../../workflows/scorecard/scheme.js';
import { IdPage } from '../people/paging.js';
import { BusinessDate, Id, Login, Name, OneOf } from '../platform/shapes.js';
import { AssessmentPeriod } from './decimal.shape.js';
import { explainedLines } from './measures/line-rows.js';

export class LinePath {
  @OneOf(explainedLines) key!: (typeof explainedLines)[number];
}

export class LineRowsQuery extends IdPage {
  @Name({ max: 20 }) company!: string;
  @Login() person!: string;
  @AssessmentPeriod() period!: string;
  @OneOf(posts) post!: (typeof posts)[number];
  @OneOf(['true', 'false'], { optional: true, description: 'true: amounts are weighed by their customers’ credit grades' })
  creditGradeCoefficient?: 'true' | 'false';
}

export class LineRowAnswer {
  @Id() id!: string;
  @ApiProperty({ enum: ['receivable', 'receipt', 'instalment', 'dispute', 'resolution', 'overdue_list', 'letter'] }) kind!: string;
  @ApiProperty({ description: 'Document, receipt number, contract or month' }) name!: string;
  @ApiProperty({ type: String, nullable: true }) customer!: string | null;
  @ApiProperty({ type: String, nullable: true }) customerName!: string | null;
  @BusinessDate() on!: string;
  @ApiProperty({ description: 'What it adds above the line: all rows together are the line’s numerator' }) numerator!: string;
  @ApiProperty({ type: String, nullable: true, description: 'And below it; null where the line is held against a target' })
  denominator!: string | null;
  @ApiProperty({ example: '/api/v1/cases/1042', description: 'Where it can be read' }) source!: string;
}

export class LineRowsPage {
  @ApiProperty({ type: [LineRowAnswer] }) items!: LineRowAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
