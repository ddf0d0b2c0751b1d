import { ApiProperty } from '@nestjs/swagger';
import { voucherKinds } from '../../../workflows/vouchers.js';
import { IdPage } from '../../people/paging.js';
import { languages } from '../../platform/i18n/language.js';
import { BusinessDate, Id, Login, Name, OneOf, Text, WholeNumber } from '../../platform/shapes.js';

const mostBatches = 1_000_000;

export class VouchersQuery extends IdPage {
  @Name({ max: 20, optional: true }) company?: string;
  @Name({ max: 64, optional: true }) customer?: string;
  @OneOf(voucherKinds, { optional: true }) kind?: string;
  @Id({ optional: true, description: 'Of one case' }) case?: string;
  @BusinessDate({ optional: true, description: 'Dated from this day on' }) from?: string;
  @BusinessDate({ optional: true, description: 'Dated up to this day' }) to?: string;
  @WholeNumber({ min: 1, max: mostBatches, inQuery: true, optional: true }) batch?: number;
  @OneOf(['yes', 'no'], { optional: true, description: 'Whether it is in a batch' }) exported?: string;
}

export class VoucherExportQuery extends VouchersQuery {
  @OneOf(languages, { optional: true, description: 'Of the headings; as Accept-Language says when left out' })
  lang?: (typeof languages)[number];
}

export class VoucherRow {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @ApiProperty({ description: 'Of the company, without gaps' }) number!: string;
  @OneOf(voucherKinds) kind!: string;
  @BusinessDate() date!: string;
  @ApiProperty({ description: 'Account code' }) debit!: string;
  @ApiProperty({ description: 'Account code' }) credit!: string;
  @ApiProperty() currency!: string;
  @ApiProperty({ example: '1280.50' }) amount!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null for a provision, as are the five that follow' }) customer!: string | null;
  @ApiProperty({ type: String, nullable: true }) customerName!: string | null;
  @ApiProperty({ type: String, nullable: true }) document!: string | null;
  @ApiProperty({ type: Number, nullable: true }) instalment!: number | null;
  @ApiProperty({ type: String, nullable: true, example: '1042' }) case!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'The journal entry that it comes from' }) seq!: number | null;
  @ApiProperty({ type: String, nullable: true, example: '12', description: 'The provision that it comes from' }) provision!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The ERP’s number: named at posting, or entered later as it stands now' })
  erpNo!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'The batch that it went to the ERP in' }) batch!: number | null;
}

export class VouchersPage {
  @ApiProperty({ type: [VoucherRow] }) items!: VoucherRow[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class VoucherBatchForm {
  @Name({ max: 20 }) company!: string;
}

export class VoucherBatchAnswer {
  @ApiProperty() company!: string;
  @ApiProperty() batch!: number;
  @ApiProperty({ description: 'Number of its first voucher' }) first!: string;
  @ApiProperty() last!: string;
  @ApiProperty() vouchers!: number;
  @Login() madeBy!: string;
  @BusinessDate() madeOn!: string;
}

export class VoucherPath {
  @Id({ description: 'Its number in the company’s book' }) number!: string;
}

export class ErpNumbersQuery {
  @Name({ max: 20 }) company!: string;
}

export class ErpNumberForm {
  @Name({ max: 20 }) company!: string;
  @Name({ max: 40, description: 'The voucher’s number in the ERP' }) erpNo!: string;
  @Text({ max: 2000, optional: true, description: 'Of a correction: why the number that stands there is wrong' }) reason?: string;
}

export class ErpNumberEntry {
  @ApiProperty() erpNo!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null for the first one' }) reason!: string | null;
  @Login() enteredBy!: string;
  @BusinessDate() enteredOn!: string;
}

export class ErpNumbersAnswer {
  @ApiProperty() company!: string;
  @ApiProperty() number!: string;
  @ApiProperty({ type: String, nullable: true, description: 'As it stands now' }) erpNo!: string | null;
  @ApiProperty({ type: [ErpNumberEntry], description: 'Entered after posting, the earliest first' }) entries!: ErpNumberEntry[];
}
