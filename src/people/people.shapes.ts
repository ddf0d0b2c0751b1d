import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, ValidateIf } from 'class-validator';
import { type Role, roles } from '../../workflows/collection-case/actor.js';
import { type Language, languages } from '../platform/i18n/language.js';
import { Email, Id, Login, Name, OneOf, Password } from '../platform/shapes.js';
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

  @Password({
    min: shortestPassword,
    max: longestPassword,
    optional: true,
    description: 'For the first sign-in, where another is chosen. Without one the person cannot sign in',
  })
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

  @Password({
    min: shortestPassword,
    max: longestPassword,
    optional: true,
    description: 'For one sign-in, where another is chosen. Ends all sessions and tokens of the person, who is mailed about it',
  })
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

/** A role that somebody in charge has yet to confirm. */
export class WaitingRoleAnswer {
  @Id({ description: 'Of the role proposal' })
  id!: string;

  @OneOf(roles)
  role!: Role;

  @ApiProperty({ type: String, nullable: true, description: 'null = every company' })
  company!: string | null;

  @Login()
  proposedBy!: string;
}

const accountEntries = [
  ...['role_set_up', 'role_given', 'role_proposed', 'role_confirmed', 'role_rejected', 'role_withdrawn', 'role_taken'],
  ...['password_set', 'address_changed'],
];

export class AccountEntry {
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;

  @OneOf(accountEntries, { description: '`role_set_up`: there was nobody in charge yet who could have confirmed it' })
  what!: string;

  @ApiProperty({ type: String, nullable: true, description: 'A login, `command line`, `first run`; null: the training people' })
  by!: string | null;

  @ApiProperty({ enum: roles, nullable: true, type: String })
  role!: Role | null;

  @ApiProperty({ type: String, nullable: true, description: 'null = every company' })
  company!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Who proposed what was confirmed, why it was rejected, or the old address' })
  detail!: string | null;
}

export class AccountRecordAnswer {
  @ApiProperty({ type: [AccountEntry], description: 'Newest first, the last 200' })
  items!: AccountEntry[];
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

  @ApiProperty({ type: [WaitingRoleAnswer], required: false, description: 'Roles that somebody in charge has yet to confirm' })
  waiting?: WaitingRoleAnswer[];

  @ApiProperty({ required: false, description: 'The password was set by somebody else and is good for one sign-in' })
  mustChoosePassword?: boolean;
}

export class PeoplePage {
  @ApiProperty({ type: [PersonAnswer] })
  items!: PersonAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
