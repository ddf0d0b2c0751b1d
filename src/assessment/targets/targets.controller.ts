import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { languageOf } from '../../platform/i18n/language.js';
import { mayHaveCards } from '../card-scope.js';
import { schemeReaders } from '../schemes/schemes.js';
import { SchemeDecisionForm, SchemeRejectionForm } from '../schemes/schemes.shapes.js';
import { TargetLists } from './target-lists.js';
import { TargetProposals } from './target-proposals.js';
import {
  HistoryTargetsForm,
  TargetProposalAnswer,
  TargetProposalsPage,
  TargetProposalsQuery,
  TargetsForm,
  TargetsPage,
  TargetsPath,
  TargetsQuery,
} from './targets.shapes.js';

/** What people are to reach: proposed by hr, approved by the finance director. */
@ApiTags('assessment')
@ApiBearerAuth()
@AllowRoles(...schemeReaders)
@Controller('api/v1/targets')
export class TargetsController {
  constructor(
    private readonly lists: TargetLists,
    private readonly proposals: TargetProposals,
  ) {}

  /** Those in force and those before them; one's own, and those whose cards one sees. */
  @Get()
  @AllowRoles(...mayHaveCards)
  @ApiOkResponse({ type: TargetsPage })
  page(@Query() query: TargetsQuery, @Person() person: CurrentPerson): Promise<TargetsPage> {
    return this.lists.page(query, person);
  }

  @Get('proposals')
  @ApiOkResponse({ type: TargetProposalsPage })
  proposed(@Query() query: TargetProposalsQuery, @Person() person: CurrentPerson): Promise<TargetProposalsPage> {
    return this.lists.proposals(query, person);
  }

  /** For everybody of a post and channel, from what they reached in the last years. */
  @Post('from-history')
  @AllowRoles('hr')
  @ApiCreatedResponse({ type: TargetProposalAnswer })
  async fromHistory(@Body() form: HistoryTargetsForm, @Person() person: CurrentPerson): Promise<TargetProposalAnswer> {
    return this.lists.proposal(await this.proposals.fromHistory(person, form), person);
  }

  /** From a benchmark, or by hand; also to adjust what was approved. */
  @Post('proposals')
  @AllowRoles('hr')
  @ApiCreatedResponse({ type: TargetProposalAnswer })
  async propose(
    @Body() form: TargetsForm,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<TargetProposalAnswer> {
    return this.lists.proposal(await this.proposals.byHand(person, form, languageOf(accepted)), person);
  }

  /** By somebody else than who proposed them. */
  @Post('proposals/:id/approve')
  @HttpCode(200)
  @AllowRoles('finance_director')
  @ApiOkResponse({ type: TargetProposalAnswer })
  async approve(
    @Param() { id }: TargetsPath,
    @Body() { reason }: SchemeDecisionForm,
    @Person() person: CurrentPerson,
  ): Promise<TargetProposalAnswer> {
    await this.proposals.approve(person, id, reason);
    return this.lists.proposal(id, person);
  }

  @Post('proposals/:id/reject')
  @HttpCode(200)
  @AllowRoles('finance_director')
  @ApiOkResponse({ type: TargetProposalAnswer })
  async reject(
    @Param() { id }: TargetsPath,
    @Body() { reason }: SchemeRejectionForm,
    @Person() person: CurrentPerson,
  ): Promise<TargetProposalAnswer> {
    await this.proposals.reject(person, id, reason);
    return this.lists.proposal(id, person);
  }

  /** By who proposed them. */
  @Post('proposals/:id/withdraw')
  @HttpCode(200)
  @AllowRoles('hr')
  @ApiOkResponse({ type: TargetProposalAnswer })
  async withdraw(@Param() { id }: TargetsPath, @Person() person: CurrentPerson): Promise<TargetProposalAnswer> {
    await this.proposals.withdraw(person, id);
    return this.lists.proposal(id, person);
  }
}
