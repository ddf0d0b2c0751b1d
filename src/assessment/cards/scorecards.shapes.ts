import { ApiProperty } from '@nestjs/swagger';
import { metricKeys } from '../../../workflows/scorecard/metrics.js';
import { posts } from '../../../workflows/scorecard/scheme.js';
import { Limit } from '../../people/paging.js';
import { BusinessDate, Id, Login, Name } from '../../platform/shapes.js';
import { AssessmentPeriod } from '../decimal.shape.js';
import { lateKinds } from '../late/late-records.js';
import { PreviewDeduction, PreviewLine, PreviewReceipts } from '../preview.shapes.js';
import { NullableText, RewardForm } from '../schemes/schemes.shapes.js';

export class ScorecardsQuery extends Limit {
  @AssessmentPeriod({ optional: true, description: 'Left out: the present quarter' }) period?: string;
  @Name({ max: 20, optional: true, description: 'Left out: every company whose cards the reader sees' }) company?: string;
  @Login({ optional: true }) person?: string;
  @Name({ max: 90, optional: true, description: 'The last page’s `next`' }) after?: string;
}

export class ScorecardPath {
  @Name({ max: 100, description: 'company.period.person' }) id!: string;
}

export class ScorecardSummary {
  @ApiProperty({ example: 'C01.2026Q3.sales0001' }) id!: string;
  @ApiProperty() company!: string;
  @AssessmentPeriod() period!: string;
  @Login() person!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: posts }) post!: string;
  @NullableText() channel!: string | null;
  @NullableText() team!: string | null;
  @ApiProperty({ enum: ['provisional', 'closed'] }) status!: string;
  @NullableText('Null: no line has data') total!: string | null;
  @ApiProperty({ type: String, nullable: true, enum: ['A', 'B', 'C', 'D', null] }) grade!: string | null;
  @NullableText('What the bonus is multiplied by; null without a reward table or a total') bonusFactor!: string | null;
}

export class ScorecardsPage {
  @ApiProperty({ type: [ScorecardSummary] }) items!: ScorecardSummary[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class ScorecardLine extends PreviewLine {
  @NullableText('Baseline of this person and period, where the metric is held against one') baseline!: string | null;
  @NullableText('As a rate; of collection_achievement the amount to be collected') target!: string | null;
  @NullableText() challenge!: string | null;
  @NullableText('Its rows, as the ledger is now') source!: string | null;
  @ApiProperty({ example: '30.00', description: 'As the scheme says, before what has no data was spread' }) schemeWeight!: string;
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'string' } },
    nullable: true,
    description: '[value, score] by which it is scored; null where a target is missing',
  })
  curve!: (readonly [string, string])[] | null;
}

export class ScorecardScheme {
  @Id() id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty() creditGradeCoefficient!: boolean;
  @NullableText('When the person acknowledged it', 'date') acknowledgedOn!: string | null;
  @ApiProperty({ type: RewardForm, required: false }) reward?: RewardForm;
}

export class ScorecardAdjustment {
  @Id() appeal!: string;
  @ApiProperty({ example: '1.50' }) points!: string;
  @ApiProperty({ description: 'The card that was questioned: this one, or one closed before it was decided' }) card!: string;
  @ApiProperty() reason!: string;
}

export class LateRecordAnswer {
  @Id() id!: string;
  @ApiProperty({ enum: lateKinds }) kind!: string;
  @ApiProperty({ description: 'Of the receipt, the credit or the document' }) number!: string;
  @NullableText('The receivable’s; null for a rate') document!: string | null;
  @BusinessDate({ description: 'Its own day, which lies in the closed period or before it' }) on!: string;
  @BusinessDate({ description: 'When it was written' }) recordedOn!: string;
  @ApiProperty() currency!: string;
  @NullableText('In its own currency; null for a rate') amount!: string | null;
}

export class ScorecardCarried {
  @ApiProperty({ description: 'The closed card that would read otherwise' }) card!: string;
  @AssessmentPeriod() period!: string;
  @ApiProperty({ example: '78.50', description: 'Its total as it was closed' }) was!: string;
  @ApiProperty({ example: '81.20', description: 'Its total from today’s ledger' }) is!: string;
  @ApiProperty({ description: 'What earlier cards have taken over of the difference' }) before!: string;
  @ApiProperty({ description: 'What this card takes over: `is` less `was` less `before`' }) points!: string;
  @ApiProperty({ type: [LateRecordAnswer], description: 'The first 20 of what came late' }) records!: LateRecordAnswer[];
  @ApiProperty({ type: 'integer', description: 'How many more there are' }) more!: number;
}

export class ScorecardBefore {
  @ApiProperty() id!: string;
  @NullableText() total!: string | null;
  @NullableText() grade!: string | null;
}

export class ScorecardAppeal {
  @Id() id!: string;
  @NullableText('Metric') line!: string | null;
  @NullableText('Of the ledger of deductions') deduction!: string | null;
  @ApiProperty() reason!: string;
  @BusinessDate() raisedOn!: string;
  @ApiProperty({ enum: ['open', 'accepted', 'rejected', 'withdrawn'] }) status!: string;
  @NullableText() points!: string | null;
  @NullableText('In which period its points count') countsIn!: string | null;
  @NullableText() decidedBy!: string | null;
  @NullableText(undefined, 'date') decidedOn!: string | null;
  @NullableText() decision!: string | null;
}

export class ScorecardAnswer extends ScorecardSummary {
  @BusinessDate() from!: string;
  @BusinessDate() to!: string;
  @ApiProperty({ description: 'Of the company; a provisional card says anything only up to it' }) businessDate!: string;
  @NullableText(undefined, 'date') closedOn!: string | null;
  @NullableText('SHA-256 of the closed card, hexadecimal') fingerprint!: string | null;
  @ApiProperty({ type: ScorecardScheme }) scheme!: ScorecardScheme;
  @ApiProperty({ type: [ScorecardLine] }) lines!: ScorecardLine[];
  @ApiProperty({ description: 'No line has data' }) noData!: boolean;
  @ApiProperty() qualityAdjustment!: string;
  @ApiProperty({ type: [PreviewDeduction] }) deductions!: PreviewDeduction[];
  @ApiProperty() deducted!: string;
  @ApiProperty({ description: 'Beyond what one period may take' }) lapsed!: string;
  @ApiProperty({ type: [ScorecardAdjustment] }) adjustments!: ScorecardAdjustment[];
  @ApiProperty({ type: [ScorecardCarried], description: 'Of closed periods to which records came late' }) carried!: ScorecardCarried[];
  @ApiProperty({ description: 'By appeals and by what came late' }) adjusted!: string;
  @ApiProperty({ type: PreviewReceipts }) receipts!: PreviewReceipts;
  @ApiProperty() upheldComplaints!: number;
  @ApiProperty({ type: ScorecardBefore, required: false, description: 'The closed card of the period before' })
  before?: ScorecardBefore;
  @ApiProperty({ type: [ScorecardAppeal] }) appeals!: ScorecardAppeal[];
}

class LiftedLine {
  @ApiProperty({ enum: metricKeys }) key!: string;
  @ApiProperty({ example: '100.88' }) value!: string;
}

export class CardLift {
  @Id() case!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty() document!: string;
  @ApiProperty({ description: 'Open, in company currency' }) amount!: string;
  @NullableText('When its open promise is due', 'date') promisedOn!: string | null;
  @ApiProperty({ example: '11.61', description: 'By which the total would rise' }) points!: string;
  @ApiProperty({ example: '95.84' }) total!: string;
  @ApiProperty({ enum: ['A', 'B', 'C', 'D'] }) grade!: string;
  @ApiProperty({ type: [LiftedLine], description: 'Lines that would read otherwise' }) lines!: LiftedLine[];
}

export class CardLiftsAnswer {
  @ApiProperty({ type: [CardLift] }) items!: CardLift[];
}
