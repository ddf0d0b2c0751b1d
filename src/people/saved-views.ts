import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';

export interface SavedView {
  name: string;
  /** As behind the question mark of an address. */
  query: string;
}

const atMost = 20;

/** Filters of the worklist that somebody keeps under a name; nobody else sees them. */
@Injectable()
export class SavedViews {
  constructor(private readonly database: Database) {}

  of(login: string): Promise<SavedView[]> {
    return this.database.query<SavedView>(
      'select name, query from saved_views where login = $1 order by saved_at, name',
      [login],
      'views.list',
    );
  }

  /** A name that is there already gets the new filter. @throws Problem 409 `views.too_many` */
  async save(login: string, { name, query }: SavedView): Promise<void> {
    const saved = await this.database.query(
      `insert into saved_views (login, name, query)
       select $1, $2, $3 where (select count(*) from saved_views where login = $1 and name <> $2) < $4
       on conflict (login, name) do update set query = excluded.query returning name`,
      [login, name, query, atMost],
    );
    if (saved.length === 0) throw new Problem(409, 'views.too_many', { atMost });
  }

  async remove(login: string, name: string): Promise<void> {
    await this.database.query('delete from saved_views where login = $1 and name = $2', [login, name]);
  }
}
