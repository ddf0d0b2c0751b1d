import { ApiProperty } from '@nestjs/swagger';
import { metricKeys } from '../../../workflows/scorecard/metrics.js';
import { posts } from '../../../workflows/scorecard/scheme.js';
import { IdPage } from '../../people/paging.js';
import { Amount, BusinessDate, Id, ListOf, Login, Name, OneOf, Text, WholeNumber } from '../../platform/shapes.js';
import { AssessmentPeriod, Decimal } from '../decimal.shape.js';
import { PreviewTarget } from '../preview.shapes.js';
import { channels, NullableText } from '../schemes/schemes.shapes.js';

export class TargetSubject {
  @Login() person!: string;
}

export class HistoryTargetsForm {
  @Name({ max: 20 }) company!: string;
  @AssessmentPeriod() period!: string;
  @OneOf(posts) post!: (typeof posts)[number];
  @OneOf(channels, { optional: true }) channel?: (typeof channels)[number];
  @WholeNumber({ min: 1, max: 3, description: 'How many years back' }) years!: number;
  @Decimal({ decimals: 2, optional: true, description: 'Per cent above the baseline, 10 to 15; left out: 12' }) growth?: string;
  @ListOf(() => TargetSubject, { max: 500, optional: true, description: 'Left out: everybody of that post and channel' })
  persons?: TargetSubject[];
  @Text({ max: 2000 }) reason!: string;
}

export class TargetForm {
  @Login({ optional: true, description: 'Either a person or a team' }) person?: string;
  @Id({ optional: true }) team?: string;
  @Amount({ optional: true, description: 'To be collected, in company currency' }) collection?: string;
  @ListOf(() => PreviewTarget, { max: metricKeys.length, optional: true }) metrics?: PreviewTarget[];
}

export class TargetsForm {
  @Name({ max: 20 }) company!: string;
  @AssessmentPeriod() period!: string;
  @OneOf(['benchmark', 'manual']) source!: 'benchmark' | 'manual';
  @Name({ max: 500, optional: true, description: 'Of a benchmark: whose figures, of when' }) reference?: string;
  @ListOf(() => TargetForm, { max: 500 }) targets!: TargetForm[];
  @Text({ max: 2000 }) reason!: string;
}

export class TargetsPath {
  @Id() id!: string;
}

export class TargetProposalsQuery extends IdPage {
  @Name({ max: 20 }) company!: string;
  @AssessmentPeriod({ optional: true }) period?: string;
}

export class TargetsQuery extends IdPage {
  @Name({ max: 20 }) company!: string;
  @AssessmentPeriod({ optional: true }) period?: string;
  @Login({ optional: true }) person?: string;
}

export class MetricTargetAnswer {
  @ApiProperty({ enum: metricKeys }) key!: string;
  @ApiProperty({ example: '0.62' }) baseline!: string;
  @ApiProperty({ example: '0.6944' }) target!: string;
  @ApiProperty({ example: '0.83328' }) challenge!: string;
}

export class HistoryValue {
  @AssessmentPeriod() period!: string;
  @NullableText('Null: no data') numerator!: string | null;
  @NullableText() denominator!: string | null;
}

export class TargetHistory {
  @ApiProperty({ enum: metricKeys }) key!: string;
  @ApiProperty({ type: [HistoryValue] }) values!: HistoryValue[];
}

export class TargetAnswer {
  @Id() id!: string;
  @Id() proposal!: string;
  @AssessmentPeriod() period!: string;
  @NullableText() person!: string | null;
  @NullableText() team!: string | null;
  @NullableText() collection!: string | null;
  @ApiProperty({ type: [MetricTargetAnswer] }) metrics!: MetricTargetAnswer[];
  @ApiProperty({ type: [TargetHistory], description: 'What it was made from' }) history!: TargetHistory[];
  @ApiProperty({ enum: ['proposed', 'approved', 'rejected', 'withdrawn'] }) status!: string;
  @ApiProperty({ description: 'Of those approved for the same person or team and period, the one decided last' }) inForce!: boolean;
  @ApiProperty({ enum: ['history', 'benchmark', 'manual'] }) source!: string;
  @ApiProperty() reason!: string;
  @Login() proposedBy!: string;
  @BusinessDate() proposedOn!: string;
  @NullableText() decidedBy!: string | null;
  @NullableText(undefined, 'date') decidedOn!: string | null;
}

export class TargetsPage {
  @ApiProperty({ type: [TargetAnswer] }) items!: TargetAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class TargetProposalAnswer {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @AssessmentPeriod() period!: string;
  @ApiProperty({ enum: ['history', 'benchmark', 'manual'] }) source!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) basis!: object;
  @ApiProperty({ type: 'integer' }) targets!: number;
  @ApiProperty({ type: 'integer', description: 'Of them those that replace approved ones' }) replaces!: number;
  @ApiProperty() reason!: string;
  @ApiProperty({ enum: ['proposed', 'approved', 'rejected', 'withdrawn'] }) status!: string;
  @Login() proposedBy!: string;
  @BusinessDate() proposedOn!: string;
  @NullableText() decidedBy!: string | null;
  @NullableText(undefined, 'date') decidedOn!: string | null;
  @NullableText() decisionReason!: string | null;
}

export class TargetProposalsPage {
  @ApiProperty({ type: [TargetProposalAnswer] }) items!: TargetProposalAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
