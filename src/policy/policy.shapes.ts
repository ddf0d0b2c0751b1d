import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { PolicyNumbers } from '../cases/policy-numbers.js';
import { IdPage } from '../people/paging.js';
import { BusinessDate, Id, Name, Text } from '../platform/shapes.js';

export class PolicyForm {
  @Name({ max: 20 })
  company!: string;

  @BusinessDate({ description: 'Later than today' })
  effectiveFrom!: string;

  @PolicyNumbers({ description: 'The numbers that are to change, by the names of `GET /policies/fields`; money and per cent as text' })
  changes!: Record<string, unknown>;

  @Text({ max: 2000 })
  reason!: string;
}

export class RejectProposalForm {
  @Text({ max: 2000 })
  reason!: string;
}

export class ApproveForm {
  @Text({ max: 2000, optional: true })
  reason?: string;
}

export class PolicyPath {
  @Id()
  id!: string;
}

export class PoliciesQuery extends IdPage {
  @Name({ max: 20, optional: true, description: 'Left out: all whose policies the person sees' })
  company?: string;
}

export class CurrentPolicyQuery {
  @Name({ max: 20 })
  company!: string;

  @BusinessDate({ optional: true, description: 'Today when left out' })
  on?: string;
}

export class PolicyDifference {
  @ApiProperty({ example: 'reviewAfterOverdueDays' }) field!: string;
  @AnyValue({ example: 90 }) from!: unknown;
  @AnyValue({ example: 60 }) to!: unknown;
  @ApiProperty({ description: 'The same as a sentence, in the language asked for' }) words!: string;
}

export class PolicyAnswer {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @ApiProperty({ enum: ['proposed', 'approved', 'rejected', 'withdrawn'] }) status!: string;
  @BusinessDate() effectiveFrom!: string;
  @ApiProperty({ type: [PolicyDifference], description: 'Against the version before it' }) differences!: PolicyDifference[];
  @ApiProperty() reason!: string;
  @ApiProperty({ description: 'Login' }) proposedBy!: string;
  @BusinessDate() proposedOn!: string;
  @ApiProperty({ format: 'date-time' }) proposedAt!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Login' }) decidedBy!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) decidedOn!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) decidedAt!: string | null;
  @ApiProperty({ type: String, nullable: true }) decisionReason!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'What journal entries name; null unless approved' })
  version!: number | null;
}

export class PoliciesPage {
  @ApiProperty({ type: [PolicyAnswer] }) items!: PolicyAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class CurrentPolicy {
  @ApiProperty() company!: string;
  @BusinessDate() on!: string;
  @ApiProperty({ type: 'integer', description: '0 = the defaults' }) version!: number;
  @ApiProperty({ type: 'object', additionalProperties: true }) numbers!: Record<string, unknown>;
}

class InBothLanguages {
  @ApiProperty() 'zh-CN'!: string;
  @ApiProperty() en!: string;
}

export class PolicyFieldAnswer {
  @ApiProperty({ example: 'reviewAfterOverdueDays' }) name!: string;
  @ApiProperty({ enum: ['whole', 'money', 'percent', 'days', 'choice', 'account', 'causes', 'bands'] }) kind!: string;
  @ApiProperty({ example: 'overdue_days' }) unit!: string;
  @AnyValue({ nullable: true, description: 'Null where the kind has no such bound' }) min!: unknown;
  @AnyValue({ nullable: true }) max!: unknown;
  @ApiProperty({ type: [String], nullable: true, description: 'Of a choice' }) allowed!: readonly string[] | null;
  @AnyValue({}) default!: unknown;
  @ApiProperty({ description: 'Where the default comes from' }) clause!: string;
  @ApiProperty({ type: InBothLanguages }) means!: InBothLanguages;
}

export class PolicyFieldsAnswer {
  @ApiProperty({ type: [PolicyFieldAnswer] }) items!: PolicyFieldAnswer[];
}

/** A number, a text, or a list of such: every field of the policy has its own kind. */
function AnyValue({ nullable = false, ...about }: { nullable?: boolean; description?: string; example?: unknown }): PropertyDecorator {
  const kinds = [
    { type: 'integer' },
    { type: 'string', nullable },
    { type: 'array', items: {} },
    { type: 'object', additionalProperties: true },
  ];
  return ApiProperty({ oneOf: kinds, ...about } as ApiPropertyOptions);
}
