import { ApiProperty } from '@nestjs/swagger';
import { metricKeys } from '../../../workflows/scorecard/metrics.js';
import { posts } from '../../../workflows/scorecard/scheme.js';
import { ListOf, Login, Name, OneOf } from '../../platform/shapes.js';
import { AssessmentPeriod } from '../decimal.shape.js';
import { PreviewMetric } from '../preview.shapes.js';
import { NullableText } from '../schemes/schemes.shapes.js';

export class ReviewQuery {
  @Name({ max: 20 }) company!: string;
  @AssessmentPeriod() period!: string;
  @OneOf(posts, { optional: true }) post?: (typeof posts)[number];
}

export class ScoreBand {
  @ApiProperty({ type: 'integer', description: 'Points from which on; the last has everything above' }) from!: number;
  @ApiProperty({ type: 'integer' }) cards!: number;
}

export class MetricSeparation {
  @ApiProperty({ enum: metricKeys }) key!: string;
  @ApiProperty({ type: 'integer', description: 'On which it stands' }) cards!: number;
  @ApiProperty({ type: 'integer' }) noData!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Of its scores' }) mean!: number | null;
  @ApiProperty({ type: Number, nullable: true }) least!: number | null;
  @ApiProperty({ type: Number, nullable: true }) most!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Standard deviation of its scores' }) spread!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Of its scores with the totals, Spearman' }) rankCorrelation!: number | null;
  @ApiProperty({ type: 'integer', description: 'Scores at the upper end' }) atMost!: number;
  @ApiProperty({ type: 'integer', description: 'Scores of 0' }) atNothing!: number;
}

export class QuestionedLine {
  @NullableText('Null: a deduction') line!: string | null;
  @ApiProperty({ type: 'integer' }) appeals!: number;
  @ApiProperty({ type: 'integer' }) accepted!: number;
}

export class ReviewAnswer {
  @ApiProperty() company!: string;
  @AssessmentPeriod() period!: string;
  @ApiProperty({ enum: ['provisional', 'closed'] }) status!: string;
  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The night that made the cards, where they are not of now: of an open period with 200 people and more',
  })
  countedOn!: string | null;
  @ApiProperty({ type: 'integer' }) cards!: number;
  @ApiProperty({ type: 'integer', description: 'Without any line that has data' }) noData!: number;
  @ApiProperty({ type: [ScoreBand] }) distribution!: ScoreBand[];
  @ApiProperty({ type: [MetricSeparation] }) metrics!: MetricSeparation[];
  @ApiProperty({ type: 'integer', description: 'Where deductions lapsed, being more than a period takes' }) deductionsCapped!: number;
  @ApiProperty({ type: 'integer', description: 'With all points that good customers can give' }) qualityAtMost!: number;
  @ApiProperty({ type: 'integer', description: 'With all points that complaints can take' }) qualityAtLeast!: number;
  @ApiProperty({ type: [QuestionedLine], description: 'What people questioned' }) questioned!: QuestionedLine[];
}

export class SchemeWhatIfForm {
  @Name({ max: 20 }) company!: string;
  @AssessmentPeriod() period!: string;
  @OneOf(posts) post!: (typeof posts)[number];
  @ListOf(() => PreviewMetric, { max: metricKeys.length }) metrics!: PreviewMetric[];
}

export class PersonUnderScheme {
  @Login() person!: string;
  @ApiProperty() name!: string;
  @NullableText('Total') before!: string | null;
  @NullableText() after!: string | null;
  @ApiProperty({ example: '-1.25' }) gain!: string;
  @NullableText() gradeBefore!: string | null;
  @NullableText() gradeAfter!: string | null;
}

export class SchemeWhatIfAnswer {
  @ApiProperty() company!: string;
  @AssessmentPeriod() period!: string;
  @ApiProperty({ type: 'integer' }) gaining!: number;
  @ApiProperty({ type: 'integer' }) losing!: number;
  @ApiProperty({ type: 'integer' }) same!: number;
  @ApiProperty({ type: [ScoreBand] }) before!: ScoreBand[];
  @ApiProperty({ type: [ScoreBand] }) after!: ScoreBand[];
  @ApiProperty({ type: [String], description: 'Metrics that were not measured then: their weight is spread over the others' })
  unmeasured!: string[];
  @ApiProperty({ type: [PersonUnderScheme], description: 'Who gains most first' }) people!: PersonUnderScheme[];
}
