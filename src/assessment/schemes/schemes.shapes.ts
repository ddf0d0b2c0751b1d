import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { metricKeys } from '../../../workflows/scorecard/metrics.js';
import { periodKinds, posts, stages } from '../../../workflows/scorecard/scheme.js';
import { IdPage, LoginPage } from '../../people/paging.js';
import { BusinessDate, Id, ListOf, Login, Name, OneOf, Text } from '../../platform/shapes.js';
import { Decimal } from '../decimal.shape.js';
import { Part, PreviewMetric } from '../preview.shapes.js';

export const channels = ['direct', 'channel'] as const;

/** May be null in an answer. */
export function NullableText(description?: string, format?: string): PropertyDecorator {
  return applyDecorators(ApiProperty({ type: String, nullable: true, ...(description && { description }), ...(format && { format }) }));
}

export class RewardBand {
  @Decimal({ decimals: 2, description: 'Points, or per cent of the collection target' }) from!: string;
  @Decimal({ decimals: 4, description: 'What the bonus is multiplied by' }) factor!: string;
}

export class RewardForm {
  @OneOf(['total', 'achievement']) by!: 'total' | 'achievement';
  @ListOf(() => RewardBand, { max: 20, description: 'The best first; the last one begins at 0' }) bands!: RewardBand[];
}

export class SchemeForm {
  @Name({ max: 20 }) company!: string;
  @OneOf(posts) post!: (typeof posts)[number];
  @OneOf(channels, { optional: true, description: 'Left out: for both' }) channel?: (typeof channels)[number];
  @OneOf(stages, { description: 'Of the company' }) stage!: (typeof stages)[number];
  @OneOf(periodKinds) periodKind!: (typeof periodKinds)[number];
  @BusinessDate({ description: 'First day of a period, later than today' }) startsOn!: string;
  @BusinessDate({ optional: true, description: 'Last day of a period; left out: until another one follows' }) endsOn?: string;
  @IsBoolean({ context: { code: 'true_or_false' } }) @ApiProperty() creditGradeCoefficient!: boolean;
  @ListOf(() => PreviewMetric, { max: metricKeys.length }) metrics!: PreviewMetric[];
  @Part(() => RewardForm, { optional: true }) reward?: RewardForm;
  @Text({ max: 2000, optional: true, description: 'Why the collection metrics weigh something else than the band of the post says' })
  bandReason?: string;
  @Text({ max: 2000 }) reason!: string;
}

export class SchemePath {
  @Id() id!: string;
}

export class SchemesQuery extends IdPage {
  @Name({ max: 20 }) company!: string;
  @OneOf(posts, { optional: true }) post?: (typeof posts)[number];
}

export class SchemesOfCompany {
  @Name({ max: 20 }) company!: string;
}

export class SchemeDecisionForm {
  @Text({ max: 2000, optional: true }) reason?: string;
}

export class SchemeRejectionForm {
  @Text({ max: 2000 }) reason!: string;
}

export class AnnouncementForm {
  @Text({ max: 2000, description: 'What people are told' }) note!: string;
}

export class AcknowledgementForm {
  @Login() person!: string;
  @Text({ max: 500, description: 'On what it was signed, or where it was said' }) note!: string;
}

export class SchemeMetricAnswer {
  @ApiProperty({ enum: metricKeys }) key!: string;
  @ApiProperty({ example: '30.00' }) weight!: string;
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'string' } },
    nullable: true,
    description: '[value, score]; null: the metric’s own',
  })
  curve!: (readonly [string, string])[] | null;
}

export class SchemeContentAnswer {
  @ApiProperty({ enum: posts }) post!: string;
  @ApiProperty({ enum: stages }) stage!: string;
  @ApiProperty({ enum: periodKinds }) periodKind!: string;
  @ApiProperty() creditGradeCoefficient!: boolean;
  @ApiProperty({ type: [SchemeMetricAnswer] }) metrics!: SchemeMetricAnswer[];
  @ApiProperty({ type: RewardForm, required: false }) reward?: RewardForm;
}

export class ReadySchemesAnswer {
  @ApiProperty({ type: [SchemeContentAnswer] }) items!: SchemeContentAnswer[];
}

export class SchemeAnswer extends SchemeContentAnswer {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @NullableText('Null: for both') channel!: string | null;
  @BusinessDate() startsOn!: string;
  @NullableText(undefined, 'date') endsOn!: string | null;
  @NullableText() bandReason!: string | null;
  @ApiProperty() reason!: string;
  @ApiProperty({ enum: ['proposed', 'approved', 'rejected', 'withdrawn'] }) status!: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Of this post, channel and length of period; null unless approved' })
  version!: number | null;
  @Login() proposedBy!: string;
  @BusinessDate() proposedOn!: string;
  @NullableText() decidedBy!: string | null;
  @NullableText(undefined, 'date') decidedOn!: string | null;
  @NullableText() decisionReason!: string | null;
  @NullableText('Null: it cannot start', 'date') announcedOn!: string | null;
  @NullableText() announcedBy!: string | null;
  @NullableText() announcement!: string | null;
  @NullableText('When the reader acknowledged it', 'date') acknowledgedOn!: string | null;
}

export class SchemesPage {
  @ApiProperty({ type: [SchemeAnswer] }) items!: SchemeAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class SchemePeopleQuery extends LoginPage {
  @OneOf(['true', 'false'], { optional: true, description: 'false: only who has not' }) acknowledged?: 'true' | 'false';
}

export class SchemePersonAnswer {
  @Login() person!: string;
  @ApiProperty() name!: string;
  @NullableText(undefined, 'date') acknowledgedOn!: string | null;
  @NullableText('Somebody else, where it was signed on paper') recordedBy!: string | null;
  @NullableText() note!: string | null;
  @ApiProperty({ type: 'integer', description: 'Trainings on this scheme that the person took part in' }) trainings!: number;
}

export class SchemePeoplePage {
  @ApiProperty({ type: [SchemePersonAnswer] }) items!: SchemePersonAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class TrainingParticipant {
  @Login() person!: string;
}

export class TrainingForm {
  @Name({ max: 20 }) company!: string;
  @Name({ max: 200 }) topic!: string;
  @Id({ optional: true, description: 'Of the scheme that it was about' }) scheme?: string;
  @BusinessDate({ description: 'Not later than today' }) heldOn!: string;
  @Name({ max: 100 }) heldBy!: string;
  @ListOf(() => TrainingParticipant, { max: 500 }) participants!: TrainingParticipant[];
}

export class TrainingsQuery extends IdPage {
  @Name({ max: 20 }) company!: string;
  @Id({ optional: true }) scheme?: string;
}

export class TrainingAnswer {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @ApiProperty() topic!: string;
  @NullableText() scheme!: string | null;
  @BusinessDate() heldOn!: string;
  @ApiProperty() heldBy!: string;
  @ApiProperty({ type: [String], description: 'Logins' }) participants!: string[];
  @Login() recordedBy!: string;
  @BusinessDate() recordedOn!: string;
}

export class TrainingsPage {
  @ApiProperty({ type: [TrainingAnswer] }) items!: TrainingAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
