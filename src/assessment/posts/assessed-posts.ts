import { Injectable } from '@nestjs/common';
import { businessDate } from '../../cases/circumstances.js';
import { requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Known } from '../../people/known.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { closedUntil } from '../closed-periods.js';
import { decideAlone } from '../one-after-another.js';
import { schemeReaders } from '../schemes/schemes.js';
import { tellOfSchemes } from '../score-notices.js';
import type { PostAnswer, PostForm, PostsQuery } from './posts.shapes.js';

/** Who is assessed as what, from which day on. */
@Injectable()
export class AssessedPosts {
  constructor(
    private readonly database: Database,
    private readonly known: Known,
  ) {}

  /** @throws Problem 403; 404 `company.unknown`, `person.unknown`, `team.unknown`; 409 `post.closed`, `post.own` */
  async set(by: CurrentPerson, login: string, { company, post, channel, team, from, reason }: PostForm): Promise<void> {
    requireRole(by, company, 'hr');
    // Whoever keeps the scores is entered by somebody else who keeps them.
    if (login === by.login) throw new Problem(409, 'post.own', { person: login });
    await this.database.transaction(async (tx) => {
      await decideAlone(tx, company);
      await this.known.person(login, tx);
      if (team !== undefined) {
        const found = await tx.query('select from teams where id = $1', [team]);
        if (found.length === 0) throw new Problem(404, 'team.unknown', { team });
      }
      const until = await closedUntil(tx, company);
      if (until !== null && from <= until) throw new Problem(409, 'post.closed', { from, until });
      const today = await businessDate(tx, company);
      await tx.query(
        `insert into assessed_posts (company_id, person, post, channel, team_id, from_on, reason, set_by, set_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [company, login, post === 'none' ? null : post, channel ?? null, team ?? null, from, reason ?? null, by.login, today],
      );
      await tellOfSchemes(tx, company, { scheme: null, person: login, on: today });
    });
  }

  /** Who holds a post on the day, in the order of logins. @throws Problem 403, 404 `company.unknown` */
  async page({ company, on, post, limit, after = '' }: PostsQuery, reader: CurrentPerson): Promise<Page<PostAnswer>> {
    requireRole(reader, company, ...schemeReaders);
    const day = on ?? (await businessDate(this.database, company));
    const rows = await this.database.query<PostAnswer>(
      `select * from (
         select distinct on (a.person) ${columns} where a.company_id = $1 and a.from_on <= $2::date and a.person > $3
         order by a.person, a.from_on desc, a.id desc) held
       where post <> 'none' and ($4::text is null or post = $4) order by person limit $5`,
      [company, day, after, post ?? null, limit + 1],
    );
    return pageOf(rows, limit, ({ person }) => person);
  }

  /** All that somebody has been; others than hr's readers see their own. @throws Problem 404 `person.unknown` */
  async history(login: string, company: string, reader: CurrentPerson): Promise<PostAnswer[]> {
    if (login !== reader.login) requireRole(reader, company, ...schemeReaders);
    return this.database.query<PostAnswer>(
      `select ${columns} where a.company_id = $1 and a.person = $2 order by a.from_on desc, a.id desc limit 200`,
      [company, login],
    );
  }
}

const columns = `a.person, p.name, coalesce(a.post, 'none') as post, a.channel, a.team_id as team, t.name as "teamName", a.from_on as "from", a.reason,
    a.set_by as "setBy", a.set_on as "setOn"
  from assessed_posts a join people p on p.login = a.person left join teams t on t.id = a.team_id`;
