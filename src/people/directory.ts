import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { AccountRecord } from './account-record.js';
import { ApiTokens } from './api-tokens.js';
import { hashPassword } from './passwords.js';
import type { NewPersonForm, PersonAnswer, PersonChangeForm } from './people.shapes.js';
import { Sessions } from './sessions.js';
import { trainingPassword } from './training-password.js';

/** Everybody known: who signs in, and who is only named, as an owner met in a file. */
@Injectable()
export class Directory {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly record: AccountRecord,
  ) {}

  /** @param after login of the last one seen */
  async list({ limit, after = '', canSignIn }: { limit: number; after?: string; canSignIn?: boolean }): Promise<PersonAnswer[]> {
    const rows = await this.database.query<PersonRow>(
      `${everybody} where p.login > $1 and ($2::boolean is null or (p.password_hash is not null) = $2) order by p.login limit $3`,
      [after, canSignIn ?? null, limit],
    );
    return rows.map(answerOf);
  }

  /** @throws Problem 404 `person.unknown` */
  async read(login: string): Promise<PersonAnswer> {
    const [person] = await this.database.query<PersonRow>(`${everybody} where p.login = $1`, [login]);
    if (!person) throw new Problem(404, 'person.unknown', { login });
    return answerOf(person);
  }

  /** A first password is good for the first sign-in. @param by a login, or `command line` @throws Problem 409 `person.exists` */
  async add({ login, name, email, language = 'zh-CN', password }: NewPersonForm, by: string): Promise<void> {
    const hash = password === undefined ? null : await hashPassword(password);
    await this.database.transaction(async (tx) => {
      const added = await tx.query(
        `insert into people (login, name, email, language, password_hash, must_choose_password) values ($1, $2, $3, $4, $5, $6)
         on conflict (login) do nothing returning login`,
        [login, name, email ?? null, language, hash, this.isOneTime(password)],
      );
      if (!added.length) throw new Problem(409, 'person.exists', { login });
      if (hash !== null) await this.record.add(tx, { login, kind: 'password_set', by }, false);
    });
  }

  /**
   * By somebody else; what is left out stays. A new password is good for one sign-in, and ends the person's sessions and tokens, as being made
   * inactive ends the sessions. The person is told of it, and of a changed address at the old one.
   * @param by a login, or `command line`
   * @throws Problem 404 `person.unknown`
   */
  async change(login: string, { name, email, language, active, password }: PersonChangeForm, by: string): Promise<void> {
    const hash = password === undefined ? null : await hashPassword(password);
    await this.database.transaction(async (tx) => {
      const [before] = await tx.query<{ email: string | null }>('select email from people where login = $1 for update', [login]);
      if (!before) throw new Problem(404, 'person.unknown', { login });
      await tx.query(
        `update people set name = coalesce($2, name), email = coalesce($3, email), language = coalesce($4, language), active = coalesce($5, active),
           password_hash = coalesce($6, password_hash), must_choose_password = case when $6::text is null then must_choose_password else $7 end
         where login = $1`,
        [login, name ?? null, email ?? null, language ?? null, active ?? null, hash, this.isOneTime(password)],
      );
      if (hash !== null || active === false) await this.sessions.revokeAll(tx, login);
      if (email !== undefined && before.email !== null && email !== before.email)
        await this.record.add(tx, { login, kind: 'address_changed', by, oldAddress: before.email });
      if (hash === null) return;
      await this.tokens.revokeAll(tx, login, by);
      await this.record.add(tx, { login, kind: 'password_set', by });
    });
  }

  /** By the person. Ends their other sessions. */
  async choosePassword(login: string, password: string, keepSession: string): Promise<void> {
    const hash = await hashPassword(password);
    await this.database.transaction(async (tx) => {
      await tx.query('update people set password_hash = $2, must_choose_password = false where login = $1', [login, hash]);
      await this.sessions.revokeAll(tx, login, keepSession);
    });
  }

  /** Where everybody's password is the same and known, it gives nothing away. */
  private isOneTime(password: string | undefined): boolean {
    return password !== undefined && !(this.config.mode === 'training' && password === trainingPassword);
  }
}

export type PersonRow = Omit<PersonAnswer, 'mustChoosePassword' | 'waiting'> & {
  mustChoosePassword: boolean;
  waiting: PersonAnswer['waiting'] | null;
};

/** What is usual goes without saying. */
export function answerOf<Row extends PersonRow>({ mustChoosePassword, waiting, ...person }: Row) {
  return { ...person, ...(mustChoosePassword && { mustChoosePassword }), ...(waiting && { waiting }) };
}

/** Rows for `answerOf`. */
export const everybody = `
  select p.login, p.name, p.email, p.language, p.active, p.password_hash is not null as "canSignIn", m.team_id as team,
    p.must_choose_password as "mustChoosePassword",
    coalesce((
      select jsonb_agg(jsonb_build_object('role', g.role, 'company', g.company_id) order by g.role, g.company_id nulls first)
      from role_grants g where g.login = p.login and g.revoked_at is null), '[]') as roles,
    (
      select jsonb_agg(jsonb_build_object('id', r.id::text, 'role', r.role, 'company', r.company_id, 'proposedBy', r.proposed_by) order by r.id)
      from role_proposals r where r.login = p.login and r.status = 'waiting') as waiting
  from people p left join team_members m on m.login = p.login`;
