import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { hashPassword } from './passwords.js';
import type { NewPersonForm, PersonAnswer, PersonChangeForm } from './people.shapes.js';
import { Sessions } from './sessions.js';

/** Everybody known: who signs in, and who is only named, as an owner met in a file. */
@Injectable()
export class Directory {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
  ) {}

  /** @param after login of the last one seen */
  list({ limit, after = '', canSignIn }: { limit: number; after?: string; canSignIn?: boolean }): Promise<PersonAnswer[]> {
    return this.database.query<PersonAnswer>(
      `${everybody} where p.login > $1 and ($2::boolean is null or (p.password_hash is not null) = $2) order by p.login limit $3`,
      [after, canSignIn ?? null, limit],
    );
  }

  /** @throws Problem 404 `person.unknown` */
  async read(login: string): Promise<PersonAnswer> {
    const [person] = await this.database.query<PersonAnswer>(`${everybody} where p.login = $1`, [login]);
    if (!person) throw new Problem(404, 'person.unknown', { login });
    return person;
  }

  /** @throws Problem 409 `person.exists` */
  async add({ login, name, email, language = 'zh-CN', password }: NewPersonForm): Promise<void> {
    const hash = password === undefined ? null : await hashPassword(password);
    const added = await this.database.query(
      `insert into people (login, name, email, language, password_hash) values ($1, $2, $3, $4, $5) on conflict (login) do nothing returning login`,
      [login, name, email ?? null, language, hash],
    );
    if (!added.length) throw new Problem(409, 'person.exists', { login });
  }

  /**
   * What is left out stays. A new password and being made inactive end the person's sessions.
   * @param keepSession of somebody who changes their own password
   * @throws Problem 404 `person.unknown`
   */
  async change(login: string, { name, email, language, active, password }: PersonChangeForm, keepSession?: string): Promise<void> {
    const hash = password === undefined ? null : await hashPassword(password);
    await this.database.transaction(async (tx) => {
      const changed = await tx.query(
        `update people set name = coalesce($2, name), email = coalesce($3, email), language = coalesce($4, language),
           active = coalesce($5, active), password_hash = coalesce($6, password_hash)
         where login = $1 returning login`,
        [login, name ?? null, email ?? null, language ?? null, active ?? null, hash],
      );
      if (!changed.length) throw new Problem(404, 'person.unknown', { login });
      if (hash !== null || active === false) await this.sessions.revokeAll(tx, login, keepSession);
    });
  }
}

/** Rows of PersonAnswer. */
export const everybody = `
  select p.login, p.name, p.email, p.language, p.active, p.password_hash is not null as "canSignIn", m.team_id as team,
    coalesce((
      select jsonb_agg(jsonb_build_object('role', g.role, 'company', g.company_id) order by g.role, g.company_id nulls first)
      from role_grants g where g.login = p.login and g.revoked_at is null), '[]') as roles
  from people p left join team_members m on m.login = p.login`;
