import { ApiProperty } from '@nestjs/swagger';
import { parties } from '../../workflows/attribution/causes.js';
import { causes } from '../../workflows/policy.js';
import { IdPage } from '../people/paging.js';
import { BusinessDate, Id, Login, Name, OneOf } from '../platform/shapes.js';

export const attributionStates = ['proposed', 'contested', 'final', 'appealed'] as const;

export class AttributionsQuery extends IdPage {
  @OneOf(['answer', 'decision'], { optional: true, description: 'Only what waits for my answer, or for my decision' }) waits?: string;
  @OneOf(attributionStates, { optional: true }) state?: string;
  @Name({ max: 20, optional: true }) company?: string;
  @Login({ optional: true, description: 'Who is named' }) person?: string;
}

export class AttributionFact {
  @ApiProperty() kind!: string;
  @BusinessDate() on!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) numbers!: object;
}

export class AttributedShare {
  @OneOf(parties) party!: string;
  @ApiProperty({ type: String, nullable: true }) person!: string | null;
  @OneOf(causes) cause!: string;
  @ApiProperty({ description: 'Per cent' }) share!: number;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ description: 'The rule that the cause touches' }) clause!: string;
  @ApiProperty({ example: '3.00', description: 'What it costs, or would cost today' }) points!: string;
  @ApiProperty({ type: [AttributionFact], description: 'Collected facts that speak for the cause' }) facts!: AttributionFact[];
}

export class AttributionRow {
  @Id() case!: string;
  @ApiProperty({ description: 'For If-Match' }) version!: number;
  @ApiProperty() company!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty() document!: string;
  @ApiProperty() instalment!: number;
  @OneOf(attributionStates) state!: string;
  @ApiProperty({ type: String, nullable: true, enum: ['answer', 'decision', null] }) waits!: string | null;
  @ApiProperty({ type: [AttributedShare] }) shares!: AttributedShare[];
  @Login() proposedBy!: string;
  @BusinessDate() proposedOn!: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Last day to answer; silence accepts' }) answerBy!:
    | string
    | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Last day to decide' }) decideBy!: string | null;
  @ApiProperty({ type: [String] }) accepted!: string[];
  @ApiProperty({ type: [String] }) decidedBy!: string[];
  @ApiProperty({ type: String, nullable: true }) appealedBy!: string | null;
}

export class AttributionsPage {
  @ApiProperty({ type: [AttributionRow] }) items!: AttributionRow[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class SuggestedShare {
  @OneOf(parties) party!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Who answered when the facts arose; null where people have to say it' })
  person!: string | null;
  @ApiProperty({ type: [String], description: 'Who held the role that had to act' }) candidates!: string[];
  @OneOf(causes) cause!: string;
  @ApiProperty({ description: 'Per cent' }) share!: number;
  @ApiProperty() clause!: string;
  @ApiProperty({ example: '3.00' }) points!: string;
  @ApiProperty({ type: [AttributionFact] }) facts!: AttributionFact[];
}

export class OwnerThen {
  @Login() owner!: string;
  @BusinessDate() from!: string;
}

export class ProposalAnswer {
  @Id() case!: string;
  @ApiProperty({ type: [SuggestedShare], description: 'Adding up to 100; empty where no fact speaks for a cause' })
  shares!: SuggestedShare[];
  @ApiProperty({ type: [AttributionFact], description: 'All that was collected' }) facts!: AttributionFact[];
  @ApiProperty({ type: [OwnerThen], description: 'Who has had the case, and since when' }) owners!: OwnerThen[];
  @ApiProperty({ type: String, nullable: true, description: 'Who signed the receivable’s contract' }) signedBy!: string | null;
}

export class RootCauseRow {
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
}

export class RootCauseGroupRow {
  @ApiProperty() group!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: [RootCauseRow] }) causes!: RootCauseRow[];
}

export class RootCausesAnswer {
  @ApiProperty({ type: [RootCauseGroupRow] }) items!: RootCauseGroupRow[];
}
