import { ApiProperty } from '@nestjs/swagger';
import { PolicyNumbers } from '../../cases/policy-numbers.js';
import { IdPage } from '../../people/paging.js';
import { BusinessDate, Id, Name } from '../../platform/shapes.js';

export class WhatIfForm {
  @Name({ max: 20 })
  company!: string;

  @BusinessDate({ description: 'First day on which the other numbers hold' })
  from!: string;

  @BusinessDate({ description: 'Last day; its night has run' })
  until!: string;

  @Id({ optional: true, description: 'Of a proposal, whose numbers are tried; otherwise `changes`' })
  policy?: string;

  @PolicyNumbers({ optional: true, description: 'As in a proposal' })
  changes?: Record<string, unknown>;
}

export class WhatIfPath {
  @Id()
  id!: string;
}

export class WhatIfQuery extends IdPage {
  @Name({ max: 20, optional: true, description: 'Left out: all that the person may see' })
  company?: string;
}

export class WhatIfRun {
  @Id() id!: string;
  @ApiProperty() company!: string;
  @BusinessDate() from!: string;
  @BusinessDate() until!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The proposal that was tried' }) policy!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'The numbers that were tried' }) changes!: object;
  @ApiProperty({ enum: ['waiting', 'running', 'done', 'failed', 'cancelled'] }) status!: string;
  @ApiProperty({ type: 'integer', description: 'To be looked at; 0 while it waits' }) cases!: number;
  @ApiProperty({ type: 'integer', description: 'Looked at so far' }) done!: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description:
      'Of the cases looked at so far: how many would have gone another way, and what all of them come to, actually and otherwise',
  })
  summary!: object | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it failed, for a technician' }) failure!: string | null;
  @ApiProperty({ description: 'Login' }) requestedBy!: string;
  @ApiProperty({ format: 'date-time' }) requestedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) startedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt!: string | null;
}

export class WhatIfRunsPage {
  @ApiProperty({ type: [WhatIfRun] }) items!: WhatIfRun[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class WhatIfCase {
  @Id() case!: string;
  @ApiProperty() customer!: string;
  @ApiProperty() document!: string;
  @ApiProperty() currency!: string;
  @BusinessDate() on!: string;
  @ApiProperty({ enum: ['state', 'refused', 'amounts'] }) kind!: string;
  @ApiProperty({ description: 'The state in which the case was on that day' }) happened!: string;
  @ApiProperty({ description: 'The state in which it would have been' }) wouldHave!: string;
  @ApiProperty({ type: String, nullable: true, description: 'That would not have been taken' }) command!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The refusal’s key' }) refusal!: string | null;
  @ApiProperty({ description: 'The same as a sentence, in the language asked for' }) words!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'At the end of the span' }) actual!: object;
  @ApiProperty({ type: 'object', additionalProperties: true }) other!: object;
}

export class WhatIfCasesPage {
  @ApiProperty({ type: [WhatIfCase] }) items!: WhatIfCase[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
