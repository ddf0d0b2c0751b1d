import { ApiProperty } from '@nestjs/swagger';
import { Limit } from '../people/paging.js';
import { Id, Login, OneOf, Text } from '../platform/shapes.js';

export const refusalKinds = ['all', 'access', 'control'] as const;

export class RefusalsQuery extends Limit {
  @OneOf(refusalKinds, { optional: true, description: '`access`: who may not; `control`: who may, but not like this. `all` when left out' })
  kind: (typeof refusalKinds)[number] = 'all';

  @Login({ optional: true })
  person?: string;

  @Text({ max: 60, optional: true, description: 'The last page’s `next`' })
  after?: string;
}

export class RefusedAnswer {
  @ApiProperty({ enum: ['access', 'control'] }) kind!: string;
  @Id() id!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null: nobody known' }) login!: string | null;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty() method!: string;
  @ApiProperty() path!: string;
  @ApiProperty({ type: String, nullable: true }) case!: string | null;
  @ApiProperty({ type: 'integer' }) status!: number;
  @ApiProperty({ description: 'The refusal’s key' }) code!: string;
  @ApiProperty({ type: String, nullable: true }) requestId!: string | null;
}

export class RefusalsPage {
  @ApiProperty({ type: [RefusedAnswer] }) items!: RefusedAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
