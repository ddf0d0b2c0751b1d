import { ApiProperty } from '@nestjs/swagger';
import { Amount, BusinessDate, Id, Name, OneOf, Text, WholeNumber } from '../../platform/shapes.js';

export class LedgerPage {
  @WholeNumber({ min: 1, max: 200, inQuery: true, optional: true, description: '50 when left out' })
  limit = 50;

  @Text({ max: 400, optional: true, description: 'The last page’s `next`' })
  after?: string;

  @Name({ max: 20, optional: true })
  company?: string;

  @Name({ max: 64, optional: true, description: 'Code of the customer' })
  customer?: string;
}

export class ReceivablesQuery extends LedgerPage {
  @Text({ max: 100, optional: true, description: 'How a document or a customer’s code begins, or part of the customer’s name' })
  q?: string;

  @OneOf(['true', 'false'], { optional: true, description: 'true: only what has a balance; false: only what has none' })
  open?: 'true' | 'false';

  @Text({ max: 64, optional: true, description: 'Number of a contract' })
  contract?: string;

  @OneOf(['true', 'false'], {
    optional: true,
    description: 'true: only what names a contract that no file has brought, or one of another customer; false: the others',
  })
  strayContract?: 'true' | 'false';
}

export class ReceiptsQuery extends LedgerPage {
  @Text({
    max: 100,
    optional: true,
    description: 'How a receipt’s number, its document or its customer’s code begins, or part of the customer’s name',
  })
  q?: string;

  @OneOf(['true', 'false'], {
    optional: true,
    description: 'true: only what is not, or not all, applied to a receivable; false: the others',
  })
  onAccount?: 'true' | 'false';

  @OneOf(['true', 'false'], { optional: true, description: 'true: only derived ones that wait for an AR clerk to classify them' })
  unclassified?: 'true' | 'false';
}

export class CreditsQuery extends LedgerPage {
  @Text({
    max: 100,
    optional: true,
    description: 'How a credit’s number, its document or its customer’s code begins, or part of the customer’s name',
  })
  q?: string;

  @OneOf(['true', 'false'], { optional: true, description: 'true: only what has not, or not all, lowered a receivable; false: the others' })
  onAccount?: 'true' | 'false';
}

export class LedgerItem {
  @ApiProperty()
  company!: string;

  @Id()
  id!: string;

  @ApiProperty()
  customer!: string;

  @ApiProperty()
  customerName!: string;

  @ApiProperty({ example: 'CNY' })
  currency!: string;

  @Amount()
  amount!: string;
}

export class ReceivableAnswer extends LedgerItem {
  @ApiProperty()
  document!: string;

  @ApiProperty({ type: 'integer' })
  instalment!: number;

  @BusinessDate()
  issuedOn!: string;

  @BusinessDate()
  dueOn!: string;

  @Amount()
  received!: string;

  @Amount()
  credited!: string;

  @Amount()
  writtenOff!: string;

  @Amount({ description: 'Received after it was written off' })
  recovered!: string;

  @Amount()
  balance!: string;

  @ApiProperty({ description: 'Login' })
  owner!: string;

  @ApiProperty({ type: String, nullable: true })
  contract!: string | null;

  @ApiProperty({ enum: ['direct', 'channel', null], nullable: true })
  channel!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Id of its case' })
  case!: string | null;
}

class CreditAllocationAnswer {
  @ApiProperty()
  document!: string;

  @ApiProperty({ type: 'integer' })
  instalment!: number;

  @Amount()
  amount!: string;

  @BusinessDate()
  allocatedOn!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  reversedOn!: string | null;
}

class AllocationAnswer extends CreditAllocationAnswer {
  @ApiProperty({ description: 'Of a written-off receivable' })
  recovery!: boolean;
}

export class ReceiptAnswer extends LedgerItem {
  @ApiProperty()
  receipt!: string;

  @ApiProperty({ type: String, nullable: true, description: 'As the file named it, also if there is no such receivable' })
  document!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  instalment!: number | null;

  @BusinessDate()
  valueDate!: string;

  @OneOf(['bank_transfer', 'cash', 'acceptance_bill'])
  instrument!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  clearedOn!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  reversedOn!: string | null;

  @ApiProperty({ description: 'Worked out from a list of open items; counts in scores once it is classified' })
  derived!: boolean;

  @ApiProperty({ type: String, enum: ['paid', 'credited', 'netted', null], nullable: true })
  classifiedAs!: string | null;

  @Amount({ description: 'What is not applied to a receivable' })
  onAccount!: string;

  @ApiProperty({ type: [AllocationAnswer] })
  allocations!: AllocationAnswer[];
}

export class CreditAnswer extends LedgerItem {
  @ApiProperty({ description: 'Of a negative row of a file of receivables: its document' })
  credit!: string;

  @ApiProperty({ type: String, nullable: true, description: 'As the file named it, also if there is no such receivable' })
  document!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  instalment!: number | null;

  @BusinessDate()
  creditedOn!: string;

  @Amount({ description: 'What has lowered receivables' })
  applied!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  reversedOn!: string | null;

  @Amount({ description: 'The rest, unless it was taken back' })
  onAccount!: string;

  @ApiProperty({ type: [CreditAllocationAnswer] })
  allocations!: CreditAllocationAnswer[];
}

export class CreditsPage {
  @ApiProperty({ type: [CreditAnswer] })
  items!: CreditAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class ReceivablesPage {
  @ApiProperty({ type: [ReceivableAnswer] })
  items!: ReceivableAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class ReceiptsPage {
  @ApiProperty({ type: [ReceiptAnswer] })
  items!: ReceiptAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
