import { type Language, languages } from '../platform/i18n/language.js';
import { Email, Login, Name, OneOf, Password } from '../platform/shapes.js';
import { longestPassword, shortestPassword } from './passwords.js';

export class FirstAdminForm {
  @Name({ max: 40 }) code!: string;
  @Login() login!: string;
  @Name({ max: 100 }) name!: string;
  @Email({ optional: true }) email?: string;
  @OneOf(languages, { optional: true }) language?: Language;
  @Password({ min: shortestPassword, max: longestPassword }) password!: string;
}
