import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';

export interface NamedPerson {
  login: string;
  name: string;
}

/** What people are called. */
@Injectable()
export class Names {
  constructor(private readonly database: Database) {}

  /** @param logins strings that may be logins; what is none has no name */
  async of(logins: Iterable<string>): Promise<Map<string, string>> {
    const asked = [...new Set(logins)];
    if (asked.length === 0) return new Map();
    const found = await this.database.query<NamedPerson>(
      'select login, name from people where login = any ($1::text[])',
      [asked],
      'people.names',
    );
    return new Map(found.map(({ login, name }) => [login, name]));
  }

  /** The company's people, for a form that names one: up to 500, by name. */
  ofCompany(companyId: string): Promise<NamedPerson[]> {
    return this.database.query<NamedPerson>(
      `select login, name from people p where active
         and exists (select from role_grants g where g.login = p.login and g.revoked_at is null and (g.company_id is null or g.company_id = $1))
       order by name, login limit 500`,
      [companyId],
      'people.of_company',
    );
  }
}
