import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Role } from '../../workflows/collection-case/actor.js';
import { AllowRoles, requireRole } from '../people/allow-roles.js';
import { type CurrentPerson, companiesGranted } from '../people/current-person.js';
import { pageOf } from '../people/paging.js';
import { Person } from '../people/signed-in-request.js';
import { Database } from '../platform/database/database.js';
import { SharedRun } from '../platform/shared-run.js';
import { ReconciliationAnswer, SealsPage, SealsQuery, VerifiedAnswer } from './audit.shapes.js';
import { Reconciliation } from './reconciliation.js';
import { Verification } from './verify/verification.js';

const moneyReaders: [Role, ...Role[]] = ['auditor', 'finance_director', 'general_manager', 'ar_clerk'];

/** For whoever trusts nobody. */
@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/v1')
export class AuditController {
  /** It reads everything there is, and holds a connection for as long. */
  private readonly verifying = new SharedRun(() => this.verification.verify());

  constructor(
    private readonly database: Database,
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
  @AllowRoles('auditor', 'finance_director', 'general_manager')
  @ApiOkResponse({ type: SealsPage })
  async seals(@Query() { company, limit, after }: SealsQuery, @Person() person: CurrentPerson): Promise<SealsPage> {
    requireRole(person, company, 'auditor', 'finance_director', 'general_manager');
    const rows = await this.database.query<SealsPage['items'][number]>(
      `select company_id as company, number, business_date as "businessDate",
         to_char(sealed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sealedAt", leaves, encode(root, 'hex') as root,
         encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash, public_key as "publicKey", encode(signature, 'hex') as signature
       from seals where company_id = $1 and ($2::bigint is null or number < $2) order by number desc limit $3`,
      [company, after ?? null, limit + 1],
    );
    return pageOf(rows, limit, ({ number }) => String(number));
  }

  /** Per company and currency: every difference must be 0.00. */
  @Get('reconciliation')
  @AllowRoles(...moneyReaders)
  @ApiOkResponse({ type: ReconciliationAnswer })
  async reconciliation(@Person() person: CurrentPerson): Promise<ReconciliationAnswer> {
    const grants = [...person.grants, ...person.standsInFor.flatMap((one) => one.grants)].filter(({ role }) => moneyReaders.includes(role));
    return { items: await this.money.of(companiesGranted(grants)) };
  }
}
