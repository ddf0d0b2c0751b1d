import { ApiProperty } from '@nestjs/swagger';
import { Amount, BusinessDate, Id, OneOf, Text } from '../../platform/shapes.js';
import { LedgerItem, LedgerPage } from '../ledger/ledger.shapes.js';

export class ContractsQuery extends LedgerPage {
  @Text({ max: 100, optional: true, description: 'How a contract’s number or its customer’s code begins, or part of the customer’s name' })
  q?: string;

  @OneOf(['true', 'false'], { optional: true, description: 'true: only contracts that renew another; false: the others' })
  renewal?: 'true' | 'false';

  @OneOf(['true', 'false'], { optional: true, description: 'true: only contracts with a payment schedule; false: those that lack one' })
  scheduled?: 'true' | 'false';
}

export class ContractPath {
  @Id()
  id!: string;
}

class ScheduleInstalment {
  @ApiProperty({ type: 'integer' })
  instalment!: number;

  @BusinessDate()
  dueOn!: string;

  @Amount()
  amount!: string;

  @Amount({ description: 'Its part of what the contract has received, which fills the earliest instalments first' })
  received!: string;
}

export class ContractAnswer extends LedgerItem {
  @ApiProperty()
  contract!: string;

  @BusinessDate()
  signedOn!: string;

  @ApiProperty({ description: 'Login' })
  signedBy!: string;

  @ApiProperty({ type: 'integer' })
  termDays!: number;

  @ApiProperty({ type: String, nullable: true, description: 'Number of the contract that it renews' })
  renewalOf!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  endsOn!: string | null;

  @Amount({ description: 'Sum of the receivables that name the contract, of its customer and in its currency' })
  invoiced!: string;

  @Amount({ description: 'Receipts on these, recoveries included' })
  received!: string;

  @Amount({ description: 'Credits on these' })
  credited!: string;

  @Amount({ description: 'What is still open of these' })
  open!: string;

  @ApiProperty({ type: [ScheduleInstalment], description: 'The payment schedule as it stands now' })
  schedule!: ScheduleInstalment[];
}

export class ContractsPage {
  @ApiProperty({ type: [ContractAnswer] })
  items!: ContractAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

class RecordedVersion {
  @ApiProperty({ type: 'integer', description: 'Counts up from 1' })
  version!: number;

  @ApiProperty({ description: 'Id of the import that brought it' })
  import!: string;

  @ApiProperty({ description: 'Login' })
  by!: string;

  @BusinessDate()
  on!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at!: string;
}

class ContractVersion extends RecordedVersion {
  @ApiProperty()
  customer!: string;

  @BusinessDate()
  signedOn!: string;

  @ApiProperty({ description: 'Login' })
  signedBy!: string;

  @ApiProperty({ example: 'CNY' })
  currency!: string;

  @Amount()
  amount!: string;

  @ApiProperty({ type: 'integer' })
  termDays!: number;

  @ApiProperty({ type: String, nullable: true })
  renewalOf!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  endsOn!: string | null;
}

class ScheduleVersion extends RecordedVersion {
  @ApiProperty({ type: 'integer' })
  instalment!: number;

  @BusinessDate()
  dueOn!: string;

  @ApiProperty({ example: 'CNY' })
  currency!: string;

  @Amount({ description: '0.00: taken out of the schedule' })
  amount!: string;
}

export class ContractDetail extends ContractAnswer {
  @ApiProperty({ type: [ContractVersion], description: 'All that it has been, the last one first' })
  versions!: ContractVersion[];

  @ApiProperty({ type: [ScheduleVersion], description: 'All that each instalment has been, the last one first' })
  scheduleVersions!: ScheduleVersion[];
}
