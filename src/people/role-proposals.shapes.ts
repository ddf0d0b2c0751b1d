import { ApiProperty } from '@nestjs/swagger';
import { type Role, roles } from '../../workflows/collection-case/actor.js';
import { Id, Login, Name, OneOf, Text } from '../platform/shapes.js';
import { IdPage } from './paging.js';

const states = ['waiting', 'confirmed', 'rejected', 'withdrawn'] as const;

export class RoleProposalPath {
  @Id()
  id!: string;
}

export class RoleProposalQuery extends IdPage {
  @OneOf(['true', 'false'], { optional: true, description: 'true: only those that nobody has decided on' })
  waiting?: 'true' | 'false';
}

export class RoleRejectionForm {
  @Text({ max: 500 })
  reason!: string;
}

export class RoleProposalAnswer {
  @Id()
  id!: string;

  @Login({ description: 'Who is to hold the role' })
  login!: string;

  @Name()
  name!: string;

  @OneOf(roles)
  role!: Role;

  @ApiProperty({ type: String, nullable: true, description: 'null = every company' })
  company!: string | null;

  @OneOf(states)
  status!: (typeof states)[number];

  @Login()
  proposedBy!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  proposedAt!: Date;

  @ApiProperty({ type: String, nullable: true })
  decidedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt!: Date | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it was rejected' })
  reason!: string | null;

  @ApiProperty({ description: 'One may confirm or reject it' })
  mayDecide!: boolean;
}

export class RoleProposalPage {
  @ApiProperty({ type: [RoleProposalAnswer] })
  items!: RoleProposalAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
