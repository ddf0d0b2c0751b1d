import { ApiProperty } from '@nestjs/swagger';
import { IsUrl } from 'class-validator';
import { BusinessDate, Id, Login, Name } from '../platform/shapes.js';

export class TeamForm {
  @Name({ max: 100 })
  name!: string;

  @Login()
  manager!: string;
}

export class TeamChatForm {
  @IsUrl({ protocols: ['https'], require_protocol: true, disallow_auth: true }, { context: { code: 'https_url' } })
  @Name({ max: 500, description: 'Of a WeCom group’s robot. It is a secret: no answer shows it' })
  webhook!: string;
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

  @ApiProperty({ description: 'Has a robot that writes into its chat' })
  chat!: boolean;
}

export class TeamDayQuery {
  @BusinessDate()
  on!: string;
}

export class TeamMembersAnswer {
  @Id()
  team!: string;

  @BusinessDate()
  on!: string;

  @ApiProperty({ type: [String], description: 'Logins' })
  members!: string[];
}

export class TeamPage {
  @ApiProperty({ type: [TeamAnswer] })
  items!: TeamAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
