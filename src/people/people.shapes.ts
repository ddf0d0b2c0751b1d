import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, ValidateIf } from 'class-validator';
import { type Role, roles } from '../../workflows/collection-case/actor.js';
import { type Language, languages } from '../platform/i18n/language.js';
import { Email, Login, Name, OneOf, Password } from '../platform/shapes.js';
import { LoginPage } from './paging.js';
import { longestPassword, shortestPassword } from './passwords.js';
import { GrantAnswer } from './sessions.shapes.js';

export class NewPersonForm {
  @Login()
  login!: string;

  @Name({ max: 100 })
  name!: string;

  @Email({ optional: true })
  email?: string;

  @OneOf(languages, { optional: true, description: 'zh-CN when left out' })
  language?: Language;

  @Password({ min: shortestPassword, max: longestPassword, optional: true, description: 'Without one the person cannot sign in' })
  password?: string;
}

export class PersonChangeForm {
  @Name({ max: 100, optional: true })
  name?: string;

  @Email({ optional: true })
  email?: string;

  @OneOf(languages, { optional: true })
  language?: Language;

  @IsBoolean({ context: { code: 'invalid' } })
  @ValidateIf((_person, value) => value !== undefined)
  @ApiProperty({ required: false, description: 'false ends all sessions and keeps the person out' })
  active?: boolean;

  @Password({ min: shortestPassword, max: longestPassword, optional: true, description: 'Ends all sessions of the person' })
  password?: string;
}

export class PeopleQuery extends LoginPage {
  @OneOf(['true', 'false'], { optional: true, description: 'false lists, for one, the owners met in files' })
  canSignIn?: 'true' | 'false';
}

export class GrantForm {
  @OneOf(roles)
  role!: Role;

  @Name({ max: 20, optional: true, description: 'Left out: every company' })
  company?: string;
}

export class PersonPath {
  @Login()
  login!: string;
}

export class GrantPath extends PersonPath {
  @OneOf(roles)
  role!: Role;
}

export class CompanyQuery {
  @Name({ max: 20, optional: true, description: 'Left out: the grant for every company' })
  company?: string;
}

export class PersonAnswer {
  @Login()
  login!: string;

  @Name()
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  email!: string | null;

  @OneOf(languages)
  language!: Language;

  @ApiProperty()
  active!: boolean;

  @ApiProperty({ description: 'Has a password' })
  canSignIn!: boolean;

  @ApiProperty({ type: [GrantAnswer] })
  roles!: GrantAnswer[];

  @ApiProperty({ type: String, nullable: true, description: 'Id of the team the person belongs to' })
  team!: string | null;
}

export class PeoplePage {
  @ApiProperty({ type: [PersonAnswer] })
  items!: PersonAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
