import { Injectable } from '@nestjs/common';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, companiesAs, rolesIn } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import type { ProvisionBasis } from './provision-basis.js';
import { figuresOf } from './provision-figures.js';
import { provisionReaders } from './provisions.js';
import type { ProvisionAnswer, ProvisionRow, ProvisionsQuery } from './provisions.shapes.js';

interface Stored extends Omit<ProvisionRow, 'required' | 'held' | 'change'> {
  policyVersion: number;
  opening: string | null;
  basis: ProvisionBasis;
}

/** The provisions of the companies whose money one sees. */
@Injectable()
export class ProvisionList {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
  ) {}

  /** Newest first. @returns up to one more than the limit */
  list(person: CurrentPerson, { company, state, after, limit }: ProvisionsQuery): Promise<ProvisionRow[]> {
    if (company !== undefined) requireRole(person, company, ...provisionReaders);
    const companies = company === undefined ? companiesAs(person, provisionReaders) : [company];
    return this.database.query<ProvisionRow>(
      `select ${provisionColumns}, p.required, p.held, p.change ${provisionTables}
       where ($1::text[] is null or p.company_id = any ($1)) and ($2::text is null or coalesce(d.outcome, 'proposed') = $2)
         and ($3::bigint is null or p.id < $3) order by p.id desc limit $4`,
      [companies === 'all' ? null : companies, state ?? null, after ?? null, limit + 1],
    );
  }

  /** @throws Problem 403; 404 `provision.unknown` */
  async read(person: CurrentPerson, id: string): Promise<ProvisionAnswer> {
    const [found] = await this.database.query<Stored>(
      `select ${provisionColumns}, p.policy_version as "policyVersion", p.opening, p.basis ${provisionTables} where p.id = $1`,
      [id],
    );
    if (!found || rolesIn(person, found.company).length === 0) throw new Problem(404, 'provision.unknown', { provision: id });
    requireRole(person, found.company, ...provisionReaders);
    const { policyVersion, opening, basis, voucher, ...row } = found;
    const policy = await this.rules.policy(row.company, policyVersion);
    return { ...figuresOf({ ...row, policy, opening, basis, number: voucher }), ...row };
  }
}

export const provisionColumns = `
  p.id, p.company_id as company, to_char(p.month_end, 'YYYY-MM') as month, coalesce(d.outcome, 'proposed') as state, p.currency, v.number as voucher,
  p.proposed_by as "proposedBy", p.proposed_on as "proposedOn", d.decided_by as "decidedBy", d.decided_on as "decidedOn", d.reason`;

export const provisionTables = `
  from provisions p
  left join provision_decisions d on d.company_id = p.company_id and d.provision_id = p.id
  left join vouchers v on v.company_id = p.company_id and v.provision_id = p.id`;
