import { ApiProperty } from '@nestjs/swagger';
import { Id, Login, Name } from '../platform/shapes.js';

export class TeamForm {
  @Name({ max: 100 })
  name!: string;

  @Login()
  manager!: string;
}

export class TeamPath {
  @Id()
  id!: string;
}

export class TeamMemberPath extends TeamPath {
  @Login()
  login!: string;
}

export class TeamAnswer {
  @Id()
  id!: string;

  @Name()
  name!: string;

  @Login()
  manager!: string;

  @ApiProperty({ type: [String], description: 'Logins' })
  members!: string[];
}

export class TeamPage {
  @ApiProperty({ type: [TeamAnswer] })
  items!: TeamAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
