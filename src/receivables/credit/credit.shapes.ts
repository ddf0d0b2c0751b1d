import { ApiProperty } from '@nestjs/swagger';
import { creditGrades } from '../../../workflows/policy.js';
import { IdPage, Limit } from '../../people/paging.js';
import { Amount, BusinessDate, Id, Name, OneOf, Text, WholeNumber } from '../../platform/shapes.js';

export const securityKinds = ['prepayment', 'guarantee', 'pledge', 'deposit', 'insurance'] as const;
export const holdStates = ['held', 'released', 'all'] as const;

export class CreditCheckPreviewForm {
  @Name({ max: 20 }) company!: string;
  @Name({ max: 64 }) customer!: string;
  @Amount({ description: 'Of what is to be signed' }) amount!: string;
  @Name({ max: 3, optional: true, description: 'The company’s when left out' }) currency?: string;
  @WholeNumber({ min: 1, max: 3650, description: 'Of credit: what is paid before needs no check' }) termDays!: number;
}

export class SecurityForm {
  @OneOf(securityKinds) kind!: (typeof securityKinds)[number];
  @Amount({ description: 'In the company’s currency' }) amount!: string;
  @BusinessDate() receivedOn!: string;
  @Name({ max: 100, description: 'Number of the receipt, the letter of guarantee, the policy …' }) reference!: string;
  @Text({ max: 2000, optional: true }) note?: string;
}

export class ExceptionForm {
  @Text({ max: 2000 }) reason!: string;
  @BusinessDate({ description: 'Its last day' }) endsOn!: string;
}

export class ApproveExceptionForm {
  @Text({ max: 2000, optional: true }) reason?: string;
}

export class RejectExceptionForm {
  @Text({ max: 2000 }) reason!: string;
}

export class CreditPath {
  @Id() id!: string;
}

export class HoldsQuery extends IdPage {
  @Name({ max: 20, optional: true }) company?: string;
  @Name({ max: 64, optional: true }) customer?: string;
  @OneOf(holdStates, { optional: true, description: 'held when left out' }) state?: (typeof holdStates)[number];
  @OneOf(['true', 'false'], { optional: true, description: 'true: only those of which an exception waits to be decided' }) asked?:
    | 'true'
    | 'false';
}

export class StandingPath {
  @Name({ max: 64 }) customer!: string;
}

export class StandingQuery {
  @Name({ max: 20 }) company!: string;
}

export class NearLimitQuery extends Limit {
  @Name({ max: 20 }) company!: string;
  @Text({ max: 400, optional: true, description: 'The last page’s `next`' }) after?: string;
}

export class ReasonAnswer {
  @ApiProperty({ example: 'limit_exceeded' }) code!: string;
  @ApiProperty() detail!: string;
  @ApiProperty({ description: 'What would satisfy the rule' }) remedy!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) numbers!: object;
}

export class ExposureAnswer {
  @Amount() open!: string;
  @Amount({ description: 'Orders not yet invoiced' }) ordered!: string;
  @Amount() total!: string;
}

export class CreditCheckPreviewAnswer {
  @OneOf(['allowed', 'hold']) result!: string;
  @ApiProperty({ type: [ReasonAnswer] }) reasons!: ReasonAnswer[];
  @ApiProperty({ example: 'CNY', description: 'Of all amounts' }) currency!: string;
  @ApiProperty({ type: String, nullable: true }) limit!: string | null;
  @OneOf(['customer', 'grade', 'none']) limitFrom!: string;
  @ApiProperty({ type: 'integer', nullable: true }) termDays!: number | null;
  @OneOf(['customer', 'grade', 'none']) termFrom!: string;
  @ApiProperty({ type: ExposureAnswer, description: 'Without what is to be signed' }) exposure!: ExposureAnswer;
  @Amount({ description: 'With it' }) after!: string;
}

export class SecurityAnswer {
  @Id() id!: string;
  @OneOf(securityKinds) kind!: string;
  @Amount() amount!: string;
  @BusinessDate() receivedOn!: string;
  @ApiProperty() reference!: string;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ description: 'Login' }) by!: string;
}

export class ExceptionAnswer {
  @Id() id!: string;
  @ApiProperty() reason!: string;
  @BusinessDate() endsOn!: string;
  @Amount({ description: 'What it has to bear' }) uncovered!: string;
  @ApiProperty({ description: 'Login' }) askedBy!: string;
  @BusinessDate() askedOn!: string;
  @OneOf(['waiting', 'approved', 'rejected']) outcome!: string;
  @ApiProperty({ type: String, nullable: true }) decidedBy!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) decidedOn!: string | null;
  @ApiProperty({ type: String, nullable: true }) decisionReason!: string | null;
}

export class HoldAnswer {
  @ApiProperty() company!: string;
  @Id() id!: string;
  @OneOf(['contract', 'order']) kind!: string;
  @ApiProperty({ description: 'Number of the contract or order' }) subject!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty({ description: 'Login' }) owner!: string;
  @ApiProperty() ownerName!: string;
  @BusinessDate() placedOn!: string;
  @BusinessDate({ description: 'Of the reasons' }) judgedOn!: string;
  @ApiProperty({ example: 'CNY', description: 'Of all amounts' }) currency!: string;
  @ApiProperty({ type: String, nullable: true, description: 'null: its currency has no rate' }) amount!: string | null;
  @Amount({ description: 'What an exception would have to bear' }) uncovered!: string;
  @OneOf(['finance_director', 'general_manager'], { description: 'Who decides on an exception' }) approver!: string;
  @ApiProperty({ type: [ReasonAnswer] }) reasons!: ReasonAnswer[];
  @ApiProperty({ type: [SecurityAnswer] }) securities!: SecurityAnswer[];
  @ApiProperty({ type: [ExceptionAnswer] }) exceptions!: ExceptionAnswer[];
  @ApiProperty({ type: String, format: 'date', nullable: true }) releasedOn!: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['security', 'exposure', 'exception', 'lapsed', null] }) release!: string | null;
}

export class HoldsPage {
  @ApiProperty({ type: [HoldAnswer] }) items!: HoldAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class NearLimitAnswer {
  @ApiProperty() company!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty({ type: String, nullable: true }) grade!: string | null;
  @ApiProperty({ example: 'CNY', description: 'Of all amounts' }) currency!: string;
  @Amount() limit!: string;
  @OneOf(['customer', 'grade']) limitFrom!: string;
  @Amount() open!: string;
  @Amount() ordered!: string;
  @Amount() used!: string;
  @ApiProperty({ description: 'Below zero: what is left of the limit' }) beyond!: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of the limit; null for a limit of 0' }) percent!: number | null;
  @ApiProperty({ type: 'integer', description: 'Contracts and orders held' }) held!: number;
}

export class NearLimitPage {
  @ApiProperty({ type: [NearLimitAnswer] }) items!: NearLimitAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class SuggestionAnswer {
  @ApiProperty({ type: 'integer' }) payments!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Weighted by amount, over a year; early is negative' }) averageDaysLate!:
    | number
    | null;
  @ApiProperty({ type: String, nullable: true, example: '12.50', description: 'Per cent of the amount that was paid late' }) shareLate!:
    | string
    | null;
  @ApiProperty({ description: 'Something is overdue for more than 90 days' }) longOverdue!: boolean;
  @ApiProperty({ type: String, nullable: true, enum: [...creditGrades, null], description: 'null: too few payments say nothing' }) grade!:
    | string
    | null;
  @ApiProperty({ type: 'integer', nullable: true }) termDays!: number | null;
  @ApiProperty({ type: String, nullable: true }) limit!: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['better', 'worse', 'same', null], description: 'Than the grade of now' }) move!:
    | string
    | null;
}

export class StandingAnswer {
  @ApiProperty() company!: string;
  @ApiProperty() customer!: string;
  @ApiProperty({ type: String, nullable: true }) grade!: string | null;
  @ApiProperty({ example: 'CNY', description: 'Of all amounts' }) currency!: string;
  @ApiProperty({ type: String, nullable: true }) limit!: string | null;
  @OneOf(['customer', 'grade', 'none']) limitFrom!: string;
  @ApiProperty({ type: 'integer', nullable: true }) termDays!: number | null;
  @OneOf(['customer', 'grade', 'none']) termFrom!: string;
  @ApiProperty({
    type: [String],
    description: 'Why the customer prepays or gives security: no_grade, weak_grade, new_customer, check_failed, check_asks_security',
  })
  weaknesses!: string[];
  @ApiProperty({ type: ExposureAnswer, nullable: true, description: 'null where a rate is missing' }) exposure!: ExposureAnswer | null;
  @ApiProperty({ type: String, nullable: true, description: 'Currency without a rate' }) unrated!: string | null;
  @ApiProperty({ type: 'integer', description: 'Contracts and orders held' }) held!: number;
  @ApiProperty({ type: SuggestionAnswer, description: 'From how the customer has paid; never applied by itself' })
  suggestion!: SuggestionAnswer;
}
