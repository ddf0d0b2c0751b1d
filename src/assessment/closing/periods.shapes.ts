import { ApiProperty } from '@nestjs/swagger';
import { checklistKeys } from '../../../workflows/scorecard/closing.js';
import { periodKinds } from '../../../workflows/scorecard/scheme.js';
import { Amount, BusinessDate, ListOf, Login, Name, OneOf, WholeNumber } from '../../platform/shapes.js';
import { AssessmentPeriod } from '../decimal.shape.js';
import { lateKinds } from '../late/late-records.js';
import { NullableText } from '../schemes/schemes.shapes.js';

export class PeriodPath {
  @AssessmentPeriod() period!: string;
}

export class PeriodOfCompany {
  @Name({ max: 20 }) company!: string;
}

export class PeriodsQuery extends PeriodOfCompany {
  @WholeNumber({ min: 1900, max: 2199, inQuery: true, optional: true, description: 'The present year when left out' }) year?: number;
}

export class ClosePeriodForm extends PeriodOfCompany {}

export class ChecklistItemAnswer {
  @ApiProperty({ enum: checklistKeys }) key!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
  @ApiProperty({ description: 'What it is and what to do, in the language asked for' }) detail!: string;
  @ApiProperty({ type: [String], description: 'The first 20: logins, months, or where to read it' }) which!: string[];
}

export class LateSumAnswer {
  @ApiProperty({ enum: lateKinds }) kind!: string;
  @ApiProperty() currency!: string;
  @ApiProperty({ type: 'integer' }) count!: number;
  @NullableText('Null of rates') amount!: string | null;
}

export class LateAnswer {
  @AssessmentPeriod({ description: 'The closed one' }) period!: string;
  @ApiProperty({ type: [LateSumAnswer] }) sums!: LateSumAnswer[];
  @ApiProperty({ type: 'integer', description: 'How many of its cards are made of such records' }) touched!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How many of them have another total; null: so many that the close reckons it',
  })
  cards!: number | null;
  @ApiProperty({ type: [String], description: 'Logins with another total and no card in this period: it counts nowhere' })
  withoutCard!: string[];
  @ApiProperty({ description: 'All of it, in the language asked for' }) detail!: string;
}

export class PeriodChecklist {
  @ApiProperty() company!: string;
  @AssessmentPeriod() period!: string;
  @BusinessDate() from!: string;
  @BusinessDate() to!: string;
  @ApiProperty({ type: 'integer', description: 'How many cards would be closed' }) cards!: number;
  @NullableText('When it was closed', 'date') closedOn!: string | null;
  @ApiProperty({ description: 'Nothing is left open, and the period is over' }) mayClose!: boolean;
  @NullableText('Otherwise: why not') why!: string | null;
  @ApiProperty({ type: [ChecklistItemAnswer], description: 'What is left open' }) items!: ChecklistItemAnswer[];
  @ApiProperty({
    type: [LateAnswer],
    description: 'What came late to closed periods, and changes cards of this one. It keeps nothing open',
  })
  late!: LateAnswer[];
}

export class PeriodAnswer {
  @ApiProperty() company!: string;
  @AssessmentPeriod() period!: string;
  @ApiProperty({ enum: periodKinds }) kind!: string;
  @BusinessDate() from!: string;
  @BusinessDate() to!: string;
  @ApiProperty({ enum: ['open', 'closed'] }) status!: string;
  @ApiProperty({ type: 'integer', description: 'People who have a card in it' }) cards!: number;
  @NullableText() closedBy!: string | null;
  @NullableText(undefined, 'date') closedOn!: string | null;
  @NullableText('SHA-256 over the fingerprints of its cards, hexadecimal') fingerprint!: string | null;
}

export class PeriodsAnswer {
  @ApiProperty({ type: [PeriodAnswer] }) items!: PeriodAnswer[];
}

export class PayOfPerson {
  @Login() person!: string;
  @Amount({ description: 'A month’s pay' }) monthly!: string;
  @Amount({ optional: true, description: 'What the bonus factor multiplies' }) bonusBase?: string;
  @Amount({ optional: true, description: 'What one point of deduction costs; left out: what the bonus loses by it' }) perPoint?: string;
}

export class PayrollForm extends PeriodOfCompany {
  @OneOf(['xlsx', 'csv']) format!: 'xlsx' | 'csv';
  @ListOf(() => PayOfPerson, {
    max: 10_000,
    optional: true,
    description: 'Used for this file and not kept. Without it nothing can be said of what points cost',
  })
  pay?: PayOfPerson[];
}
