import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { IdPage } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { VerificationRuns } from './verification-runs.js';
import { VerificationPath, VerificationRun, VerificationRunsPage } from './verification-runs.shapes.js';

/** Whether the record holds, asked in the background. */
@ApiTags('audit')
@ApiBearerAuth()
@AllowRoles('auditor')
@Controller('api/v1/audit/verifications')
export class VerificationRunsController {
  constructor(private readonly runs: VerificationRuns) {}

  /** One at a time. */
  @Post()
  @HttpCode(202)
  @ApiAcceptedResponse({ type: VerificationRun })
  async start(@Person() { login }: CurrentPerson): Promise<VerificationRun> {
    return this.runs.read(await this.runs.start(login));
  }

  /** Newest first. */
  @Get()
  @ApiOkResponse({ type: VerificationRunsPage })
  page(@Query() query: IdPage): Promise<VerificationRunsPage> {
    return this.runs.page(query);
  }

  @Get(':id')
  @ApiOkResponse({ type: VerificationRun })
  read(@Param() { id }: VerificationPath): Promise<VerificationRun> {
    return this.runs.read(id);
  }
}
