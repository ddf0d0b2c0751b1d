import { ApiProperty } from '@nestjs/swagger';
import { type Role, roles } from '../../workflows/collection-case/actor.js';
import { type Language, languages } from '../platform/i18n/language.js';
import { Id, Login, Name, OneOf, Password } from '../platform/shapes.js';
import { longestPassword, shortestPassword } from './passwords.js';

export class SignInForm {
  @Login()
  login!: string;

  @Password({ max: longestPassword })
  password!: string;
}

export class ChangePasswordForm {
  @Password({ max: longestPassword })
  old!: string;

  @Password({ min: shortestPassword, max: longestPassword })
  new!: string;
}

export class NewPasswordForm {
  @Password({ min: shortestPassword, max: longestPassword })
  new!: string;
}

export class GrantAnswer {
  @ApiProperty({ enum: roles })
  role!: Role;

  @ApiProperty({ type: String, nullable: true, description: 'null = every company' })
  company!: string | null;
}

export class SignedInPerson {
  @Login()
  login!: string;

  @Name()
  name!: string;

  @OneOf(languages)
  language!: Language;

  @ApiProperty({
    enum: roles,
    isArray: true,
    description: 'Held today in any company, those of people one stands in for included; each once',
  })
  roles!: Role[];

  @ApiProperty({ type: [GrantAnswer], description: 'One’s own' })
  grants!: GrantAnswer[];

  @ApiProperty({ required: false, description: 'Nothing but `POST /me/password` is open until it has been done' })
  mustChoosePassword?: boolean;
}

export class SignInAnswer {
  @ApiProperty({ description: 'Send it as `Authorization: Bearer …`; it holds for 12 hours' })
  token!: string;

  @ApiProperty({ type: SignedInPerson })
  person!: SignedInPerson;
}

export class StandsInForAnswer {
  @Login()
  login!: string;

  @ApiProperty({ type: [GrantAnswer], description: 'What one gains by it today' })
  grants!: GrantAnswer[];
}

export class MeAnswer extends SignedInPerson {
  @ApiProperty({ type: [StandsInForAnswer] })
  standsInFor!: StandsInForAnswer[];

  @Id()
  sessionId!: string;
}

export class SessionAnswer {
  @Id()
  id!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: Date;

  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt!: Date;

  @ApiProperty({ type: String, nullable: true, description: 'Network address of the sign-in' })
  address!: string | null;

  @ApiProperty({ type: String, nullable: true })
  client!: string | null;
}

export class SessionPage {
  @ApiProperty({ type: [SessionAnswer] })
  items!: SessionAnswer[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
