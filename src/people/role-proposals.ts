import { Injectable } from '@nestjs/common';
import { confirmableWith, confirmersOf, peopleInCharge, refuseConfirming } from '../../workflows/access/role-grants.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { roleRequired } from './allow-roles.js';
import { type CurrentPerson, rolesAnywhere, standsInForLogins } from './current-person.js';
import { Known } from './known.js';
import { RoleGrants, type RoleOf } from './role-grants.js';
import { confirmers, endRoleNotices, tellConfirmers } from './role-notices.js';
import type { RoleProposalAnswer } from './role-proposals.shapes.js';

/** Roles that decide are proposed by an administrator and held once somebody in charge has confirmed them. Which, and who: `workflows/access`. */
@Injectable()
export class RoleProposals {
  constructor(
    private readonly database: Database,
    private readonly grants: RoleGrants,
    private readonly known: Known,
  ) {}

  /**
   * What is held or waits already stays as it is. Where nobody has ever been in charge, the role is given at once, and marked as set-up:
   * nobody can make that so again by taking roles away.
   * @throws Problem 404 `person.unknown`, `company.unknown`; 409 `person.inactive`, `grant.nobody_to_ask`
   */
  async propose({ login, role, company }: RoleOf, by: string): Promise<void> {
    await this.known.activePerson(login);
    if (company !== null) await this.known.company(company);
    await this.database.transaction(async (tx) => {
      // Of two who set up at once the second finds somebody in charge.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('role proposals', 0))`);
      if (await isHeld(tx, { login, role, company })) return;
      if (await isSetUp(tx, company)) return this.grants.grant({ login, role, company }, by, { isSetUp: true }, tx);
      const roles = confirmersOf(role);
      if (!(await isAnybodyToAsk(tx, { login, company, roles, by }))) throw new Problem(409, 'grant.nobody_to_ask', { login, role, roles });
      const [proposal] = await tx.query<{ id: string }>(
        `insert into role_proposals (login, role, company_id, proposed_by) values ($1, $2, $3, $4)
         on conflict (login, role, coalesce(company_id, '')) where status = 'waiting' do nothing returning id`,
        [login, role, company, by],
      );
      if (proposal) await tellConfirmers(tx, proposal.id, role);
    });
  }

  /**
   * Those that wait first, then newest first: for administrators and auditors all, for others what they may decide on.
   * @param after id of the last one seen
   */
  async list(
    person: CurrentPerson,
    { limit, after, waiting }: { limit: number; after?: string; waiting?: boolean },
  ): Promise<RoleProposalAnswer[]> {
    const rows = await this.database.query<ProposalRow>(
      `${proposals} where ($1::bigint is null or r.id < $1) and ($2::boolean is null or (r.status = 'waiting') = $2)
         and ($3::jsonb is null or exists (select from jsonb_to_recordset($3) as mine (role text, company text)
           where mine.role = r.role and (mine.company is null or mine.company = r.company_id)))
       order by r.id desc limit $4`,
      [after ?? null, waiting ?? null, seesAll(person) ? null : JSON.stringify(mayDecideOn(person)), limit],
    );
    return rows.map((row) => answerOf(row, person));
  }

  /** @throws Problem 404 `role_proposal.unknown`, also for one decided already; 403 `role.required`; 409 `role_proposal.own`, `person.inactive`, `grant.seated` */
  async confirm(id: string, by: CurrentPerson): Promise<RoleProposalAnswer> {
    return this.decide(id, by, 'confirmed', null, async (tx, { login, role, company, proposedBy }) => {
      await this.known.activePerson(login, tx);
      await this.grants.grant({ login, role, company }, proposedBy, { proposal: id }, tx);
    });
  }

  /** @throws Problem as confirm */
  reject(id: string, by: CurrentPerson, reason: string): Promise<RoleProposalAnswer> {
    return this.decide(id, by, 'rejected', reason);
  }

  /** By any administrator. @throws Problem 404 `role_proposal.unknown` */
  async withdraw(id: string, by: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const withdrawn = await tx.query(
        `update role_proposals set status = 'withdrawn', decided_by = $2, decided_at = now() where id = $1::bigint and status = 'waiting' returning id`,
        [id, by],
      );
      if (withdrawn.length === 0) throw new Problem(404, 'role_proposal.unknown', { proposal: id });
      await endRoleNotices(tx, id);
    });
  }

  private decide(
    id: string,
    by: CurrentPerson,
    status: 'confirmed' | 'rejected',
    reason: string | null,
    work: (tx: Tx, proposal: ProposalRow) => Promise<void> = async () => undefined,
  ): Promise<RoleProposalAnswer> {
    return this.database.transaction(async (tx) => {
      const [proposal] = await tx.query<ProposalRow>(`${proposals} where r.id = $1::bigint and r.status = 'waiting' for update of r`, [id]);
      if (!proposal) throw new Problem(404, 'role_proposal.unknown', { proposal: id });
      refuse(proposal, by);
      await work(tx, proposal);
      await tx.query('update role_proposals set status = $2, decided_by = $3, decided_at = now(), reason = $4 where id = $1::bigint', [
        ...[id, status, by.login, reason],
      ]);
      await endRoleNotices(tx, id);
      const [decided] = await tx.query<ProposalRow>(`${proposals} where r.id = $1::bigint`, [id]);
      if (!decided) throw new Error(`role proposal ${id} is gone`);
      return answerOf(decided, by);
    });
  }
}

type ProposalRow = Omit<RoleProposalAnswer, 'mayDecide'>;

const proposals = `
  select r.id::text, r.login, p.name, r.role, r.company_id as company, r.status, r.proposed_by as "proposedBy", r.proposed_at as "proposedAt",
    r.decided_by as "decidedBy", r.decided_at as "decidedAt", r.reason
  from role_proposals r join people p on p.login = r.login`;

function answerOf(row: ProposalRow, person: CurrentPerson): RoleProposalAnswer {
  return { ...row, mayDecide: row.status === 'waiting' && refusalOf(row, person) === undefined };
}

function refusalOf({ login, role, company, proposedBy }: ProposalRow, person: CurrentPerson): 'role' | 'own' | undefined {
  const by = { login: person.login, grants: person.grants, standsInFor: standsInForLogins(person) };
  return refuseConfirming({ role, companyId: company, receiver: login, proposedBy }, by);
}

function refuse(proposal: ProposalRow, by: CurrentPerson): void {
  const why = refusalOf(proposal, by);
  if (why === 'role') throw roleRequired(confirmersOf(proposal.role));
  if (why === 'own') throw new Problem(409, 'role_proposal.own', { person: by.login, login: proposal.login, role: proposal.role });
}

function seesAll(person: CurrentPerson): boolean {
  return rolesAnywhere(person).some((role) => role === 'admin' || role === 'auditor');
}

/** Roles, with the company in which one may agree to them; null: in every one. */
function mayDecideOn({ grants }: CurrentPerson): { role: string; company: string | null }[] {
  return grants.flatMap((held) => confirmableWith([held]).map((role) => ({ role, company: held.companyId })));
}

async function isHeld(tx: Tx, { login, role, company }: RoleOf): Promise<boolean> {
  const held = await tx.query(
    'select from role_grants where login = $1 and role = $2 and company_id is not distinct from $3 and revoked_at is null',
    [login, role, company],
  );
  return held.length > 0;
}

/** Nobody has ever been in charge: of the company, or, for a role in every company, of any. */
async function isSetUp(tx: Tx, company: string | null): Promise<boolean> {
  const ever = await tx.query(
    'select from role_grants where role = any ($1::text[]) and ($2::text is null or company_id is null or company_id = $2) limit 1',
    [peopleInCharge, company],
  );
  return ever.length === 0;
}

async function isAnybodyToAsk(
  tx: Tx,
  { login, company, roles, by }: { login: string; company: string | null; roles: readonly string[]; by: string },
): Promise<boolean> {
  const found = await tx.query(`${confirmers('$1', '$2', '$3', '$4')} limit 1`, [roles, company, login, by]);
  return found.length > 0;
}
