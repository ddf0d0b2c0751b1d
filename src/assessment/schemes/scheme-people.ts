import { Injectable } from '@nestjs/common';
import { refuseAcknowledgement } from '../../../workflows/scorecard/scheme-course.js';
import { businessDate } from '../../cases/circumstances.js';
import { requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { refuse } from '../refuse.js';
import { endScoreNotices } from '../score-notices.js';
import type { SchemeRow } from './scheme-rows.js';
import { Schemes, schemeReaders } from './schemes.js';
import type { SchemePeopleQuery, SchemePersonAnswer } from './schemes.shapes.js';

/** Whom a scheme concerns, and who of them has said that they know it. */
@Injectable()
export class SchemePeople {
  constructor(
    private readonly database: Database,
    private readonly schemes: Schemes,
  ) {}

  /** In the order of logins. @throws Problem 404 `scheme.unknown`, 403 `role.required` */
  async page(id: string, { limit, after = '', acknowledged }: SchemePeopleQuery, reader: CurrentPerson): Promise<Page<SchemePersonAnswer>> {
    const scheme = await this.schemes.find(this.database, id, reader);
    requireRole(reader, scheme.company, ...schemeReaders);
    const values = [scheme.company, scheme.post, scheme.channel, scheme.startsOn, id, acknowledged ?? null, after, limit + 1];
    return pageOf(await this.database.query<SchemePersonAnswer>(statement, values), limit, ({ person }) => person);
  }

  /** By the person; of those whom it does not concern nobody asks. @throws Problem 404 `scheme.unknown`; 409 `scheme.not_announced`, `scheme.not_concerned` */
  acknowledge(person: CurrentPerson, id: string): Promise<void> {
    return this.record(person, id, person.login, null);
  }

  /** By hr, of somebody who has signed it on paper. @throws as `acknowledge`; 403 `role.required` */
  recordPaper(by: CurrentPerson, id: string, login: string, note: string): Promise<void> {
    return this.record(by, id, login, note);
  }

  private async record(by: CurrentPerson, id: string, login: string, note: string | null): Promise<void> {
    await this.database.transaction(async (tx) => {
      const scheme = await this.schemes.find(tx, id, by);
      if (note !== null) requireRole(by, scheme.company, 'hr');
      refuse(refuseAcknowledgement(scheme));
      await refuseUnconcerned(tx, scheme, login);
      await tx.query(
        `insert into scheme_acknowledgements (company_id, scheme_id, person, note, recorded_by, acknowledged_on) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing`,
        [scheme.company, id, login, note, by.login, await businessDate(tx, scheme.company)],
      );
      await endScoreNotices(tx, scheme.company, { kind: 'scheme_to_acknowledge', about: `schemes/${id}`, recipient: login });
    });
  }
}

async function refuseUnconcerned(tx: Tx, { company, id, post, channel, startsOn }: SchemeRow, login: string): Promise<void> {
  const found = await tx.query(`${concerned} and a.person = $5`, [company, post, channel, startsOn, login]);
  if (found.length === 0) throw new Problem(409, 'scheme.not_concerned', { scheme: id, person: login });
}

/** Who holds the post when the scheme starts, or has come to it since. */
const concerned = `
  select a.person from (
    select distinct on (person) person, post, channel from assessed_posts
    where company_id = $1 and from_on <= greatest($4::date, business_date($1)) order by person, from_on desc, id desc) a
  where a.post = $2 and ($3::text is null or a.channel = $3)`;

const statement = `
  select c.person, p.name, k.acknowledged_on as "acknowledgedOn", nullif(k.recorded_by, c.person) as "recordedBy", k.note,
    (select count(*)::integer from trainings t join training_participants m on m.company_id = t.company_id and m.training_id = t.id
     where t.company_id = $1 and t.scheme_id = $5 and m.person = c.person) as trainings
  from (${concerned}) c
  join people p on p.login = c.person
  left join scheme_acknowledgements k on k.company_id = $1 and k.scheme_id = $5 and k.person = c.person
  where c.person > $7 and ($6::text is null or (k.person is not null) = $6::boolean)
  order by c.person limit $8`;
