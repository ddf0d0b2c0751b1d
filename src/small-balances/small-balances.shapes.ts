import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, ValidateIf } from 'class-validator';
import { CaseIds } from '../cases/forms/several-cases.js';
import { Limit } from '../people/paging.js';
import { BusinessDate, Id, Login, Name, Text } from '../platform/shapes.js';

export class SmallBalancesQuery extends Limit {
  @Name({ max: 20 }) company!: string;
  @Text({ max: 90, optional: true, description: 'The last page’s `next`' }) after?: string;
}

export class SmallBalanceRow {
  @Id() case!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() customerName!: string;
  @ApiProperty() document!: string;
  @ApiProperty() instalment!: number;
  @BusinessDate() dueOn!: string;
  @ApiProperty() currency!: string;
  @ApiProperty({ example: '0.50' }) balance!: string;
  @Login() owner!: string;
  @ApiProperty({ description: 'Whether it would be waived, together with those before it on the page' }) possible!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'The rule that refuses' }) code!: string | null;
  @ApiProperty({ type: String, nullable: true }) detail!: string | null;
}

export class SmallBalancesPage {
  @ApiProperty({ example: '5.00', description: 'What one customer may be waived, by policy; 0.00 = nothing' }) atMost!: string;
  @ApiProperty({ description: 'The company’s: others are not offered' }) currency!: string;
  @ApiProperty({ type: [SmallBalanceRow] }) items!: SmallBalanceRow[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class WaiveForm {
  @Name({ max: 20 }) company!: string;
  @CaseIds('These cases') cases?: string[];

  @ValidateIf((_object, value) => value !== undefined)
  @IsBoolean({ context: { code: 'invalid' } })
  @ApiProperty({ required: false, description: 'Instead of `cases`: the first 500 that are small enough' })
  all?: boolean;

  @Text() reason!: string;
}

export class WaiveAnswer {
  @ApiProperty() waived!: number;
  @ApiProperty() refused!: number;
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'Each {case, version, state} or {case, status, code, detail}',
  })
  answers!: object[];
}
