import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { Known } from './known.js';
import type { StandInAnswer } from './stand-ins.shapes.js';

export interface Absence {
  absent: string;
  standIn: string;
  fromOn: string;
  untilOn: string;
}

/** Who acts for whom while away. It begins and ends by the business date of each company, without anything being run. */
@Injectable()
export class StandIns {
  constructor(
    private readonly database: Database,
    private readonly known: Known,
  ) {}

  /**
   * @param of whose absences and duties as a stand-in; left out, everybody's
   * @param after id of the last one seen
   */
  list({ limit, after = '0', of }: { limit: number; after?: string; of?: string }): Promise<StandInAnswer[]> {
    return this.database.query<StandInAnswer>(
      `${standIns} where id > $1::bigint and ($2::text is null or $2 in (absent, stand_in)) order by id limit $3`,
      [after, of ?? null, limit],
    );
  }

  /** Those entered last come first. @param of whose absences and duties as a stand-in; left out, everybody's */
  newest({ limit, after, of }: { limit: number; after?: string; of?: string }): Promise<StandInAnswer[]> {
    return this.database.query<StandInAnswer>(
      `${standIns} where ($1::bigint is null or id < $1) and ($3::text is null or $3 in (absent, stand_in)) order by id desc limit $2`,
      [after ?? null, limit, of ?? null],
    );
  }

  /** @throws Problem 404 `person.unknown`; 409 `person.inactive`, `stand_in.self`, `stand_in.dates` */
  async add({ absent, standIn, fromOn, untilOn }: Absence, by: string): Promise<StandInAnswer> {
    if (absent === standIn) throw new Problem(409, 'stand_in.self');
    if (untilOn < fromOn) throw new Problem(409, 'stand_in.dates', { fromOn, untilOn });
    await this.known.activePerson(absent);
    await this.known.activePerson(standIn);
    const [{ id } = { id: '' }] = await this.database.query<{ id: string }>(
      'insert into stand_ins (absent, stand_in, from_on, until_on, created_by) values ($1, $2, $3, $4, $5) returning id',
      [absent, standIn, fromOn, untilOn, by],
    );
    return { id, absent, standIn, fromOn, untilOn, createdBy: by, endedAt: null };
  }

  /**
   * @param of who is absent; left out, anybody
   * @throws Problem 404 `stand_in.unknown`, also for one that was ended already
   */
  async end(id: string, of?: string): Promise<void> {
    const ended = await this.database.query(
      'update stand_ins set ended_at = now() where id = $1::bigint and ended_at is null and ($2::text is null or absent = $2) returning id',
      [id, of ?? null],
    );
    if (!ended.length) throw new Problem(404, 'stand_in.unknown');
  }
}

const standIns = `
  select id, absent, stand_in as "standIn", from_on as "fromOn", until_on as "untilOn", created_by as "createdBy", ended_at as "endedAt"
  from stand_ins`;
