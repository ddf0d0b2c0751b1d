import { Injectable } from '@nestjs/common';
import { deductionHundredths } from '../../workflows/attribution/deduction.js';
import { type Staff, suggestShares } from '../../workflows/attribution/proposal.js';
import type { Role } from '../../workflows/collection-case/actor.js';
import { weightOf } from '../../workflows/collection-case/changes/deductions.js';
import { formatAmount } from '../../workflows/money.js';
import { CaseReader } from '../cases/case-reader.js';
import { pastOf } from '../cases/surroundings.js';
import { roleRequired } from '../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../people/current-person.js';
import { Database } from '../platform/database/database.js';
import type { SayClause } from './attributions.js';
import type { ProposalAnswer } from './attributions.shapes.js';

/** Beside the holders of seats: who proposes, decides, or looks over it. */
const readers: readonly Role[] = ['hr', 'general_manager', 'auditor', 'sales_director', 'finance_director', 'legal_manager'];

/** What the facts that were collected on a case speak for, before anybody has said anything. */
@Injectable()
export class Proposals {
  constructor(
    private readonly database: Database,
    private readonly reader: CaseReader,
  ) {}

  /** @throws Problem 404 `case.unknown`, 403 `role.required` */
  async of(caseId: string, person: CurrentPerson, say: SayClause): Promise<ProposalAnswer> {
    const { found, day } = await this.reader.withDay(caseId, person);
    const { companyId } = found;
    const mayRead =
      person.seats.some((seat) => seat.companyId === companyId) || rolesIn(person, companyId).some((role) => readers.includes(role));
    if (!mayRead) throw roleRequired(readers);
    const { context } = found.stored;
    const past = await pastOf(this.database, found);
    const { policy } = day.rules;
    const weight = weightOf(context);
    const shares = suggestShares(context.facts, past, await this.staff(companyId), policy);
    return {
      case: caseId,
      shares: shares.map(({ party, person: named, candidates, cause, shareHundredths, facts }) => ({
        party,
        person: named ?? null,
        candidates: [...candidates],
        cause,
        share: shareHundredths / 100,
        clause: say(cause),
        points: formatAmount(deductionHundredths({ cause, shareHundredths, ...weight }, policy)),
        facts: [...facts],
      })),
      facts: [...context.facts],
      owners: [...past.owners],
      signedBy: past.signedBy ?? null,
    };
  }

  /** Who holds the roles that release letters. */
  private async staff(companyId: string): Promise<Staff> {
    const rows = await this.database.query<{ login: string; role: Role }>(
      `select distinct g.login, g.role from role_grants g join people p on p.login = g.login and p.active
       where g.role in ('ar_clerk', 'legal_officer') and g.revoked_at is null and (g.company_id is null or g.company_id = $1) order by g.login`,
      [companyId],
      'attribution.staff',
    );
    const holders = (role: Role) => rows.filter((row) => row.role === role).map(({ login }) => login);
    return { arClerks: holders('ar_clerk'), legalOfficers: holders('legal_officer') };
  }
}
