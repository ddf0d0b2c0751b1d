import { Injectable } from '@nestjs/common';
import type { Role } from '../../workflows/collection-case/actor.js';
import type { Policy } from '../../workflows/policy.js';
import { type Changes, differences } from '../../workflows/policy-versions/changes.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { requireRole } from '../people/allow-roles.js';
import { type CurrentPerson, companiesGranted, rolesIn } from '../people/current-person.js';
import { type Page, pageOf } from '../people/paging.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { Language } from '../platform/i18n/language.js';
import type { PoliciesQuery, PolicyAnswer } from './policy.shapes.js';
import { PolicyWords } from './policy-words.js';

/** Who sees what is proposed; what is in force, everybody sees whom it may concern. */
export const policyReaders: [Role, ...Role[]] = ['admin', 'hr', 'finance_director', 'general_manager', 'auditor'];

/** A proposal as it lies in the database, with what was decided on it. */
export interface ProposalRow extends Omit<PolicyAnswer, 'differences'> {
  readonly changes: Changes;
  /** Of the version that it changes: the one before it. */
  readonly base: number;
}

const iso = (instant: string) => `to_char(${instant} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Against which version a proposal is read: while it is open, the last one; approved, the one before its own. */
const base = `case when d.outcome is null then (select coalesce(max(v.version), 0) from policies v where v.company_id = p.company_id)
  when d.outcome = 'approved' then (select coalesce(max(v.version), 0) from policies v where v.company_id = p.company_id and v.version < d.version)
  else p.base_version end`;

const proposals = `
  select p.id, p.company_id as company, coalesce(d.outcome, 'proposed') as status, p.effective_from as "effectiveFrom", p.changes, p.reason,
    p.proposed_by as "proposedBy", p.proposed_on as "proposedOn", ${iso('p.proposed_at')} as "proposedAt",
    d.decided_by as "decidedBy", d.decided_on as "decidedOn", ${iso('d.decided_at')} as "decidedAt", d.reason as "decisionReason", d.version,
    ${base} as base
  from policy_proposals p left join policy_decisions d on d.company_id = p.company_id and d.proposal_id = p.id`;

/** Every proposal with who, when and why, and what it changes. */
@Injectable()
export class PolicyHistory {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly words: PolicyWords,
  ) {}

  /** Newest first. @throws Problem 404 `company.unknown`, 403 `role.required` */
  async page({ company, limit, after }: PoliciesQuery, person: CurrentPerson, language: Language): Promise<Page<PolicyAnswer>> {
    if (company !== undefined) requireRole(person, company, ...policyReaders);
    const grants = [...person.grants, ...person.standsInFor.flatMap((one) => one.grants)].filter(({ role }) =>
      policyReaders.includes(role),
    );
    const companies = company === undefined ? companiesGranted(grants) : [company];
    const rows = await this.database.query<ProposalRow>(
      `${proposals} where ($1::text[] is null or p.company_id = any ($1)) and ($2::bigint is null or p.id < $2) order by p.id desc limit $3`,
      [companies === 'all' ? null : companies, after ?? null, limit + 1],
      'policies.page',
    );
    const page = pageOf(rows, limit, ({ id }) => id);
    return { ...page, items: await Promise.all(page.items.map((row) => this.answer(row, language))) };
  }

  /** What a proposal would change: the last version, whether or not its day has come. */
  async last(company: string): Promise<Policy> {
    const [row] = await this.database.query<{ version: number }>(
      'select coalesce(max(version), 0) as version from policies where company_id = $1',
      [company],
      'policies.last',
    );
    return this.rules.policy(company, row?.version ?? 0);
  }

  /** @throws Problem 404 `policy.unknown`, 403 `role.required` */
  async read(id: string, person: CurrentPerson, language: Language): Promise<PolicyAnswer> {
    const row = await this.find(id, person);
    requireRole(person, row.company, ...policyReaders);
    return this.answer(row, language);
  }

  /** @throws Problem 404 `policy.unknown`, also for somebody without any role in its company */
  async find(id: string, person: CurrentPerson, tx: Pick<Tx, 'query'> = this.database): Promise<ProposalRow> {
    const [row] = await tx.query<ProposalRow>(`${proposals} where p.id = $1`, [id], 'policies.one');
    if (!row || rolesIn(person, row.company).length === 0) throw new Problem(404, 'policy.unknown', { policy: id });
    return row;
  }

  private async answer({ changes, base: version, ...row }: ProposalRow, language: Language): Promise<PolicyAnswer> {
    const before = await this.rules.policy(row.company, version);
    const changed = differences(before, { ...before, ...changes } as Policy);
    return { ...row, differences: changed.map((difference) => this.words.difference(difference, language)) };
  }
}
