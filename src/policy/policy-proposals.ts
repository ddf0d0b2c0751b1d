import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Policy } from '../../workflows/policy.js';
import { type Changes, contradictionOf, differences } from '../../workflows/policy-versions/changes.js';
import { businessDate } from '../cases/circumstances.js';
import { checkedChanges } from '../cases/policy-numbers.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { requireRole } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Known } from '../people/known.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { PolicyForm } from './policy.shapes.js';
import { PolicyHistory, type ProposalRow } from './policy-history.js';

interface LastVersion {
  version: number;
  effectiveFrom: BusinessDate | null;
}

/**
 * The numbers change by proposal and a second person's approval (domain.md, first paragraph). Versions follow each other in the order
 * of their dates, so that each is the one before it with some numbers changed, and what was approved is what will hold.
 */
@Injectable()
export class PolicyProposals {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly history: PolicyHistory,
    private readonly known: Known,
  ) {}

  /**
   * @returns its id
   * @throws Problem 400 for numbers that cannot be; 404 `company.unknown`; 403 `role.required`; 409 `policy.not_later`, `policy.before_approved`,
   *   `policy.no_change`, `policy.contradicts`
   */
  async propose(person: CurrentPerson, { company, effectiveFrom, changes: proposed, reason }: PolicyForm): Promise<string> {
    const changes = checkedChanges(proposed);
    requireRole(person, company, 'admin', 'hr');
    await this.known.company(company);
    return this.database.transaction(async (tx) => {
      const today = await businessDate(tx, company);
      const last = await this.checkNext(tx, company, effectiveFrom, changes, today);
      const [made] = await tx.query<{ id: string }>(
        `insert into policy_proposals (company_id, effective_from, changes, reason, base_version, proposed_by, proposed_on)
         values ($1, $2, $3, $4, $5, $6, $7) returning id`,
        [company, effectiveFrom, JSON.stringify(changes), reason, last.version, person.login, today],
      );
      if (!made) throw new Error('a proposal was not written');
      return made.id;
    });
  }

  /** @throws Problem 404 `policy.unknown`; 403 `role.required`; 409 `policy.same_person`, `policy.decided` and as `propose` */
  approve(person: CurrentPerson, id: string, reason: string | undefined): Promise<void> {
    return this.decide(person, id, async (tx, proposal, today) => {
      requireRole(person, proposal.company, 'finance_director');
      refuseProposer(person, proposal);
      refuseDecided(proposal);
      const { company, changes, effectiveFrom, proposedBy } = proposal;
      const last = await this.checkNext(tx, company, effectiveFrom, changes, today);
      const version = last.version + 1;
      await tx.query(
        `insert into policies (company_id, version, effective_from, numbers, proposed_by, approved_by)
         select $1, $2, $3, coalesce((select numbers from policies where company_id = $1 and version = $4), '{}') || $5::jsonb, $6, $7`,
        [company, version, effectiveFrom, last.version, JSON.stringify(changes), proposedBy, person.login],
      );
      return { outcome: 'approved', reason, version };
    });
  }

  /** @throws Problem 404 `policy.unknown`; 403 `role.required`; 409 `policy.same_person`, `policy.decided` */
  reject(person: CurrentPerson, id: string, reason: string): Promise<void> {
    return this.decide(person, id, async (_tx, proposal) => {
      requireRole(person, proposal.company, 'finance_director');
      refuseProposer(person, proposal);
      refuseDecided(proposal);
      return { outcome: 'rejected', reason };
    });
  }

  /** @throws Problem 404 `policy.unknown`; 403 `role.required`; 409 `policy.not_proposer`, `policy.decided` */
  withdraw(person: CurrentPerson, id: string): Promise<void> {
    return this.decide(person, id, async (_tx, proposal) => {
      requireRole(person, proposal.company, 'admin', 'hr');
      if (proposal.proposedBy !== person.login) throw new Problem(409, 'policy.not_proposer', { policy: id, by: proposal.proposedBy });
      refuseDecided(proposal);
      return { outcome: 'withdrawn' };
    });
  }

  private decide(
    person: CurrentPerson,
    id: string,
    judge: (
      tx: Tx,
      proposal: ProposalRow,
      today: BusinessDate,
    ) => Promise<{ outcome: string; reason?: string | undefined; version?: number }>,
  ): Promise<void> {
    return this.database.transaction(async (tx) => {
      const { company } = await this.history.find(id, person, tx);
      // One decision of a company after the other: the second sees the first one's version.
      await tx.query('select from companies where id = $1 for no key update', [company]);
      const today = await businessDate(tx, company);
      const { outcome, reason, version } = await judge(tx, await this.history.find(id, person, tx), today);
      await tx.query(
        `insert into policy_decisions (company_id, proposal_id, outcome, decided_by, decided_on, reason, version) values ($1, $2, $3, $4, $5, $6, $7)`,
        [company, id, outcome, person.login, today, reason ?? null, version ?? null],
      );
    });
  }

  /** @returns the version that the changes are made to: the last one, whether or not its day has come */
  private async checkNext(tx: Tx, company: string, from: BusinessDate, changes: Changes, today: BusinessDate): Promise<LastVersion> {
    // Today's night has run already: a day, and every entry of it, belongs to one policy.
    if (from <= today) throw new Problem(409, 'policy.not_later', { effectiveFrom: from, today });
    const [last = { version: 0, effectiveFrom: null }] = await tx.query<LastVersion>(
      'select version, effective_from as "effectiveFrom" from policies where company_id = $1 order by version desc limit 1',
      [company],
    );
    if (last.effectiveFrom !== null && from < last.effectiveFrom)
      throw new Problem(409, 'policy.before_approved', { effectiveFrom: from, version: last.version, approvedFrom: last.effectiveFrom });
    const before = await this.rules.policy(company, last.version, tx);
    const after = { ...before, ...changes } as Policy;
    if (differences(before, after).length === 0) throw new Problem(409, 'policy.no_change', { version: last.version });
    const contradiction = contradictionOf(after);
    if (contradiction) throw new Problem(409, 'policy.contradicts', { ...contradiction });
    return last;
  }
}

function refuseProposer({ login }: CurrentPerson, { id, proposedBy }: ProposalRow): void {
  if (proposedBy === login) throw new Problem(409, 'policy.same_person', { policy: id, by: login });
}

function refuseDecided({ id, status, decidedBy, decidedOn }: ProposalRow): void {
  if (status !== 'proposed') throw new Problem(409, 'policy.decided', { policy: id, by: decidedBy ?? '', on: decidedOn ?? '' });
}
