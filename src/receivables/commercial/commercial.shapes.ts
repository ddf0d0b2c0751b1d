import { ApiProperty } from '@nestjs/swagger';
import { Amount, BusinessDate, Id, OneOf, Text, WholeNumber } from '../../platform/shapes.js';
import { LedgerItem, LedgerPage } from '../ledger/ledger.shapes.js';

export class CreditChecksQuery extends LedgerPage {
  @Text({ max: 100, optional: true, description: 'How a customer’s code begins, or part of its name' })
  q?: string;
}

export class CreditCheckAnswer {
  @ApiProperty()
  company!: string;

  @Id()
  id!: string;

  @ApiProperty()
  customer!: string;

  @ApiProperty()
  customerName!: string;

  @BusinessDate()
  checkedOn!: string;

  @ApiProperty({ description: 'Login' })
  checkedBy!: string;

  @OneOf(['passed', 'passed_with_security', 'failed'])
  result!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Credit limit that it allows, in the company’s currency' })
  limit!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  termDays!: number | null;

  @ApiProperty({ type: String, nullable: true })
  note!: string | null;
}

export class CreditChecksPage {
  @ApiProperty({ type: [CreditCheckAnswer] })
  items!: CreditCheckAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class OrdersQuery extends LedgerPage {
  @Text({ max: 100, optional: true, description: 'How an order’s number or its customer’s code begins, or part of the customer’s name' })
  q?: string;

  @OneOf(['true', 'false'], { optional: true, description: 'true: only what is not yet invoiced in full; false: the others' })
  open?: 'true' | 'false';
}

export class OrderAnswer extends LedgerItem {
  @ApiProperty()
  order!: string;

  @BusinessDate()
  orderedOn!: string;

  @Amount({ description: 'What is not yet invoiced' })
  openAmount!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  shippedOn!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  invoicedOn!: string | null;

  @OneOf(['open', 'shipped', 'invoiced', 'cancelled'], { description: 'Where no file has told it: what its open amount and dates say' })
  status!: string;

  @ApiProperty({ description: 'Login' })
  owner!: string;
}

export class OrdersPage {
  @ApiProperty({ type: [OrderAnswer] })
  items!: OrderAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class RatesQuery {
  @WholeNumber({ min: 1, max: 200, inQuery: true, optional: true, description: '50 when left out' })
  limit = 50;

  @Text({ max: 400, optional: true, description: 'The last page’s `next`' })
  after?: string;

  @Text({ max: 20, optional: true })
  company?: string;

  @Text({ max: 3, optional: true })
  currency?: string;

  @OneOf(['true', 'false'], { optional: true, description: 'true: only those that hold; false: only those that were corrected since' })
  current?: 'true' | 'false';
}

export class RateAnswer {
  @ApiProperty()
  company!: string;

  @ApiProperty({ example: 'USD' })
  currency!: string;

  @BusinessDate()
  on!: string;

  @ApiProperty({ example: '7.12340000', description: 'Units of the company’s currency for one of this' })
  rate!: string;

  @ApiProperty({ type: 'integer', description: 'Counts up from 1; of a day the last one holds' })
  version!: number;

  @ApiProperty({ description: 'No later version has corrected it' })
  current!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Why it differs from the version before' })
  correction!: string | null;

  @ApiProperty({ description: 'Id of the import that brought it' })
  import!: string;

  @ApiProperty({ description: 'Login' })
  by!: string;
}

export class RatesPage {
  @ApiProperty({ type: [RateAnswer] })
  items!: RateAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
