import { ApiProperty } from '@nestjs/swagger';
import { allowanceKinds } from '../../../workflows/allowance.js';
import { type AgingBucket, agingBuckets } from '../../../workflows/scorecard/aging.js';
import type { AccountedKind, VoucherKind } from '../../../workflows/vouchers.js';
import { IdPage } from '../../people/paging.js';
import { Amount, BusinessDate, Id, Month, Name, OneOf, Text } from '../../platform/shapes.js';

export const provisionStates = ['proposed', 'approved', 'rejected'] as const;

const opening = {
  optional: true,
  description: 'What the allowance held before Recoup’s first voucher; with the first provision only',
} as const;
const perCent = { example: '12.3457', description: 'Per cent' } as const;
const perCentOrNull = { ...perCent, type: String, nullable: true } as const;
const amount = { example: '1280.50', description: 'In the company’s currency' } as const;
const textOrNull = { type: String, nullable: true } as const;

/** An object that may be missing: a named shape cannot say so. */
const objectOrNull = (description: string, properties: Record<string, object>) => ({
  ...{ type: 'object' as const, nullable: true, description, properties },
  required: Object.keys(properties),
});

const text = { type: 'string', example: '1231' };

export interface LastRequired {
  readonly month: string;
  readonly required: string;
}

const lastRequired = objectOrNull('The last approved provision; null before the first', {
  month: { ...text, example: '2027-03' },
  required: { ...text, ...amount },
});

export interface ProvisionVoucher {
  /** Of the company's voucher book; null as long as it is not approved. */
  readonly number: string | null;
  readonly kind: VoucherKind;
  readonly date: string;
  /** Account codes. */
  readonly debit: string;
  readonly credit: string;
  readonly amount: string;
}

const provisionVoucher = objectOrNull('Null where nothing changes', {
  number: { ...text, nullable: true, description: 'Of the company’s voucher book; null as long as it is not approved' },
  kind: { type: 'string', enum: ['provision', 'provision_release'] },
  date: { type: 'string', format: 'date' },
  debit: { ...text, description: 'Account code' },
  credit: { ...text, description: 'Account code' },
  amount: { ...text, ...amount },
});

export class ProvisionForm {
  @Name({ max: 20 }) company!: string;
  @Month() month!: string;
  @Amount(opening) opening?: string;
}

export class ProvisionPreviewQuery extends ProvisionForm {}

export class ProvisionsQuery extends IdPage {
  @Name({ max: 20, optional: true }) company?: string;
  @OneOf(provisionStates, { optional: true }) state?: (typeof provisionStates)[number];
}

/** Of the cases of one provision, in the order that it keeps them in. */
export class ImpairedCasesQuery extends IdPage {
  @OneOf(agingBuckets, { optional: true }) bucket?: AgingBucket;
  @Name({ max: 100, optional: true, description: 'Part of the customer’s name or code, or of the document' }) q?: string;
}

export class ProvisionPath {
  @Id() id!: string;
}

export class ApproveProvisionForm {
  @Text({ max: 2000, optional: true }) reason?: string;
}

export class RejectProvisionForm {
  @Text({ max: 2000 }) reason!: string;
}

export class ProvisionMonth {
  @BusinessDate({ description: 'At whose end stood `before`' }) from!: string;
  @BusinessDate({ description: 'At whose end stood `after`' }) to!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'By bucket, all at the rates of `to`' })
  before!: object;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) after!: object;
}

export class ProvisionBucket {
  @OneOf(agingBuckets) bucket!: string;
  @ApiProperty({ ...amount, description: 'All that stands in it at the month’s end' }) amount!: string;
  @ApiProperty({ ...amount, description: 'Of it, of cases that are impaired individually' }) apart!: string;
  @ApiProperty({ ...amount, description: 'What the loss rate is for' }) rest!: string;
  @ApiProperty({
    type: 'array',
    items: { type: 'string', nullable: true },
    description: 'Per cent that rolled into the next bucket in each of the months; null where there was nothing to roll',
  })
  rolls!: (string | null)[];
  @ApiProperty({ ...perCentOrNull, description: 'Their mean; null where no month has one: then all of it counts as rolling on' })
  roll!: string | null;
  @ApiProperty({
    ...perCent,
    description: 'Product of the roll rates from here to the last bucket × its loss rate × forward factor, at most 100',
  })
  loss!: string;
  @ApiProperty({ ...amount, description: '`rest` × the exact loss rate, rounded half up' }) provision!: string;
}

export class ImpairedCaseRow {
  @Id() case!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty() document!: string;
  @ApiProperty() instalment!: number;
  @OneOf(agingBuckets) bucket!: string;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty({ example: '1280.50', description: 'In its own currency' }) balance!: string;
  @ApiProperty(amount) amount!: string;
}

export class ImpairedPart {
  @ApiProperty(amount) amount!: string;
  @ApiProperty(perCent) loss!: string;
  @ApiProperty(amount) provision!: string;
  @ApiProperty({ type: [ImpairedCaseRow] }) cases!: ImpairedCaseRow[];
}

export class AllowanceMove {
  @OneOf(allowanceKinds) kind!: AccountedKind;
  @ApiProperty({ ...amount, description: 'Sum of these vouchers since the last provision' }) amount!: string;
}

export class AllowancePart {
  @ApiProperty(lastRequired) last!: LastRequired | null;
  @ApiProperty({ ...textOrNull, description: 'What the allowance held before the first voucher, where somebody said it' }) opening!:
    | string
    | null;
  @ApiProperty({ type: [AllowanceMove] }) moves!: AllowanceMove[];
  @ApiProperty({ ...amount, description: 'What the allowance holds before this provision; may be negative' }) held!: string;
}

export class ProvisionFigures {
  @ApiProperty() company!: string;
  @Month() month!: string;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty({ description: 'Of the policy in force on the month’s last day' }) policyVersion!: number;
  @ApiProperty({ description: 'Months whose roll rates the policy asks for' }) monthsWanted!: number;
  @ApiProperty({ description: 'Months that the ledger goes back over, up to these' }) monthsFound!: number;
  @ApiProperty({ type: [ProvisionMonth] }) months!: ProvisionMonth[];
  @ApiProperty({ type: [ProvisionBucket] }) buckets!: ProvisionBucket[];
  @ApiProperty({ type: ImpairedPart, description: 'Cases resolved as bad debts and not posted by the month’s end' })
  impaired!: ImpairedPart;
  @ApiProperty({ ...perCent, description: 'Policy: on all loss rates of buckets' }) forwardFactor!: string;
  @ApiProperty({ ...perCent, description: 'Policy: loss rate of the last bucket before the forward factor' }) oldestLoss!: string;
  @ApiProperty({ ...amount, description: 'What the allowance has to hold' }) required!: string;
  @ApiProperty({ type: AllowancePart }) allowance!: AllowancePart;
  @ApiProperty({ ...amount, description: 'required − held; a negative one is released' }) change!: string;
  @ApiProperty(provisionVoucher) voucher!: ProvisionVoucher | null;
}

export class ProvisionAnswer extends ProvisionFigures {
  @Id() id!: string;
  @OneOf(provisionStates) state!: string;
  @ApiProperty() proposedBy!: string;
  @BusinessDate() proposedOn!: string;
  @ApiProperty(textOrNull) decidedBy!: string | null;
  @ApiProperty({ ...textOrNull, format: 'date' }) decidedOn!: string | null;
  @ApiProperty(textOrNull) reason!: string | null;
}

export class ProvisionRow {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @Month() month!: string;
  @OneOf(provisionStates) state!: string;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty(amount) required!: string;
  @ApiProperty(amount) held!: string;
  @ApiProperty(amount) change!: string;
  @ApiProperty({ ...textOrNull, description: 'Number in the company’s voucher book' }) voucher!: string | null;
  @ApiProperty() proposedBy!: string;
  @BusinessDate() proposedOn!: string;
  @ApiProperty(textOrNull) decidedBy!: string | null;
  @ApiProperty({ ...textOrNull, format: 'date' }) decidedOn!: string | null;
  @ApiProperty(textOrNull) reason!: string | null;
}

export class ProvisionsPage {
  @ApiProperty({ type: [ProvisionRow] }) items!: ProvisionRow[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
