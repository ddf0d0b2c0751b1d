import { Injectable } from '@nestjs/common';
import type { StoredCase } from '../../workflows/collection-case/decide.js';
import type { Json } from '../../workflows/collection-case/entries.js';
import type { CurrentPerson } from '../people/current-person.js';
import { pageOf } from '../people/paging.js';
import { caseScope } from '../people/scope.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { apiJson } from './api-json.js';
import { heldColumns } from './case-rows.js';
import { caseView, type Say, type SeenCase } from './case-view.js';
import type { CaseAnswer, JournalPage } from './cases.shapes.js';
import { CircumstancesOfDay, circumstancesOf } from './circumstances.js';
import { evidenceScope, hideEvidence } from './hidden-evidence.js';
import { hideVotes } from './hidden-votes.js';

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
    return this.database.transaction(async (tx) => {
      const found = await this.find(tx, id, person);
      const by = { kind: 'person', person } as const;
      const day = await this.days.day(tx, found.companyId, by);
      return caseView(found, circumstancesOf(by, found, day), day.rules, say);
    });
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

  private async find(tx: Pick<Tx, 'query'>, id: string, person: CurrentPerson): Promise<SeenCase> {
    const values: unknown[] = [id];
    const scope = caseScope(person, 'c', values);
    const [found] = await tx.query<SeenCase>(
      `select ${heldColumns}, c.next_date as "nextDate", ${evidenceScope(person, 'c', values)} as "showsEvidence" from cases c where c.id = $1 and ${scope}`,
      values,
    );
    if (!found) throw new Problem(404, 'case.unknown', { case: id });
    return found;
  }
}
