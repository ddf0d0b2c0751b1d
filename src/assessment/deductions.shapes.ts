import { ApiProperty } from '@nestjs/swagger';
import { IdPage, Limit } from '../people/paging.js';
import { BusinessDate, Id, Login, Name } from '../platform/shapes.js';
import { Period } from './period.shape.js';

export class DeductionsQuery extends IdPage {
  @Login({ optional: true }) person?: string;
  @Id({ optional: true, description: 'Of one case' }) case?: string;
  @Period({ optional: true }) period?: string;
}

export class DeductionRow {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @Id() case!: string;
  @ApiProperty({ description: 'Of the receivable' }) document!: string;
  @ApiProperty({ description: 'The journal entry that made it' }) seq!: number;
  @ApiProperty({ enum: ['deduction', 'give_back', 'reversal'] }) kind!: string;
  @Login() person!: string;
  @ApiProperty() cause!: string;
  @ApiProperty({ example: '60.00' }) share!: string;
  @ApiProperty({ example: '6.00', description: 'Taken by a deduction, returned by the others' }) points!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) basis!: object;
  @BusinessDate() effectiveOn!: string;
  @Period({ description: 'In which it counts: of what came after a period was closed, the next one' }) period!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The deduction that it returns, or takes once more' }) corrects!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Who decided it; null where all who were named accepted, or were silent' })
  decidedBy!: string | null;
  @ApiProperty({ description: 'Whether an appeal decided it' }) onAppeal!: boolean;
  @ApiProperty({ description: 'Who proposed the attribution' }) proposedBy!: string;
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'Collected facts of the case that speak for the cause: {kind, on, numbers}',
  })
  facts!: object[];
}

export class DeductionsPage {
  @ApiProperty({ type: [DeductionRow] }) items!: DeductionRow[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class DeductionSumsQuery extends Limit {
  @Login({ optional: true }) person?: string;
  @Period({ optional: true }) period?: string;
  @Name({ max: 80, optional: true, description: 'The last page’s `next`' }) after?: string;
}

export class DeductionSum {
  @ApiProperty() company!: string;
  @Login() person!: string;
  @Period() period!: string;
  @ApiProperty({ example: '6.00' }) taken!: string;
  @ApiProperty({ example: '1.50' }) returned!: string;
  @ApiProperty({ example: '4.50', description: 'Taken less returned; negative where an earlier period’s comes back' }) net!: string;
  @ApiProperty() rows!: number;
}

export class DeductionSumsPage {
  @ApiProperty({ type: [DeductionSum] }) items!: DeductionSum[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
