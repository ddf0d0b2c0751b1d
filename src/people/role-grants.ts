import { Injectable } from '@nestjs/common';
import type { Role } from '../../workflows/collection-case/actor.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { Known } from './known.js';

export interface RoleOf {
  login: string;
  role: Role;
  /** Null: in every company. */
  company: string | null;
}

/** Grants are ended, not deleted: who held what when stays on record. */
@Injectable()
export class RoleGrants {
  constructor(
    private readonly database: Database,
    private readonly known: Known,
  ) {}

  /**
   * Granting what is held already changes nothing.
   * @param origin the proposal that somebody in charge has confirmed, or that there was nobody yet who could have
   * @throws Problem 404 `person.unknown`, `company.unknown`; 409 `grant.seated`
   */
  async grant(
    { login, role, company }: RoleOf,
    by: string,
    origin: { proposal?: string; isSetUp?: boolean } = {},
    on: Pick<Tx, 'query'> = this.database,
  ): Promise<void> {
    const { proposal, isSetUp = false } = origin;
    await this.known.person(login, on);
    if (company !== null) await this.known.company(company, on);
    if (role === 'admin') await this.refuseSeated(login);
    await on.query(
      `insert into role_grants (login, role, company_id, granted_by, proposal_id, is_set_up) values ($1, $2, $3, $4, $5::bigint, $6)
       on conflict (login, role, coalesce(company_id, '')) where revoked_at is null do nothing`,
      [login, role, company, by, proposal ?? null, isSetUp],
    );
  }

  /** @throws Problem 404 `grant.unknown`: a grant for every company is not taken away for one */
  async revoke({ login, role, company }: RoleOf, by: string): Promise<void> {
    const revoked = await this.database.query(
      `update role_grants set revoked_by = $4, revoked_at = now()
       where login = $1 and role = $2 and company_id is not distinct from $3 and revoked_at is null returning id`,
      [login, role, company, by],
    );
    if (!revoked.length) throw new Problem(404, 'grant.unknown', { login, role });
  }

  /** @returns one of these roles that the stand-in does not hold where the absent person does */
  async gainedOf(absent: string, standIn: string, roles: readonly string[]): Promise<Role | undefined> {
    const [gained] = await this.database.query<{ role: Role }>(
      `select g.role from role_grants g where g.login = $1 and g.role = any ($3::text[]) and g.revoked_at is null and not exists (
         select from role_grants s where s.login = $2 and s.role = g.role and s.revoked_at is null and (s.company_id is null or s.company_id = g.company_id))
       order by g.id limit 1`,
      [absent, standIn, roles],
    );
    return gained?.role;
  }

  /** Who could change the board must not sit on it, whichever came first. */
  private async refuseSeated(login: string): Promise<void> {
    const [seat] = await this.database.query<{ company: string }>(
      'select company_id as company from board_seats where $1 in (member, deputy) limit 1',
      [login],
    );
    if (seat) throw new Problem(409, 'grant.seated', { login, company: seat.company });
  }

  async revokeAll(login: string, by: string): Promise<void> {
    await this.database.query('update role_grants set revoked_by = $2, revoked_at = now() where login = $1 and revoked_at is null', [
      login,
      by,
    ]);
  }
}
