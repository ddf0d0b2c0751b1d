import { ApiProperty } from '@nestjs/swagger';
import { Limit } from '../people/paging.js';
import { BusinessDate, Text } from '../platform/shapes.js';

export class RunsQuery extends Limit {
  @Text({ max: 20, optional: true, description: 'Left out: all that the person may see' })
  company?: string;

  @Text({ max: 40, optional: true, description: 'The last page’s `next`' })
  after?: string;
}

/** A company's night. */
export class Run {
  @ApiProperty({ example: 'C01' }) company!: string;
  @BusinessDate() businessDate!: string;
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt!: string | null;
  @ApiProperty({ enum: ['running', 'done', 'failed'] }) status!: string;
  @ApiProperty({ type: 'integer', description: 'Cases' }) opened!: number;
  @ApiProperty({ type: 'integer', description: 'Cases told the date' }) advanced!: number;
  @ApiProperty({ type: 'integer', description: 'Cases of which somebody was reminded, or whose letter came due' }) reminded!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Still to do, counted up to 10,000; null when it is done' }) left!:
    | number
    | null;
  @ApiProperty({ type: 'integer', description: 'Attempts that failed, also when a later one did it' }) failures!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why the last attempt failed, for a technician; null when it is done' })
  failure!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null while it is tried again, too' })
  failedAt!: string | null;
}

export class RunsPage {
  @ApiProperty({ type: [Run] }) items!: Run[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
