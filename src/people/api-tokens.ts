import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isForMachinesOfOthers } from '../../workflows/access/role-grants.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { ApiTokenAnswer, ApiTokenForm } from './api-tokens.shapes.js';
import { type CurrentPerson, rolesAnywhere } from './current-person.js';
import { Known } from './known.js';
import { personOfToken } from './person-of-session.js';
import { hashOf, type TokenHolder } from './sessions.js';

/** Tells a machine's token from a session's, also to whoever finds one in a file where it should not be. */
export const tokenPrefix = 'rcp_';

const daysAtMost = 366;
const columns = `id::text, name, login, read_only as "readOnly", expires_at as "expiresAt", created_by as "createdBy", created_at as "createdAt",
  last_used_at as "lastUsedAt", revoked_by as "revokedBy", revoked_at as "revokedAt",
  expires_at <= now() as "isOver"`;

/** How machines sign in: with a token that acts for one person, can do no more than that person, and ends. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly database: Database,
    private readonly known: Known,
  ) {}

  /** Everything about the caller in one query, as of a session. */
  async holderOf(token: string): Promise<TokenHolder | undefined> {
    const [row] = await this.database.query<CurrentPerson & { live: boolean }>(personOfToken, [hashOf(token)], 'tokens.person');
    if (!row) return undefined;
    const { live, ...person } = row;
    if (!live) return { login: person.login };
    await this.database.query(
      `update api_tokens set last_used_at = now() where token_hash = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [hashOf(token)],
      'tokens.used',
    );
    return { login: person.login, person: withoutDecidingRoles(person) };
  }

  /**
   * Newest first; those that have ended, too.
   * @param of whose; left out, everybody's
   * @param after id of the last one seen
   */
  list({ limit, after, of }: { limit: number; after?: string; of?: string }): Promise<ApiTokenAnswer[]> {
    return this.database.query<ApiTokenAnswer>(
      `select ${columns} from api_tokens where ($1::text is null or login = $1) and ($2::bigint is null or id < $2) order by id desc limit $3`,
      [of ?? null, after ?? null, limit],
    );
  }

  /**
   * For oneself, or by an administrator for somebody who has no password, as a machine has none: whoever signs in makes their own.
   * @returns with the token, which nobody can be told again
   * @throws Problem 404 `person.unknown`; 409 `person.inactive`, `token.not_yours`, `token.expiry`
   */
  async add(by: CurrentPerson, { name, person = by.login, readOnly, days }: ApiTokenForm): Promise<ApiTokenAnswer & { token: string }> {
    if (days > daysAtMost) throw new Problem(409, 'token.expiry', { days, atMost: daysAtMost });
    if (person !== by.login) await this.checkMachine(by, person);
    const token = `${tokenPrefix}${randomBytes(32).toString('base64url')}`;
    const [made] = await this.database.query<ApiTokenAnswer>(
      `insert into api_tokens (token_hash, login, name, read_only, expires_at, created_by)
       values ($1, $2, $3, $4, now() + make_interval(days => $5), $6) returning ${columns}`,
      [hashOf(token), person, name, readOnly, days, by.login],
    );
    if (!made) throw new Error('a token was not written');
    return { ...made, token };
  }

  /**
   * It opens nothing from now on. One's own; an administrator ends anybody's.
   * @throws Problem 404 `token.unknown`, also for one that was ended already
   */
  async revoke(id: string, by: CurrentPerson): Promise<void> {
    const revoked = await this.database.query(
      `update api_tokens set revoked_by = $2, revoked_at = now()
       where id = $1::bigint and revoked_at is null and ($3::text is null or login = $3) returning id`,
      [id, by.login, isAdmin(by) ? null : by.login],
    );
    if (revoked.length === 0) throw new Problem(404, 'token.unknown');
  }

  /** @param by a login, or `command line`: then the person's own name stands for it */
  async revokeAll(tx: Tx, login: string, by: string): Promise<void> {
    await tx.query(
      `update api_tokens set revoked_by = coalesce((select p.login from people p where p.login = $2), login), revoked_at = now()
       where login = $1 and revoked_at is null and expires_at > now()`,
      [login, by],
    );
  }

  private async checkMachine(by: CurrentPerson, login: string): Promise<void> {
    if (!isAdmin(by)) throw new Problem(403, 'role.required', { roles: ['admin'] });
    await this.known.activePerson(login);
    const [machine] = await this.database.query('select from people where login = $1 and password_hash is null', [login]);
    if (!machine) throw new Problem(409, 'token.not_yours', { login });
  }
}

/** Whoever has made the token knows it: it must not decide in the name of another. */
function withoutDecidingRoles(person: CurrentPerson): CurrentPerson {
  if (person.token?.madeBy === person.login) return person;
  return { ...person, grants: person.grants.filter(({ role }) => isForMachinesOfOthers(role)), standsInFor: [], seats: [] };
}

function isAdmin(person: CurrentPerson): boolean {
  return rolesAnywhere(person).includes('admin');
}
