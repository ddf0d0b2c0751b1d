import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsObject, ValidateIf, ValidateNested } from 'class-validator';
import { causes } from '../../workflows/policy.js';
import { metricKeys } from '../../workflows/scorecard/metrics.js';
import { posts } from '../../workflows/scorecard/scheme.js';
import { Amount, BusinessDate, ListOf, Login, Name, OneOf, Share, WholeNumber } from '../platform/shapes.js';
import { AssessmentPeriod, Decimal } from './decimal.shape.js';

/** An object within a form. */
export function Part(type: () => new () => object, { optional }: { optional?: true } = {}): PropertyDecorator {
  return applyDecorators(
    ...(optional ? [ValidateIf((_object, value) => value !== undefined)] : []),
    IsObject({ context: { code: 'object' } }),
    ValidateNested({ context: { code: 'object' } }),
    Type(type),
    ApiProperty({ type, required: !optional }),
  );
}

export class PreviewKnot {
  @Decimal({ decimals: 6, description: 'A rate as a fraction: 0.8 is 80 %' }) value!: string;
  @Decimal({ decimals: 2 }) score!: string;
}

export class PreviewMetric {
  @OneOf(metricKeys) key!: (typeof metricKeys)[number];
  @Decimal({ decimals: 2 }) weight!: string;
  @ListOf(() => PreviewKnot, { max: 20, optional: true, description: 'Left out: the metric’s own' }) curve?: PreviewKnot[];
}

export class PreviewScheme {
  @OneOf(posts) post!: (typeof posts)[number];
  @IsBoolean({ context: { code: 'true_or_false' } }) @ApiProperty() creditGradeCoefficient!: boolean;
  @ListOf(() => PreviewMetric, { max: metricKeys.length }) metrics!: PreviewMetric[];
}

export class PreviewTarget {
  @OneOf(metricKeys) key!: (typeof metricKeys)[number];
  @Decimal({ decimals: 6 }) baseline!: string;
  @Decimal({ decimals: 6 }) target!: string;
  @Decimal({ decimals: 6 }) challenge!: string;
}

export class PreviewMember {
  @Login() person!: string;
  @Amount() collection!: string;
}

export class PreviewTargets {
  @Amount({ optional: true, description: 'To be collected' }) collection?: string;
  @ListOf(() => PreviewTarget, { max: metricKeys.length, optional: true }) metrics?: PreviewTarget[];
  @ListOf(() => PreviewMember, { max: 200, optional: true, description: 'What each of the team is to collect' }) members?: PreviewMember[];
}

export class SupposedSurvey {
  @OneOf(['satisfaction', 'renewal_intent', 'complaint_rate']) key!: 'satisfaction' | 'renewal_intent' | 'complaint_rate';
  @Decimal({ decimals: 6 }) value!: string;
}

export class SupposedDeduction {
  @OneOf(causes) cause!: (typeof causes)[number];
  @Amount({ description: 'Balance when the case was first docketed' }) amount!: string;
  @Share() share!: number;
  @IsBoolean({ context: { code: 'true_or_false' } }) @ApiProperty() settled!: boolean;
}

export class Supposed {
  @ListOf(() => SupposedSurvey, { max: 3, optional: true }) surveys?: SupposedSurvey[];
  @WholeNumber({ min: 0, max: 1000, optional: true }) upheldComplaints?: number;
  @ListOf(() => SupposedDeduction, { max: 100, optional: true }) deductions?: SupposedDeduction[];
}

export class PreviewForm {
  @Name({ max: 20 }) company!: string;
  @Login() person!: string;
  @AssessmentPeriod() period!: string;
  @Part(() => PreviewScheme) scheme!: PreviewScheme;
  @Part(() => PreviewTargets) targets!: PreviewTargets;
  /** Instead of what is on record. */
  @Part(() => Supposed, { optional: true }) supposed?: Supposed;
}

export class PreviewLine {
  @ApiProperty({ enum: metricKeys }) key!: string;
  @ApiProperty({ type: String, nullable: true, example: '46.97', description: 'A rate in per cent, a survey’s value as it is' })
  value!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The exact value is numerator ÷ denominator' }) numerator!: string | null;
  @ApiProperty({ type: String, nullable: true }) denominator!: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['no_denominator', 'no_target', 'no_survey', 'no_rate', null] }) noData!:
    | string
    | null;
  @ApiProperty({ type: String, nullable: true, example: '87.49' }) score!: string | null;
  @ApiProperty({ example: '32.61', description: 'With its part of what has no data' }) weight!: string;
  @ApiProperty({ example: '28.53' }) contribution!: string;
}

export class PreviewReceipts {
  @ApiProperty({ example: '16874400.00' }) counted!: string;
  @ApiProperty({ description: 'On what fell due in the period' }) current!: string;
  @ApiProperty({ description: 'On what fell due before it' }) cycle!: string;
  @ApiProperty({ description: 'From strategic, AAA and AA customers' }) fromGoodCustomers!: string;
  @ApiProperty({ description: 'Acceptance bills that have not counted yet' }) billsInHand!: string;
}

export class PreviewDeduction {
  @ApiProperty({ type: String, nullable: true, description: 'Of the ledger of deductions; null where it is only supposed' }) id!:
    | string
    | null;
  @ApiProperty({ enum: ['deduction', 'give_back', 'reversal'] }) kind!: string;
  @ApiProperty({ example: '4.00' }) points!: string;
}

export class CardPreviewAnswer {
  @ApiProperty() company!: string;
  @Login() person!: string;
  @AssessmentPeriod() period!: string;
  @BusinessDate() from!: string;
  @BusinessDate() to!: string;
  @ApiProperty({ description: 'Of the company; up to it the card says anything' }) businessDate!: string;
  @ApiProperty({ type: [PreviewLine] }) lines!: PreviewLine[];
  @ApiProperty({ example: '2.35' }) qualityAdjustment!: string;
  @ApiProperty({ type: [PreviewDeduction] }) deductions!: PreviewDeduction[];
  @ApiProperty({ example: '4.00' }) deducted!: string;
  @ApiProperty({ example: '0.00', description: 'Beyond what one period may take' }) lapsed!: string;
  @ApiProperty({ type: String, nullable: true, example: '84.23' }) total!: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['A', 'B', 'C', 'D', null] }) grade!: string | null;
  @ApiProperty({ type: PreviewReceipts }) receipts!: PreviewReceipts;
  @ApiProperty() upheldComplaints!: number;
}
