import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { Known } from './known.js';
import type { TeamAnswer, TeamForm } from './teams.shapes.js';

/** Sales teams: a person belongs to one at most. A team sells for every company; in which of them its manager sees the cases, the manager's grants say. */
@Injectable()
export class Teams {
  constructor(
    private readonly database: Database,
    private readonly known: Known,
  ) {}

  /** @param after id of the last one seen */
  list({ limit, after = '0' }: { limit: number; after?: string }): Promise<TeamAnswer[]> {
    return this.database.query<TeamAnswer>(`${teams} where t.id > $1::bigint order by t.id limit $2`, [after, limit]);
  }

  /** @throws Problem 404 `team.unknown` */
  async read(id: string): Promise<TeamAnswer> {
    const [team] = await this.database.query<TeamAnswer>(`${teams} where t.id = $1::bigint`, [id]);
    if (!team) throw new Problem(404, 'team.unknown', { team: id });
    return team;
  }

  /**
   * Who was in it at the end of that day: what is measured of a period is measured of these. Changes are kept by the database; who has never
   * been in another team counts as having been there all along.
   * @throws Problem 404 `team.unknown`
   */
  async membersOn(id: string, day: string): Promise<string[]> {
    await this.read(id);
    const rows = await this.database.query<{ login: string }>(
      'select login from team_members_on($2::date) where team_id = $1::bigint order by login',
      [id, day],
    );
    return rows.map(({ login }) => login);
  }

  /** @param login whose earlier teams, the last first; null: in none */
  earlier(login: string): Promise<{ name: string | null; until: string }[]> {
    return this.database.query(
      `select t.name, c.changed_on as until from team_changes c left join teams t on t.id = c.team_id
       where c.login = $1 order by c.changed_on desc, c.id desc limit 50`,
      [login],
    );
  }

  /** @returns its id. @throws Problem 404 `person.unknown`; 409 `person.inactive` */
  async add({ name, manager }: TeamForm): Promise<string> {
    await this.known.activePerson(manager);
    const [{ id } = { id: '' }] = await this.database.query<{ id: string }>(
      'insert into teams (name, manager) values ($1, $2) returning id',
      [name, manager],
    );
    return id;
  }

  /** Takes the person out of any other team. @throws Problem 404 `team.unknown`, `person.unknown` */
  async put(id: string, login: string): Promise<void> {
    await this.read(id);
    await this.known.person(login);
    await this.database.query(
      'insert into team_members (login, team_id) values ($1, $2::bigint) on conflict (login) do update set team_id = excluded.team_id',
      [login, id],
    );
  }

  /** @param webhook of the robot that writes into the team's chat; null takes it away. @throws Problem 404 `team.unknown` */
  async setChat(id: string, webhook: string | null): Promise<void> {
    await this.read(id);
    await this.database.query('update teams set chat_webhook = $2 where id = $1::bigint', [id, webhook]);
  }

  /** @throws Problem 404 `person.unknown` for somebody who is not in that team */
  async remove(id: string, login: string): Promise<void> {
    const removed = await this.database.query('delete from team_members where login = $1 and team_id = $2::bigint returning login', [
      login,
      id,
    ]);
    if (!removed.length) throw new Problem(404, 'person.unknown', { login });
  }
}

const teams = `
  select t.id, t.name, t.manager, t.chat_webhook is not null as chat,
    coalesce((select jsonb_agg(m.login order by m.login) from team_members m where m.team_id = t.id), '[]') as members
  from teams t`;
