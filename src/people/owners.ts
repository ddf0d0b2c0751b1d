import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import type { CurrentPerson } from './current-person.js';
import { ownerScope } from './scope.js';

export interface Owner {
  login: string;
  name: string;
}

export interface OwnersTeam {
  id: string;
  name: string;
}

/** As many as a choice on a screen can have. */
const atMost = 500;

/** Whose cases a person may look for: the choices of a list's filter, and whom a case may be given to. */
@Injectable()
export class Owners {
  constructor(private readonly database: Database) {}

  /** @param everybody the person sees the company's cases whoever owns them */
  of(person: CurrentPerson, company: string, everybody: boolean): Promise<Owner[]> {
    const values: unknown[] = [company];
    const scope = everybody ? ['true'] : ownerScope(person, 'p', values);
    if (scope.length === 0) return Promise.resolve([]);
    return this.database.query<Owner>(
      `select p.owner as login, p.name from (
         select p.login as owner, p.name, $1::text as company_id from people p
         where p.active and exists (select from role_grants g where g.login = p.login and g.revoked_at is null
           and g.role in ('salesperson', 'sales_manager') and (g.company_id is null or g.company_id = $1))) p
       where ${scope.join(' or ')} order by p.name collate "zh-x-icu", p.owner limit ${atMost}`,
      values,
    );
  }

  teams(): Promise<OwnersTeam[]> {
    return this.database.query<OwnersTeam>(
      `select id, name from teams order by name collate "zh-x-icu", id limit ${atMost}`,
      [],
      'owners.teams',
    );
  }
}
