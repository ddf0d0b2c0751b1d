import { ApiProperty } from '@nestjs/swagger';
import { differenceKinds, goneKinds } from '../../workflows/overdue-list/differences.js';
import {
  type ListStatus,
  listStatuses,
  type ObjectionReason,
  objectionReasons,
  type RowState,
  rowStates,
  type SettlementOutcome,
  settlementOutcomes,
} from '../../workflows/overdue-list/row.js';
import { IdPage, Limit } from '../people/paging.js';
import { type Language, languages } from '../platform/i18n/language.js';
import { Amount, BusinessDate, Id, ListOf, Login, Month, Name, OneOf, Text } from '../platform/shapes.js';
import { eventKinds } from './list-events.js';

export const answersAtOnce = 500;

export class ListsQuery extends Limit {
  @Name({ max: 20, optional: true }) company?: string;
  @Month({ optional: true }) month?: string;
  @OneOf(listStatuses, { optional: true }) status?: ListStatus;
  @Name({ max: 40, optional: true, description: 'The last page’s `next`' }) after?: string;
}

export class ListPath {
  @Id() id!: string;
}

export class RowPath extends ListPath {
  @Id() row!: string;
}

export class RowsQuery extends IdPage {
  @OneOf(rowStates, { optional: true }) state?: RowState;
  @Login({ optional: true }) owner?: string;
  @Name({ max: 64, optional: true }) customer?: string;
  @OneOf(differenceKinds, { optional: true, description: 'Against the last list' }) difference?: string;
}

export class ExportQuery {
  @OneOf(languages, { optional: true, description: 'Left out: as the request prefers' }) lang?: Language;
  @Login({ optional: true, description: 'Only this person’s rows' }) owner?: string;
}

export class DraftForm {
  @Name({ max: 20 }) company!: string;
  @Month({ optional: true, description: 'Left out: the last that is over' }) month?: string;
}

export class ObjectForm {
  @OneOf(objectionReasons) reason!: ObjectionReason;
  @Text() note!: string;
  @Amount({ optional: true, description: 'With reason `amount`: the balance as it should be' }) balance?: string;
  @Login({ optional: true, description: 'With reason `owner`: whose it is' }) owner?: string;
}

class AnswerForm {
  @Id() row!: string;
  @OneOf(['confirm', 'object']) answer!: 'confirm' | 'object';
  @OneOf(objectionReasons, { optional: true, description: 'Of an objection, as are the following' }) reason?: ObjectionReason;
  @Text({ optional: true }) note?: string;
  @Amount({ optional: true }) balance?: string;
  @Login({ optional: true }) owner?: string;
}

export class AnswersForm {
  @ListOf(() => AnswerForm, { max: answersAtOnce, description: 'Each row once' }) answers!: AnswerForm[];
}

export class AcceptForm {
  @Text({ optional: true }) note?: string;
  @Amount({ optional: true, description: 'The right balance, where the objection named none' }) balance?: string;
  @Login({ optional: true, description: 'The right owner, where the objection named none' }) owner?: string;
}

export class RejectRowForm {
  @Text() reason!: string;
}

export class SettleForm {
  @OneOf(settlementOutcomes, { description: 'ledger: the row stays as drafted; objection: the owner was right' })
  outcome!: SettlementOutcome;
  @Text() note!: string;
}

export class ListHead {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @ApiProperty({ example: '2026-03' }) month!: string;
  @BusinessDate({ description: 'The rows are what was open at the end of this day' }) snapshotOn!: string;
  @OneOf(listStatuses) status!: string;
  @ApiProperty({ type: 'integer', description: 'For If-Match when publishing' }) version!: number;
  @ApiProperty({ type: String, nullable: true, description: 'The list before it' }) lastList!: string | null;
  @BusinessDate({ description: 'Published later, it is late' }) publishBy!: string;
  @BusinessDate() draftedOn!: string;
  @ApiProperty({ description: 'Login, or clock' }) draftedBy!: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) publishedOn!: string | null;
  @ApiProperty({ type: String, nullable: true }) publishedBy!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Silence after it counts as confirmed' }) answersUntil!:
    | string
    | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) agreedOn!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'SHA-256 over the agreed rows, hexadecimal' }) fingerprint!: string | null;
}

export class ListsPage {
  @ApiProperty({ type: [ListHead] }) items!: ListHead[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

class StateCount {
  @OneOf(rowStates) state!: string;
  @ApiProperty({ type: 'integer' }) rows!: number;
}

class CurrencyTotal {
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty({ type: 'integer' }) rows!: number;
  @ApiProperty({ description: 'As drafted', example: '1280.50' }) balance!: string;
  @ApiProperty({ description: 'After corrections', example: '1280.50' }) agreedBalance!: string;
}

class DifferenceTotal {
  @OneOf([...differenceKinds, 'gone']) kind!: string;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty({ type: 'integer' }) rows!: number;
  @ApiProperty({ description: 'On this list', example: '1280.50' }) balance!: string;
  @ApiProperty({ description: 'On the last list', example: '1000.00' }) lastBalance!: string;
}

class EventAnswer {
  @OneOf(eventKinds) kind!: string;
  @ApiProperty({ description: 'Login, or clock' }) by!: string;
  @BusinessDate() on!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) facts!: Record<string, unknown>;
}

export class ListAnswer extends ListHead {
  @ApiProperty({ type: 'integer', description: 'That the reader sees, as in all that follows' }) rows!: number;
  @ApiProperty({ type: 'integer', description: 'Count against the accuracy of the list' }) corrected!: number;
  @ApiProperty({ type: [StateCount] }) states!: StateCount[];
  @ApiProperty({ type: [CurrencyTotal] }) totals!: CurrencyTotal[];
  @ApiProperty({ type: [DifferenceTotal], description: 'Against the last list' }) differences!: DifferenceTotal[];
  @ApiProperty({ type: [EventAnswer] }) events!: EventAnswer[];
}

class ChangedRow {
  @Id() case!: string;
  @ApiProperty() document!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Balance in the draft before; null = was not on it' }) before!: string | null;
  @ApiProperty({ type: String, nullable: true }) after!: string | null;
}

class ChangesAnswer {
  @ApiProperty({ type: 'integer' }) added!: number;
  @ApiProperty({ type: 'integer' }) removed!: number;
  @ApiProperty({ type: 'integer' }) changed!: number;
  @ApiProperty({ type: [ChangedRow], description: 'The first hundred' }) rows!: ChangedRow[];
}

export class DraftedAnswer extends ListAnswer {
  @ApiProperty({ type: ChangesAnswer, description: 'Against the draft before' }) changes!: ChangesAnswer;
}

export class RowAnswer {
  @Id() id!: string;
  @Id() case!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty() document!: string;
  @ApiProperty({ type: 'integer' }) instalment!: number;
  @BusinessDate() dueOn!: string;
  @ApiProperty({ type: 'integer' }) overdueDays!: number;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty({ example: '2000.00' }) amount!: string;
  @ApiProperty({ description: 'The ledger’s, as drafted', example: '1280.50' }) balance!: string;
  @ApiProperty({ description: 'After a correction', example: '1280.50' }) agreedBalance!: string;
  @ApiProperty() owner!: string;
  @ApiProperty() ownerName!: string;
  @ApiProperty() agreedOwner!: string;
  @ApiProperty({ description: 'State of the case at the end of the list’s day' }) collection!: string;
  @OneOf(rowStates) state!: string;
  @ApiProperty() corrected!: boolean;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: '{by, on, reason, note, balance?, owner?}: what the owner says',
  })
  objection!: object | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Then the ledger’s figure stands' }) settleUntil!:
    | string
    | null;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What the directors have said: sales, finance' })
  proposals!: object;
  @OneOf(differenceKinds) difference!: string;
  @ApiProperty({ type: String, nullable: true }) lastBalance!: string | null;
  @ApiProperty({ type: 'integer', nullable: true }) lastOverdueDays!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'What the ledger says now of the last list’s day' }) lastBalanceNow!:
    | string
    | null;
}

export class RowsPage {
  @ApiProperty({ type: [RowAnswer] }) items!: RowAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class RowDetail extends RowAnswer {
  @ApiProperty({ type: [EventAnswer] }) events!: EventAnswer[];
}

export class GoneAnswer {
  @Id() lastRow!: string;
  @Id() case!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty() document!: string;
  @ApiProperty({ type: 'integer' }) instalment!: number;
  @BusinessDate() dueOn!: string;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty() owner!: string;
  @ApiProperty({ example: '1280.50' }) lastBalance!: string;
  @ApiProperty({ description: 'What the ledger says now of the last list’s day', example: '1280.50' }) lastBalanceNow!: string;
  @OneOf(goneKinds) kind!: string;
  @ApiProperty({ description: 'State of the case when this list was drafted' }) collection!: string;
}

export class GonePage {
  @ApiProperty({ type: [GoneAnswer] }) items!: GoneAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class AnswersAnswer {
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'In order: {row, state} or {row, status, code, detail, facts}',
  })
  answers!: object[];
}
