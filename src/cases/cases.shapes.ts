import { ApiProperty } from '@nestjs/swagger';
import { Limit } from '../people/paging.js';
import { Amount, BusinessDate, Id, Login, Name, OneOf, Text, WholeNumber } from '../platform/shapes.js';

export const openStates = [
  'salesFollowUp',
  'financeConfirmation',
  'boardReview',
  'boardReview.docketed',
  'boardReview.voting',
  'gracePeriod',
  'legalAction',
  'writeOff',
];
export const creditGrades = ['AAA', 'AA', 'A', 'B', 'C', 'D'] as const;

export const caseStates = [...openStates, 'writeOff.awaitingApproval', 'writeOff.awaitingPosting', 'writtenOff', 'settled', 'cancelled'];

/** In which order; what begins with a minus, the largest or latest first. */
export const caseOrders = ['due', '-due', '-balance', 'balance', 'next'] as const;

export type CaseOrder = (typeof caseOrders)[number];

/** Which cases, and in which order. */
export class CasesQuery extends Limit {
  @Text({ max: 40, optional: true, description: 'The last page’s `next`' })
  after?: string;

  @OneOf(['open', 'all', ...caseStates], {
    optional: true,
    description: 'open by default; a collection state with or without its inner state',
  })
  state = 'open';

  @Login({ optional: true })
  owner?: string;

  @Name({ max: 64, optional: true })
  customer?: string;

  @Name({ max: 20, optional: true })
  company?: string;

  @WholeNumber({ min: 0, max: 100_000, inQuery: true, optional: true })
  minOverdueDays?: number;

  @WholeNumber({ min: 0, max: 100_000, inQuery: true, optional: true })
  maxOverdueDays?: number;

  @Amount({ optional: true })
  minBalance?: string;

  @Amount({ optional: true })
  maxBalance?: string;

  @Id({ optional: true, description: 'Cases of a team’s members' })
  team?: string;

  @OneOf(creditGrades, { optional: true, description: 'The customer’s credit grade' })
  grade?: string;

  @OneOf(['yes', 'no'], { optional: true, description: 'Whether a customer dispute is open' })
  disputed?: 'yes' | 'no';

  @BusinessDate({ optional: true, description: 'Cases whose next date has come by then' })
  nextUntil?: string;

  @Text({ max: 100, optional: true, description: 'Part of a document number, or of a customer’s code or name' })
  q?: string;

  @OneOf(caseOrders, {
    optional: true,
    description: 'due when left out: the oldest first; in the order of next, cases without a next date come last',
  })
  sort: CaseOrder = 'due';
}

export class StateAnswer {
  @ApiProperty({
    oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: { type: 'string' } }],
    description: 'As XState writes it: "salesFollowUp" or {"boardReview": "voting"}',
  })
  collection!: string | { readonly [state: string]: string };

  @ApiProperty({ enum: ['none', 'open', 'upheld', 'partly_upheld', 'rejected'] })
  customerDispute!: string;

  @ApiProperty({ enum: ['none', 'proposed', 'contested', 'final', 'appealed'] })
  attribution!: string;
}

export class ReceivableOfCase {
  @Id() id!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() document!: string;
  @ApiProperty() instalment!: number;
  @BusinessDate() issuedOn!: string;
  @BusinessDate() dueOn!: string;
  @ApiProperty() currency!: string;
  @ApiProperty({ example: '1280.50' }) amount!: string;
  @Login() owner!: string;
}

export class RefusedCommand {
  @ApiProperty() type!: string;
  @ApiProperty({ description: 'The rule that refuses' }) code!: string;
  @ApiProperty({ description: 'With the numbers, and what would satisfy it' }) detail!: string;
}

export class CaseAnswer {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @ApiProperty({ description: 'For If-Match' }) version!: number;
  @BusinessDate() businessDate!: string;
  @ApiProperty({ type: StateAnswer }) state!: StateAnswer;
  @ApiProperty({ type: ReceivableOfCase }) receivable!: ReceivableOfCase;
  @ApiProperty({ example: '1280.50' }) balance!: string;
  @ApiProperty({ description: 'Business date − due date, in calendar days' }) overdueDays!: number;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The next night that has something to do here' }) nextDate!:
    | string
    | null;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'All that the rules know of the case' }) facts!: Record<
    string,
    unknown
  >;
  @ApiProperty({ type: [String], description: 'Commands the person may give now' }) allowed!: string[];
  @ApiProperty({ type: [RefusedCommand], description: 'Commands that a rule refuses beforehand' }) refused!: RefusedCommand[];
}

export class CaseRow {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty() document!: string;
  @ApiProperty() instalment!: number;
  @BusinessDate() dueOn!: string;
  @ApiProperty() overdueDays!: number;
  @ApiProperty() currency!: string;
  @ApiProperty({ example: '1280.50' }) balance!: string;
  @Login() owner!: string;
  @ApiProperty({ type: StateAnswer }) state!: StateAnswer;
  @ApiProperty({ type: String, format: 'date', nullable: true }) nextDate!: string | null;
  @ApiProperty() version!: number;
}

export class CasesPage {
  @ApiProperty({ type: [CaseRow] }) items!: CaseRow[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class JournalEntry {
  @ApiProperty() seq!: number;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @BusinessDate() businessDate!: string;
  @ApiProperty({ description: 'A login, an import, or clock' }) actor!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) command!: Record<string, unknown>;
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } }) entries!: Record<string, unknown>[];
  @ApiProperty({ type: StateAnswer, description: 'After it' }) state!: StateAnswer;
  @ApiProperty() machineVersion!: number;
  @ApiProperty() policyVersion!: number;
  @ApiProperty() calendarVersion!: number;
  @ApiProperty({ description: 'SHA-256, hexadecimal' }) prevHash!: string;
  @ApiProperty({ description: 'SHA-256, hexadecimal' }) hash!: string;
}

export class JournalPage {
  @ApiProperty({ type: [JournalEntry] }) items!: JournalEntry[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
