import { ApiProperty } from '@nestjs/swagger';
import { languages } from '../platform/i18n/language.js';
import { BusinessDate, Name, OneOf, Text } from '../platform/shapes.js';

export const groupings = ['customer', 'owner', 'term', 'root_cause', 'root_group', 'month'] as const;

export class WriteOffsQuery {
  @OneOf(groupings, { optional: true, description: 'root_cause when left out' }) by: (typeof groupings)[number] = 'root_cause';
  @BusinessDate({ optional: true, description: 'Written off from this day on' }) from?: string;
  @BusinessDate({ optional: true, description: 'Written off up to this day' }) to?: string;
  @Name({ max: 20, optional: true }) company?: string;
  @OneOf(languages, { optional: true, description: 'Of the names; as Accept-Language says when left out' })
  lang?: (typeof languages)[number];
}

export class WriteOffRow {
  @ApiProperty({ description: 'Customer, login, term band, root cause or month; unknown where the record does not say' }) key!: string;
  @ApiProperty() name!: string;
  @ApiProperty() currency!: string;
  @ApiProperty({ description: 'Postings' }) count!: number;
  @ApiProperty({ example: '1280.50', description: 'Posted' }) writtenOff!: string;
  @ApiProperty({ description: 'Of these, reversed since' }) reversed!: string;
  @ApiProperty({ description: 'Of these, recovered since' }) recovered!: string;
  @ApiProperty({ description: 'Lost: posted less reversed less recovered' }) net!: string;
}

export class WriteOffsAnswer {
  @OneOf(groupings) by!: string;
  @ApiProperty({ type: [WriteOffRow], description: 'Largest loss first; of very many groups the first 1,000' }) items!: WriteOffRow[];
  @ApiProperty({ description: 'There are more than these' }) more!: boolean;
  @ApiProperty({ type: [WriteOffRow], description: 'Of all, by currency' }) totals!: WriteOffRow[];
}

/** The postings behind a cause. */
export class WrittenOffQuery {
  @Name({ max: 20 }) company!: string;
  @Text({ min: 3, max: 3, optional: true }) currency?: string;
  @Name({ max: 40, optional: true, description: 'Root cause; unknown for what names none' }) cause?: string;
  @BusinessDate({ optional: true }) from?: string;
  @BusinessDate({ optional: true }) to?: string;
}

export interface WrittenOffRow {
  case: string;
  customer: string;
  customerName: string;
  document: string;
  currency: string;
  postedOn: string;
  cause: string;
  writtenOff: string;
  isReversed: boolean;
  recovered: string;
}

export interface WrittenOffTotal {
  currency: string;
  count: number;
  writtenOff: string;
  reversed: string;
  recovered: string;
  net: string;
}
