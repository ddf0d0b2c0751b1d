import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Database } from '../platform/database/database.js';

export const shortestPassword = 10;
export const longestPassword = 200;

/** argon2id with a salt of its own, as kept in people.password_hash. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

@Injectable()
export class Passwords {
  /** Nobody's: looked at where there is no password to compare, so that the time an answer takes does not tell which logins exist. */
  private readonly nobodys = hashPassword(randomBytes(32).toString('hex'));

  constructor(private readonly database: Database) {}

  /** The hash that the password fits; undefined for a wrong one and for people who are unknown, inactive or without sign-in. */
  async matching(login: string, password: string): Promise<string | undefined> {
    const [person] = await this.database.query<{ hash: string | null }>(
      'select password_hash as hash from people where login = $1 and active',
      [login],
      'people.password',
    );
    const own = person?.hash ?? undefined;
    const fits = await verify(own ?? (await this.nobodys), password);
    return fits ? own : undefined;
  }
}
