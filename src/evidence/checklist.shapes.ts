import { ApiProperty } from '@nestjs/swagger';
import { evidenceKinds, grounds } from '../../workflows/evidence/grounds.js';
import { Limit } from '../people/paging.js';
import { BusinessDate, Id, Name, OneOf, Text } from '../platform/shapes.js';

const lacks = ['origin', 'insolvency_ground', 'inability_to_pay', 'any_ground'];

export class NeededKindAnswer {
  @OneOf(evidenceKinds) kind!: string;
  @OneOf(['accepted', 'attached', 'missing']) state!: string;
  @ApiProperty({ type: [String], description: 'Ids of the accepted ones, or else of those that wait to be accepted' })
  documents!: readonly string[];
}

export class GroundAnswer {
  @OneOf(grounds) ground!: string;
  @OneOf(['alone', 'insolvency', 'inability_to_pay', 'origin'], {
    description: 'alone: carries a bad debt with `origin`; insolvency: with `origin` and `inability_to_pay`',
  })
  part!: string;
  @ApiProperty({ description: 'By accepted documents, and by age and size where the ground asks for them' }) complete!: boolean;
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { $ref: '#/components/schemas/NeededKindAnswer' } },
    description: 'Each is one way to complete it; all its kinds are needed',
  })
  ways!: readonly (readonly NeededKindAnswer[])[];
  @BusinessDate({ optional: true, description: 'The first day on which the debt is old enough' }) oldEnoughFrom?: string;
  @ApiProperty({ required: false, description: 'Whether the balance is small enough' }) smallEnough?: boolean;
}

export class StepAnswer {
  @OneOf(['attach', 'accept']) do!: string;
  @OneOf(['legal_officer', 'legal_manager', 'legal_deputy'], { description: 'legal_deputy: the legal manager filed it' }) by!: string;
  @OneOf(grounds) ground!: string;
  @OneOf(evidenceKinds) kind!: string;
  @Id({ optional: true, description: 'What waits to be accepted' }) evidence?: string;
}

export class NearestAnswer {
  @ApiProperty({ enum: grounds, isArray: true }) grounds!: readonly string[];
  @ApiProperty({ type: [StepAnswer] }) steps!: readonly StepAnswer[];
}

/** What a bad debt was resolved on, looked at again. */
export class DecisionAnswer {
  @BusinessDate() resolvedOn!: string;
  @ApiProperty({
    description: 'False once too much of what it relied on was withdrawn: it cannot be approved, and its dossier is incomplete',
  })
  stillCarried!: boolean;
  @ApiProperty({ type: [String], description: 'Documents that had been accepted and were withdrawn since; readable all the same' })
  withdrawn!: readonly string[];
}

export class DocumentAnswer {
  @Id() id!: string;
  @OneOf(evidenceKinds) kind!: string;
  @OneOf(grounds) ground!: string;
  @ApiProperty() fileName!: string;
  @ApiProperty({ type: String, nullable: true }) issuer!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) documentDate!: string | null;
  @ApiProperty({ description: 'Of the file, hexadecimal' }) sha256!: string;
  @ApiProperty() attachedBy!: string;
  @BusinessDate() attachedOn!: string;
  @ApiProperty({ type: String, nullable: true }) acceptedBy!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was withdrawn' }) withdrawnReason!: string | null;
}

export class ChecklistAnswer {
  @Id() case!: string;
  @BusinessDate() businessDate!: string;
  @ApiProperty({ description: 'A bad debt can be resolved on what is accepted' }) carries!: boolean;
  @ApiProperty({ enum: lacks, isArray: true }) lacks!: readonly string[];
  @ApiProperty({ type: [GroundAnswer] }) grounds!: readonly GroundAnswer[];
  @ApiProperty({ type: NearestAnswer, required: false, description: 'The grounds that need the least, and what that is' })
  nearest?: NearestAnswer;
  @ApiProperty({ type: DecisionAnswer, required: false }) decision?: DecisionAnswer;
  @ApiProperty({ type: [DocumentAnswer], description: 'In the order in which they were attached' }) documents!: readonly DocumentAnswer[];
}

export class RequestsQuery extends Limit {
  @OneOf(['open', 'overdue', 'answered', 'all'], { optional: true, description: 'open by default, which has the overdue ones, too' })
  state: 'open' | 'overdue' | 'answered' | 'all' = 'open';

  @Name({ max: 20, optional: true }) company?: string;
  @Text({ max: 40, optional: true, description: 'The last page’s `next`' }) after?: string;
}

export class RequestRow {
  @Id() case!: string;
  @ApiProperty({ type: 'integer', description: 'Counted from 1 in its case' }) request!: number;
  @ApiProperty() company!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @BusinessDate() on!: string;
  @ApiProperty({ description: 'Login, or board' }) by!: string;
  @BusinessDate({ description: 'The last day on which it is in time' }) neededBy!: string;
  @OneOf(['open', 'overdue', 'answered', 'lapsed'], { description: 'lapsed: the case closed first' })
  state!: 'open' | 'overdue' | 'answered' | 'lapsed';
  @ApiProperty({ type: String, nullable: true, enum: [...grounds, null], description: 'Null: whatever a bad debt lacks' }) ground!:
    | string
    | null;
  @ApiProperty({ enum: lacks, isArray: true, description: 'What the board’s resolution lacked' }) missing!: string[];
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) answeredOn!: string | null;
}

export class EvidenceRequestsPage {
  @ApiProperty({ type: [RequestRow] }) items!: RequestRow[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
