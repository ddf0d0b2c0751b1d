import { createHash, randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { Forgetting } from '../platform/jobs/forgetting.js';
import type { CurrentPerson } from './current-person.js';
import { personOfSession } from './person-of-session.js';

/** Where a sign-in comes from. */
export interface Origin {
  /** Of the socket, or what a trusted proxy says: anybody else's forwarded header is whatever its sender likes. */
  address: string;
  /** The user agent's own words, cut to 200 characters. */
  client: string;
}

export interface LiveSession {
  id: string;
  createdAt: Date;
  expiresAt: Date;
  address: string | null;
  client: string | null;
}

/** Whose token it is; `person` only while the session is live. */
export interface TokenHolder {
  login: string;
  person?: CurrentPerson;
}

/** Sign-ins that can be revoked. A token is known to its holder alone: the database keeps its SHA-256. */
@Injectable()
export class Sessions implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly forgetting: Forgetting,
  ) {}

  /** One that was revoked would have ended within hours, too. */
  onModuleInit(): void {
    this.forgetting.add({ table: 'sessions', since: 'expires_at' });
  }

  /**
   * Opens a session of 12 hours.
   * @param passwordHash the one just compared: a password changed meanwhile opens nothing
   * @returns the token, 43 characters; undefined where the person may no longer sign in with that password
   */
  async open(login: string, passwordHash: string, { address, client }: Origin): Promise<string | undefined> {
    const token = randomBytes(32).toString('base64url');
    const opened = await this.database.query(
      `insert into sessions (token_hash, login, expires_at, address, client)
       select $1, login, now() + interval '12 hours', $4, $5 from people where login = $2 and active and password_hash = $3 for share
       returning id`,
      [hashOf(token), login, passwordHash, address, client],
      'sessions.open',
    );
    return opened.length ? token : undefined;
  }

  /** Everything about the caller in one query, anew on every request: a role taken away is gone with the next one. */
  async holderOf(token: string): Promise<TokenHolder | undefined> {
    const [row] = await this.database.query<CurrentPerson & { live: boolean }>(personOfSession, [hashOf(token)], 'sessions.person');
    if (!row) return undefined;
    const { live, ...person } = row;
    return live ? { login: person.login, person } : { login: person.login };
  }

  /** @param after id of the last one seen */
  live(login: string, { limit, after }: { limit: number; after: string }): Promise<LiveSession[]> {
    return this.database.query(
      `select id, created_at as "createdAt", expires_at as "expiresAt", address, client from sessions
       where login = $1 and revoked_at is null and expires_at > now() and id > $2::bigint order by id limit $3`,
      [login, after, limit],
    );
  }

  /**
   * @param login whose session it must be; left out, anybody's
   * @throws Problem 404 `session.unknown`, also for one that has ended
   */
  async revoke(id: string, login?: string): Promise<void> {
    const revoked = await this.database.query(
      `update sessions set revoked_at = now()
       where id = $1::bigint and revoked_at is null and expires_at > now() and ($2::text is null or login = $2) returning id`,
      [id, login ?? null],
    );
    if (!revoked.length) throw new Problem(404, 'session.unknown');
  }

  /** To be called after the person's row was written: a sign-in in progress has then either been seen or finds the change. */
  async revokeAll(tx: Tx, login: string, except?: string): Promise<void> {
    await tx.query('update sessions set revoked_at = now() where login = $1 and revoked_at is null and id is distinct from $2::bigint', [
      login,
      except ?? null,
    ]);
  }
}

/** As tokens are kept. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
