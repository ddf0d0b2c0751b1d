import { ApiProperty } from '@nestjs/swagger';
import { type Language, languages } from '../../platform/i18n/language.js';
import { Amount, BusinessDate, Id, Month, Name, OneOf, Text, WholeNumber } from '../../platform/shapes.js';

export class ProgressOf {
  @Name({ max: 20 }) company!: string;
  @Month({ optional: true, description: 'The month of the business date when left out' }) month?: string;
  @Name({ max: 64, optional: true }) customer?: string;
  @Name({ max: 64, optional: true, description: 'Login of the salesperson' }) owner?: string;
}

export class ProgressQuery extends ProgressOf {
  @WholeNumber({ min: 1, max: 200, inQuery: true, optional: true, description: '50 when left out' }) limit = 50;
  @Text({ max: 400, optional: true, description: 'The last page’s `next`' }) after?: string;
}

export class ProgressFileQuery extends ProgressOf {
  @OneOf(languages, { optional: true }) lang?: Language;
}

export const instalmentStates = ['paid', 'paid_late', 'late', 'waiting'] as const;

export class InstalmentProgress {
  @ApiProperty() company!: string;
  @Id() id!: string;
  @Id({ description: 'Of the contract' }) contractId!: string;
  @ApiProperty() contract!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty({ description: 'Login' }) owner!: string;
  @ApiProperty() ownerName!: string;
  @ApiProperty({ type: 'integer' }) instalment!: number;
  @BusinessDate() dueOn!: string;
  @ApiProperty({ description: 'Due before the month, and not complete when it began' }) brought!: boolean;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @Amount({ description: 'Of one brought forward what was missing when the month began' }) planned!: string;
  @Amount({ description: 'By value date, up to the month’s last day' }) received!: string;
  @Amount({ description: 'Its part that came after the day on which it was due' }) late!: string;
  @Amount({ description: 'Still missing on the month’s last day' }) rest!: string;
  @OneOf(instalmentStates) state!: string;
}

export class ProgressPage {
  @ApiProperty({ type: [InstalmentProgress] }) items!: InstalmentProgress[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class ProgressSum {
  @ApiProperty({ type: String, nullable: true, description: 'Login; null: the company, or what of it the reader sees' }) owner!:
    | string
    | null;
  @ApiProperty({ type: String, nullable: true }) ownerName!: string | null;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty({ type: 'integer' }) instalments!: number;
  @Amount({ description: 'Brought forward included' }) planned!: string;
  @Amount() received!: string;
  @Amount() late!: string;
  @Amount() rest!: string;
  @ApiProperty({ type: String, nullable: true, example: '86.40', description: 'Per cent of the planned that was received' }) percent!:
    | string
    | null;
}

export class ProgressSums {
  @ApiProperty({ example: '2027-03' }) month!: string;
  @ApiProperty({ type: [ProgressSum], description: 'The company by currency, then each salesperson' }) items!: ProgressSum[];
}
