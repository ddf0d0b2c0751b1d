import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Role } from '../../../workflows/collection-case/actor.js';
import { AllowRoles, requireRole } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { IdPage } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { languageOf } from '../../platform/i18n/language.js';
import { WhatIfCasesPage, WhatIfForm, WhatIfPath, WhatIfQuery, WhatIfRun, WhatIfRunsPage } from './what-if.shapes.js';
import { WhatIfCases } from './what-if-cases.js';
import { WhatIfRuns, whatIfRoles } from './what-if-runs.js';

/** Who sees cases, as far as their rows go: an administrator sees none. */
export const caseReaders: [Role, ...Role[]] = ['hr', 'finance_director', 'general_manager', 'auditor'];

/** Other numbers, tried on what happened (a changed rule, before it is decided). Nothing that happened is touched. */
@ApiTags('what-if')
@ApiBearerAuth()
@AllowRoles(...whatIfRoles)
@Controller('api/v1/what-if')
export class WhatIfController {
  constructor(
    private readonly runs: WhatIfRuns,
    private readonly cases: WhatIfCases,
  ) {}

  /** Goes on in the background; one at a time in each company. */
  @Post()
  @HttpCode(202)
  @ApiAcceptedResponse({ type: WhatIfRun })
  async start(@Body() form: WhatIfForm, @Person() person: CurrentPerson): Promise<WhatIfRun> {
    return this.runs.read(await this.runs.start(person, form), person);
  }

  /** Newest first. */
  @Get()
  @ApiOkResponse({ type: WhatIfRunsPage })
  page(@Query() query: WhatIfQuery, @Person() person: CurrentPerson): Promise<WhatIfRunsPage> {
    return this.runs.page(query, person);
  }

  @Get(':id')
  @ApiOkResponse({ type: WhatIfRun })
  read(@Param() { id }: WhatIfPath, @Person() person: CurrentPerson): Promise<WhatIfRun> {
    return this.runs.read(id, person);
  }

  /** Of those that would have gone another way, the ones that the person sees anyway. */
  @Get(':id/cases')
  @AllowRoles(...caseReaders)
  @ApiOkResponse({ type: WhatIfCasesPage })
  async casesOf(
    @Param() { id }: WhatIfPath,
    @Query() query: IdPage,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<WhatIfCasesPage> {
    const { company } = await this.runs.read(id, person);
    requireRole(person, company, ...caseReaders);
    return this.cases.page(id, company, query, person, languageOf(accepted));
  }

  /** By who asked for it. */
  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOkResponse({ type: WhatIfRun })
  async cancel(@Param() { id }: WhatIfPath, @Person() person: CurrentPerson): Promise<WhatIfRun> {
    await this.runs.cancel(id, person);
    return this.runs.read(id, person);
  }
}
