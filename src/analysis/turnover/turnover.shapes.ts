import { ApiProperty } from '@nestjs/swagger';
import { agingBuckets } from '../../../workflows/scorecard/aging.js';
import { BusinessDate, Id, Name, OneOf } from '../../platform/shapes.js';

export class TurnoverQuery {
  @Name({ max: 20 }) company!: string;
  @Name({ max: 7, description: 'A month, quarter or year: 2026-07, 2026Q3 or 2026' }) period!: string;
  @Id({ optional: true, description: 'Left out: the company, or for a manager the own teams' }) team?: string;
}

export class AgingRow {
  @OneOf(agingBuckets) bucket!: string;
  @ApiProperty({ example: '1280.50', description: 'At the end of the day before the period' }) before!: string;
  @ApiProperty({ description: 'At the end of its last day' }) after!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '25.00',
    description: 'Per cent of `before` that stands in the next bucket after the period; it rolls so by the month',
  })
  rolled!: string | null;
}

export class TurnoverAnswer {
  @ApiProperty() company!: string;
  @ApiProperty() period!: string;
  @BusinessDate() from!: string;
  @BusinessDate() to!: string;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty({ description: 'Open at the end of the day before the period' }) opened!: string;
  @ApiProperty({ description: 'Credit sales: what was issued in the period' }) sales!: string;
  @ApiProperty() open!: string;
  @ApiProperty() overdue!: string;
  @ApiProperty({ type: String, nullable: true, example: '55.35', description: 'Days sales outstanding; null without sales' })
  dso!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'If nobody paid late' }) bestPossibleDso!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Average days delinquent: what lateness adds' }) add!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '58.33', description: 'Collection effectiveness index; 100 is all that could be' })
  cei!: string | null;
  @ApiProperty({ type: [AgingRow] }) aging!: AgingRow[];
}
