import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { BusinessDate, Text, WholeNumber } from '../platform/shapes.js';

export class CalendarQuery {
  @WholeNumber({ min: 1900, max: 2199, inQuery: true })
  year!: number;
}

export class CalendarDayPath {
  @BusinessDate()
  date!: string;
}

export class CalendarDayForm {
  @IsBoolean({ context: { code: 'true_or_false' } })
  @ApiProperty()
  working!: boolean;

  @Text({ max: 500 })
  reason!: string;
}

export class CalendarDay {
  @BusinessDate() date!: string;
  @ApiProperty() working!: boolean;
  @ApiProperty({ description: 'Of the holiday, as published' }) name!: string;
  @ApiProperty({ enum: ['weekday', 'published', 'override'] }) source!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Login' }) setBy!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) setAt!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the calendar from this change on' }) version!: number | null;
}

export class CalendarAnswer {
  @ApiProperty({ type: 'integer' }) year!: number;
  @ApiProperty({ type: 'integer', description: 'What journal entries name' }) version!: number;
  @ApiProperty({ description: 'False: Monday to Friday are working days, but for what has been set' }) published!: boolean;
  @ApiProperty({ type: [CalendarDay], description: 'Days that are not as the day of the week says' }) items!: CalendarDay[];
}
