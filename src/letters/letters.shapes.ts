import { ApiProperty } from '@nestjs/swagger';
import { type CommandOf, letterChannels } from '../../workflows/collection-case/commands.js';
import { IdPage } from '../people/paging.js';
import { Amount, BusinessDate, Id, Name, OneOf, Text, WholeNumber } from '../platform/shapes.js';

export const letterStatuses = ['proposed', 'released', 'sent', 'withdrawn'] as const;
const byHand = letterChannels.filter((channel) => channel !== 'email');

export class LettersQuery extends IdPage {
  @OneOf(letterStatuses, { optional: true }) status?: (typeof letterStatuses)[number];
  @WholeNumber({ min: 1, max: 4, inQuery: true, optional: true }) level?: number;
  @Text({ max: 20, optional: true }) company?: string;
  @Text({ max: 64, optional: true }) customer?: string;
}

export class LetterPath {
  @Id() id!: string;
}

export class WithdrawForm {
  @Text() reason!: string;
}

export class RecordForm {
  @OneOf(byHand) channel!: Exclude<CommandOf<'recordLetter'>['channel'], 'email'>;
  @BusinessDate({ description: 'Today or earlier' }) sentOn!: string;
  @Name({ max: 100, optional: true, description: 'Of the post or courier' }) trackingNo?: string;
}

export class LetterAnswer {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 4 }) level!: number;
  @BusinessDate({ description: 'The night that proposed it at its level' }) businessDate!: string;
  @OneOf(letterStatuses, { description: 'released: handed to the outbox; sent: the mail has left, or it went another way' })
  status!: string;
  @ApiProperty({ type: String, nullable: true, enum: ['address missing', 'paused', null], description: 'Why a proposed one cannot go now' })
  hindrance!: string | null;
  @ApiProperty({ type: String, nullable: true, enum: [...letterChannels, null] }) channel!: string | null;
  @ApiProperty({ type: String, nullable: true }) trackingNo!: string | null;
  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The date on it; a mail leaves on the next working day at 09:00',
  })
  sentOn!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Login, or clock' }) releasedBy!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The mail, as the outbox has it: queued, sending, sent, failed, unknown, cancelled',
  })
  mail!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Login, or clock' }) withdrawnBy!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'nothing_left: paid, or in other hands, before it was released' })
  withdrawnReason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'SHA-256 of what it says, hexadecimal; in the foot of each page' }) sha256!:
    | string
    | null;
}

export class LettersPage {
  @ApiProperty({ type: [LetterAnswer] }) items!: LetterAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class LetterItemAnswer {
  @ApiProperty() document!: string;
  @ApiProperty({ type: 'integer' }) instalment!: number;
  @BusinessDate() issuedOn!: string;
  @BusinessDate() dueOn!: string;
  @ApiProperty({ type: 'integer', description: '0 where it is not yet due' }) overdueDays!: number;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @Amount() amount!: string;
  @Amount() open!: string;
  @Amount({ description: 'In an open dispute: named, not demanded' }) contested!: string;
  @OneOf(['overdue', 'apart', 'notDue'], { description: 'apart: overdue, but paused or in other hands; not demanded' }) part!: string;
}

export class LetterTotalAnswer {
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @Amount({ description: 'Overdue, less what is contested' }) demanded!: string;
  @Amount() contested!: string;
  @Amount() apart!: string;
  @Amount() notDue!: string;
  @Amount() open!: string;
}

export class LetterDetail extends LetterAnswer {
  @ApiProperty({ type: [LetterItemAnswer], description: 'Of a proposed one: as they are now' }) items!: LetterItemAnswer[];
  @ApiProperty({ type: [LetterTotalAnswer], description: 'By currency' }) totals!: LetterTotalAnswer[];
  @ApiProperty({ type: [String], description: 'Cases in whose record it is, or will be; without those that the reader does not see' })
  cases!: string[];
}

export class StatementPath {
  @Text({ max: 64 }) customer!: string;
}

export class StatementQuery {
  @Text({ max: 20 }) company!: string;
  @BusinessDate({ optional: true, description: 'Today when left out' }) on?: string;
}
