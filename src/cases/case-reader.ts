import { Injectable } from '@nestjs/common';
import type { StoredCase } from '../../workflows/collection-case/decide.js';
import type { Json } from '../../workflows/collection-case/entries.js';
import type { CurrentPerson } from '../people/current-person.js';
import { pageOf } from '../people/paging.js';
import { caseScope } from '../people/scope.js';
import { Database, type Tx } from '../platform/database/database.js';
import { nameOf } from '../platform/database/statement-names.js';
import { Problem } from '../platform/errors/problem.js';
import { apiJson } from './api-json.js';
import { heldColumns } from './case-rows.js';
import { caseView, type Say, type SeenCase } from './case-view.js';
import type { CaseAnswer, JournalPage } from './cases.shapes.js';
import { CircumstancesOfDay, circumstancesOf, type Day, type DayRow, dayOf } from './circumstances.js';
import { evidenceScope, hideEvidence } from './hidden-evidence.js';
import { hideVotes } from './hidden-votes.js';
import { surroundingsSeen } from './surroundings.js';

interface JournalRow {
  seq: number;
  at: Date;
  businessDate: string;
  actor: string;
  command: { type: string; told?: Json; [field: string]: Json | undefined };
  entries: { type: string; [fact: string]: Json | undefined }[];
  state: StoredCase['value'];
  machineVersion: number;
  policyVersion: number;
  calendarVersion: string;
  prevHash: string;
  hash: string;
}

/** One case, as the person may see it. */
@Injectable()
export class CaseReader {
  constructor(
    private readonly database: Database,
    private readonly days: CircumstancesOfDay,
  ) {}

  /** @throws Problem 404 `case.unknown`, out of scope included */
  async read(id: string, person: CurrentPerson, say: Say): Promise<CaseAnswer> {
    const { found, day } = await this.withDay(id, person);
    const told = { ...circumstancesOf({ kind: 'person', person }, found, day), ...(await surroundingsSeen(this.database, found, day)) };
    return caseView(found, told, day.rules, say);
  }

  /** As it is now, not locked, with its company's day. @throws as `read` */
  async withDay(id: string, person: CurrentPerson): Promise<{ found: SeenCase; day: Day }> {
    const values: unknown[] = [id];
    const { columns, from, where } = seen(person, values);
    const text = `select ${columns}, day.* from ${from} cross join lateral (${dayOf('c.company_id', 'null::date')}) day where ${where}`;
    const [row] = await this.database.query<SeenCase & DayRow>(text, values, nameOf('cases.with_day', text));
    if (!row) throw unknownCase(id);
    return { found: row, day: await this.days.read(row.companyId, row, this.database) };
  }

  /** Entries in their order, without what surrounded the commands and without votes and evidence the reader may not see. */
  async journal(id: string, person: CurrentPerson, limit: number, after: number): Promise<JournalPage> {
    return this.database.transaction(async (tx) => {
      const { companyId, stored, showsEvidence } = await this.find(tx, id, person);
      const rows = await tx.query<JournalRow>(
        `select seq, at, business_date as "businessDate", actor, command, entries, state, machine_version as "machineVersion",
           policy_version as "policyVersion", calendar_version as "calendarVersion", encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash
         from case_journal where company_id = $1 and case_id = $2 and seq > $3 order by seq limit $4`,
        [companyId, id, after, limit + 1],
        'cases.journal',
      );
      const entries = rows.map((row) => {
        const voted = hideVotes(row, stored.context.round, person.login);
        const { command, entries, ...visible } = showsEvidence ? voted : hideEvidence(voted);
        const { told: _, ...given } = command;
        return {
          ...visible,
          at: row.at.toISOString(),
          calendarVersion: Number(row.calendarVersion),
          command: apiJson(given) as Record<string, unknown>,
          entries: apiJson(entries) as Record<string, unknown>[],
        };
      });
      return pageOf(entries, limit, ({ seq }) => String(seq));
    });
  }

  /** The case's company, once it is known that the person may see it. @throws as `read` */
  async companyOf(id: string, person: CurrentPerson, tx: Pick<Tx, 'query'> = this.database): Promise<string> {
    return (await this.find(tx, id, person)).companyId;
  }

  /** Of those that the person may see, by the case's number. */
  async companiesOf(ids: readonly string[], person: CurrentPerson): Promise<Map<string, string>> {
    const values: unknown[] = [ids];
    const scope = caseScope(person, 'c', values);
    const rows = await this.database.query<{ id: string; company: string }>(
      `select c.id, c.company_id as company from cases c
       where c.company_id = any (array(select id from companies)) and c.id = any ($1::bigint[]) and ${scope}`,
      values,
    );
    return new Map(rows.map(({ id, company }) => [id, company]));
  }

  private async find(tx: Pick<Tx, 'query'>, id: string, person: CurrentPerson): Promise<SeenCase> {
    const values: unknown[] = [id];
    const { columns, from, where } = seen(person, values);
    const text = `select ${columns} from ${from} where ${where}`;
    const [found] = await tx.query<SeenCase>(text, values, nameOf('cases.seen', text));
    if (!found) throw unknownCase(id);
    return found;
  }
}

/** Of case $1 what the person may see. Whatever the scope, the case is looked up by its key, which begins with the company. */
function seen(person: CurrentPerson, values: unknown[]): Record<'columns' | 'from' | 'where', string> {
  const scope = caseScope(person, 'c', values);
  return {
    columns: `${heldColumns}, c.next_date as "nextDate", ${evidenceScope(person, 'c', values)} as "showsEvidence"`,
    from: 'cases c',
    where: `c.company_id = any (array(select id from companies)) and c.id = $1 and ${scope}`,
  };
}

function unknownCase(id: string): Problem {
  return new Problem(404, 'case.unknown', { case: id });
}
