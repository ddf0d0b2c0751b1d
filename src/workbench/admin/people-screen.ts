import { Injectable } from '@nestjs/common';
import { confirmersOf } from '../../../workflows/access/role-grants.js';
import { roles } from '../../../workflows/collection-case/actor.js';
import { AccountRecord } from '../../people/account-record.js';
import { Companies } from '../../people/companies.js';
import { Directory } from '../../people/directory.js';
import { usualLimit } from '../../people/paging.js';
import { PeopleSearch } from '../../people/people-search.js';
import { Teams } from '../../people/teams.js';
import { languages } from '../../platform/i18n/language.js';
import { AdminDesk, type Sent } from './admin-desk.js';
import type { Visit } from './visit.js';

const teamsInChoice = 500;

/** People on the screen of the administration. */
@Injectable()
export class PeopleScreen {
  constructor(
    private readonly desk: AdminDesk,
    private readonly search: PeopleSearch,
    private readonly directory: Directory,
    private readonly teams: Teams,
    private readonly companies: Companies,
    private readonly record: AccountRecord,
  ) {}

  async all(visit: Visit, asked: Record<string, unknown>, sent?: Sent): Promise<string> {
    const q = textOf(asked.q).slice(0, 100);
    const page = await this.search.page({ q, after: textOf(asked.after), limit: usualLimit });
    return this.desk.show('people', 'people', visit, await this.desk.looking(visit), { ...page, q, sent, languages });
  }

  /** @throws Problem 404 `person.unknown` */
  async one(visit: Visit, login: string, sent?: Sent): Promise<string> {
    const person = await this.directory.read(login);
    const teams = await this.teams.list({ limit: teamsInChoice });
    return this.desk.show('person', 'people', visit, await this.desk.looking(visit), {
      person,
      teamOf: teams.find(({ id }) => id === person.team),
      teams,
      earlierTeams: await this.teams.earlier(login),
      companies: await this.companies.of(visit.person),
      roles: roles.map((role) => ({ role, waits: confirmersOf(role).length > 0 })),
      record: await this.record.of(login),
      languages,
      sent,
    });
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
