import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { roles } from '../../workflows/collection-case/actor.js';
import { nameOf, policyKeys } from '../../workflows/policy-versions/fields.js';
import { written } from '../../workflows/policy-versions/written.js';
import { businessDate } from '../cases/circumstances.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { AllowRoles } from '../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../people/current-person.js';
import { Known } from '../people/known.js';
import { Person } from '../people/signed-in-request.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { languageOf } from '../platform/i18n/language.js';
import {
  ApproveForm,
  CurrentPolicy,
  CurrentPolicyQuery,
  PoliciesPage,
  PoliciesQuery,
  PolicyAnswer,
  PolicyFieldsAnswer,
  PolicyForm,
  PolicyPath,
  RejectProposalForm,
} from './policy.shapes.js';
import { PolicyHistory, policyReaders } from './policy-history.js';
import { PolicyProposals } from './policy-proposals.js';
import { PolicyWords } from './policy-words.js';

/** The numbers of the rules: what holds, what is proposed, and who decided it. */
@ApiTags('policy')
@ApiBearerAuth()
@AllowRoles(...policyReaders)
@Controller('api/v1/policies')
export class PoliciesController {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly history: PolicyHistory,
    private readonly proposals: PolicyProposals,
    private readonly words: PolicyWords,
    private readonly known: Known,
  ) {}

  /** Every proposal, decided or not, newest first. */
  @Get()
  @ApiOkResponse({ type: PoliciesPage })
  page(
    @Query() query: PoliciesQuery,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<PoliciesPage> {
    return this.history.page(query, person, languageOf(accepted));
  }

  /** What each number means, and what it may be. */
  @Get('fields')
  @AllowRoles(...roles)
  @ApiOkResponse({ type: PolicyFieldsAnswer })
  fields(): PolicyFieldsAnswer {
    return { items: this.words.fields() };
  }

  /** The numbers by which people are judged are no secret from them. */
  @Get('current')
  @AllowRoles(...roles)
  @ApiOkResponse({ type: CurrentPolicy })
  async current(@Query() { company, on }: CurrentPolicyQuery, @Person() person: CurrentPerson): Promise<CurrentPolicy> {
    if (rolesIn(person, company).length === 0) throw new Problem(404, 'company.unknown', { company });
    await this.known.company(company);
    const date: BusinessDate = on ?? (await businessDate(this.database, company));
    const { policy } = await this.rules.on(company, date);
    return {
      company,
      on: date,
      version: policy.version,
      numbers: Object.fromEntries(policyKeys.map((key) => [nameOf(key), written(key, policy)])),
    };
  }

  @Get(':id')
  @ApiOkResponse({ type: PolicyAnswer })
  read(@Param() { id }: PolicyPath, @Person() person: CurrentPerson, @Headers('accept-language') accepted?: string): Promise<PolicyAnswer> {
    return this.history.read(id, person, languageOf(accepted));
  }

  @Post()
  @AllowRoles('admin', 'hr')
  @ApiCreatedResponse({ type: PolicyAnswer })
  async propose(
    @Body() form: PolicyForm,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<PolicyAnswer> {
    return this.history.read(await this.proposals.propose(person, form), person, languageOf(accepted));
  }

  /** By somebody else than who proposed it. Its numbers hold from the night of its day on. */
  @Post(':id/approve')
  @HttpCode(200)
  @AllowRoles('finance_director')
  @ApiOkResponse({ type: PolicyAnswer })
  async approve(
    @Param() { id }: PolicyPath,
    @Body() { reason }: ApproveForm,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<PolicyAnswer> {
    await this.proposals.approve(person, id, reason);
    return this.history.read(id, person, languageOf(accepted));
  }

  @Post(':id/reject')
  @HttpCode(200)
  @AllowRoles('finance_director')
  @ApiOkResponse({ type: PolicyAnswer })
  async reject(
    @Param() { id }: PolicyPath,
    @Body() { reason }: RejectProposalForm,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<PolicyAnswer> {
    await this.proposals.reject(person, id, reason);
    return this.history.read(id, person, languageOf(accepted));
  }

  /** By who proposed it. */
  @Post(':id/withdraw')
  @HttpCode(200)
  @AllowRoles('admin', 'hr')
  @ApiOkResponse({ type: PolicyAnswer })
  async withdraw(
    @Param() { id }: PolicyPath,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<PolicyAnswer> {
    await this.proposals.withdraw(person, id);
    return this.history.read(id, person, languageOf(accepted));
  }
}
