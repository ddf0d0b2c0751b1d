import { Injectable } from '@nestjs/common';
import { businessDate } from '../../cases/circumstances.js';
import { requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { schemeReaders } from './schemes.js';
import type { TrainingAnswer, TrainingForm, TrainingsQuery } from './schemes.shapes.js';

/** Who was trained when, and on what. */
@Injectable()
export class Trainings {
  constructor(private readonly database: Database) {}

  /** @throws Problem 403, 404 `scheme.unknown`; 400 for a day to come or somebody who is not known */
  record(by: CurrentPerson, { company, topic, scheme, heldOn, heldBy, participants }: TrainingForm): Promise<TrainingAnswer> {
    requireRole(by, company, 'hr');
    return this.database.transaction(async (tx) => {
      const today = await businessDate(tx, company);
      if (heldOn > today)
        throw new Problem(400, 'request.invalid', {}, [{ field: 'heldOn', code: 'after_today', facts: { businessDate: today } }]);
      await refuseUnknown(
        tx,
        company,
        scheme,
        participants.map(({ person }) => person),
      );
      const [made] = await tx.query<{ id: string }>(
        `insert into trainings (company_id, topic, scheme_id, held_on, held_by, recorded_by, recorded_on) values ($1, $2, $3, $4, $5, $6, $7)
         returning id`,
        [company, topic, scheme ?? null, heldOn, heldBy, by.login, today],
      );
      await tx.query(
        `insert into training_participants (company_id, training_id, person) select distinct $1, $2::bigint, person from unnest($3::text[]) person`,
        [company, made?.id, participants.map(({ person }) => person)],
      );
      const [row] = await tx.query<TrainingAnswer>(`${select} where t.company_id = $1 and t.id = $2`, [company, made?.id]);
      if (!row) throw new Error('a training was not written');
      return row;
    });
  }

  /** Newest first. @throws Problem 403, 404 `company.unknown` */
  async page({ company, scheme, limit, after }: TrainingsQuery, reader: CurrentPerson): Promise<Page<TrainingAnswer>> {
    requireRole(reader, company, ...schemeReaders);
    const rows = await this.database.query<TrainingAnswer>(
      `${select} where t.company_id = $1 and ($2::bigint is null or t.scheme_id = $2) and ($3::bigint is null or t.id < $3) order by t.id desc limit $4`,
      [company, scheme ?? null, after ?? null, limit + 1],
    );
    return pageOf(rows, limit, ({ id }) => id);
  }
}

async function refuseUnknown(tx: Tx, company: string, scheme: string | undefined, persons: readonly string[]): Promise<void> {
  const unknown = await tx.query<{ login: string; place: number }>(
    `select login, place::integer - 1 as place from unnest($1::text[]) with ordinality as t (login, place)
     where not exists (select from people p where p.login = t.login)`,
    [persons],
  );
  if (unknown.length > 0)
    throw new Problem(
      400,
      'request.invalid',
      {},
      unknown.map(({ login, place }) => ({ field: `participants.${place}.person`, code: 'person', facts: { login } })),
    );
  if (scheme === undefined) return;
  const found = await tx.query('select from schemes where company_id = $1 and id = $2', [company, scheme]);
  if (found.length === 0) throw new Problem(404, 'scheme.unknown', { scheme });
}

const select = `
  select t.id, t.company_id as company, t.topic, t.scheme_id as scheme, t.held_on as "heldOn", t.held_by as "heldBy", t.recorded_by as "recordedBy",
    t.recorded_on as "recordedOn", array(
      select m.person from training_participants m where m.company_id = t.company_id and m.training_id = t.id order by m.person) as participants
  from trainings t`;
