import { Injectable } from '@nestjs/common';
import { Problem } from '../platform/errors/problem.js';
import type { CurrentPerson } from './current-person.js';
import { Directory } from './directory.js';
import { Passwords } from './passwords.js';
import { type Origin, Sessions } from './sessions.js';
import { SignInAttempts } from './sign-in-attempts.js';

export interface SignedIn {
  token: string;
  person: CurrentPerson;
}

@Injectable()
export class SignIn {
  constructor(
    private readonly attempts: SignInAttempts,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly directory: Directory,
  ) {}

  /** @throws Problem 401 `sign_in.wrong`, whatever of the two is wrong; 429 `sign_in.locked` */
  async signIn(login: string, password: string, origin: Origin): Promise<SignedIn> {
    const token = await this.attempts.evaluate(login, origin.address, async () => {
      const hash = await this.passwords.matching(login, password);
      return hash === undefined ? undefined : this.sessions.open(login, hash, origin);
    });
    const holder = token === undefined ? undefined : await this.sessions.holderOf(token);
    if (token === undefined || !holder?.person) throw new Problem(401, 'sign_in.wrong');
    return { token, person: holder.person };
  }

  /**
   * Guessing the old password is limited as signing in is: an open session is not yet its owner.
   * @throws Problem 409 `password.wrong`, `password.same` where another has to be chosen; 429 `sign_in.locked`
   */
  async changePassword(person: CurrentPerson, { old, next }: { old: string; next: string }, origin: Origin): Promise<void> {
    const fits = await this.attempts.evaluate(person.login, origin.address, () => this.passwords.matching(person.login, old));
    if (fits === undefined) throw new Problem(409, 'password.wrong');
    if (person.mustChoosePassword && old === next) throw new Problem(409, 'password.same');
    await this.directory.choosePassword(person.login, next, person.sessionId);
  }

  /**
   * In the place of the one that somebody else has set, with which the person has just signed in.
   * @throws Problem 409 `password.same`, `password.chosen`
   */
  async choosePassword(person: CurrentPerson, next: string): Promise<void> {
    if (!person.mustChoosePassword) throw new Problem(409, 'password.chosen');
    if ((await this.passwords.matching(person.login, next)) !== undefined) throw new Problem(409, 'password.same');
    await this.directory.choosePassword(person.login, next, person.sessionId);
  }
}
