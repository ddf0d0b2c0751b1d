import { ApiProperty } from '@nestjs/swagger';
import { complaintKinds } from '../../../workflows/scorecard/complaints.js';
import { IdPage } from '../../people/paging.js';
import { BusinessDate, Id, Login, Name, OneOf, Text } from '../../platform/shapes.js';
import { AssessmentPeriod } from '../decimal.shape.js';
import { NullableText } from '../schemes/schemes.shapes.js';

export class ComplaintPath {
  @Id() id!: string;
}

export class ComplaintDecisionForm {
  @Text({ max: 2000 }) reason!: string;
}

export class ComplaintsQuery extends IdPage {
  @Name({ max: 20 }) company!: string;
  @OneOf(['open', 'upheld', 'dismissed'], { optional: true }) status?: string;
  @Login({ optional: true }) person?: string;
}

export class ComplaintAnswer {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @ApiProperty({ description: 'Its number' }) complaint!: string;
  @ApiProperty() customer!: string;
  @Login() person!: string;
  @BusinessDate() receivedOn!: string;
  @ApiProperty({ enum: complaintKinds }) kind!: string;
  @NullableText() note!: string | null;
  @ApiProperty({ enum: ['open', 'upheld', 'dismissed'] }) status!: string;
  @NullableText('The day on which it counts; null while it is open', 'date') countsOn!: string | null;
  @NullableText() decidedBy!: string | null;
  @NullableText(undefined, 'date') decidedOn!: string | null;
  @NullableText() reason!: string | null;
}

export class ComplaintsPage {
  @ApiProperty({ type: [ComplaintAnswer] }) items!: ComplaintAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class SurveysQuery extends IdPage {
  @Name({ max: 20 }) company!: string;
  @AssessmentPeriod({ optional: true }) period?: string;
  @Login({ optional: true }) person?: string;
}

export class SurveyResultAnswer {
  @Id() id!: string;
  @AssessmentPeriod() period!: string;
  @Login() person!: string;
  @ApiProperty({ enum: ['satisfaction', 'renewal_intent', 'complaint_rate'] }) key!: string;
  @NullableText('Null: all customers together') customer!: string | null;
  @ApiProperty({ type: 'integer', description: 'The last one holds' }) version!: number;
  @ApiProperty({ example: '88.5' }) value!: string;
  @ApiProperty({ type: 'integer', nullable: true }) answers!: number | null;
  @NullableText(undefined, 'date') surveyedOn!: string | null;
  @Login() recordedBy!: string;
  @BusinessDate() recordedOn!: string;
}

export class SurveyResultsPage {
  @ApiProperty({ type: [SurveyResultAnswer] }) items!: SurveyResultAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
