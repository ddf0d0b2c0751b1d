import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Role } from '../../workflows/collection-case/actor.js';
import { AllowRoles, requireRole } from '../people/allow-roles.js';
import { type CurrentPerson, companiesAs } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { SharedRun } from '../platform/shared-run.js';
import { ReconciliationAnswer, SealsPage, SealsQuery, VerifiedAnswer } from './audit.shapes.js';
import { Reconciliation } from './reconciliation.js';
import { Seals, sealReaders } from './seals.js';
import { Verification } from './verify/verification.js';

export const moneyReaders: [Role, ...Role[]] = ['auditor', 'finance_director', 'general_manager', 'ar_clerk'];

/** For whoever trusts nobody. */
@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/v1')
export class AuditController {
  /** It reads everything there is, and holds a connection for as long. */
  private readonly verifying = new SharedRun(() => this.verification.verify());

  constructor(
    private readonly kept: Seals,
    private readonly verification: Verification,
    private readonly money: Reconciliation,
  ) {}

  /** Derives the whole record again; takes about a minute for a million entries. */
  @Get('audit/verify')
  @AllowRoles('auditor')
  @ApiOkResponse({ type: VerifiedAnswer })
  async verify(): Promise<VerifiedAnswer> {
    const { problems, ...verified } = await this.verifying.run();
    return {
      ...verified,
      problems: problems.map(({ companyId, caseId, check, what }) => ({ check, company: companyId, case: caseId ?? null, what })),
    };
  }

  /** Newest first. */
  @Get('audit/seals')
  @AllowRoles(...sealReaders)
  @ApiOkResponse({ type: SealsPage })
  async seals(@Query() { company, limit, after }: SealsQuery, @Person() person: CurrentPerson): Promise<SealsPage> {
    requireRole(person, company, ...sealReaders);
    return this.kept.page(company, { limit, after });
  }

  /** Per company and currency: every difference must be 0.00. */
  @Get('reconciliation')
  @AllowRoles(...moneyReaders)
  @ApiOkResponse({ type: ReconciliationAnswer })
  async reconciliation(@Person() person: CurrentPerson): Promise<ReconciliationAnswer> {
    return { items: await this.money.of(companiesAs(person, moneyReaders)) };
  }
}
