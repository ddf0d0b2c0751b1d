import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { answerOf, everybody, type PersonRow } from './directory.js';
import { type Page, pageOf } from './paging.js';
import type { PersonAnswer } from './people.shapes.js';

export interface FoundPerson extends PersonAnswer {
  /** An owner met in a file, whom nobody has looked at yet: no sign-in and no role. */
  isUnknown: boolean;
}

const unknown = `(p.active and p.password_hash is null and not exists (select from role_grants g where g.login = p.login and g.revoked_at is null)
  and not exists (select from api_tokens a where a.login = p.login))`;

/** People as an administrator looks for them: owners met in files first, since they wait for somebody. */
@Injectable()
export class PeopleSearch {
  constructor(private readonly database: Database) {}

  /** @param after the last page's `next`; what is none begins anew */
  async page({ q, limit, after = '' }: { q: string; limit: number; after?: string }): Promise<Page<FoundPerson>> {
    const [, place = null, login = null] = /^([01])\.(.+)$/u.exec(after) ?? [];
    const typed = q.trim().replace(/[\\%_]/g, '\\$&');
    const rows = await this.database.query<PersonRow & { isUnknown: boolean }>(
      `select * from (select found.*, not found."isUnknown" as settled from (
         select people.*, ${unknown} as "isUnknown" from (${everybody}) people join people p on p.login = people.login) found) seen
       where ($1 = '' or login ilike $1 || '%' or name ilike '%' || $1 || '%')
         and ($2::boolean is null or settled > $2 or (settled = $2 and login > $3))
       order by settled, login limit $4`,
      [typed, place === null ? null : place === '1', login, limit + 1],
    );
    return pageOf<FoundPerson>(rows.map(answerOf), limit, (person) => `${person.isUnknown ? 0 : 1}.${person.login}`);
  }
}
