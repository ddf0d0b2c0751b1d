import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';

/** Whether what a request names is there. */
@Injectable()
export class Known {
  constructor(private readonly database: Database) {}

  /** @throws Problem 404 `person.unknown` */
  async person(login: string, on: Pick<Tx, 'query'> = this.database): Promise<void> {
    const found = await on.query('select from people where login = $1', [login]);
    if (!found.length) throw new Problem(404, 'person.unknown', { login });
  }

  /** @throws Problem 404 `person.unknown`; 409 `person.inactive` */
  async activePerson(login: string, on: Pick<Tx, 'query'> = this.database): Promise<void> {
    const [found] = await on.query<{ active: boolean }>('select active from people where login = $1', [login]);
    if (!found) throw new Problem(404, 'person.unknown', { login });
    if (!found.active) throw new Problem(409, 'person.inactive', { login });
  }

  /** @throws Problem 404 `company.unknown` */
  async company(companyId: string, on: Pick<Tx, 'query'> = this.database): Promise<void> {
    const found = await on.query('select from companies where id = $1', [companyId]);
    if (!found.length) throw new Problem(404, 'company.unknown', { company: companyId });
  }
}
