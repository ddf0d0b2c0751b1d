import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { Nights, runReaders } from './nights.js';
import { RunsPage, RunsQuery } from './runs.shapes.js';

/** Whether the nights have run. */
@ApiTags('runs')
@ApiBearerAuth()
@Controller('api/v1/runs')
export class RunsController {
  constructor(private readonly nights: Nights) {}

  /** Newest first. */
  @Get()
  @AllowRoles(...runReaders)
  @ApiOkResponse({ type: RunsPage })
  page(@Query() query: RunsQuery, @Person() person: CurrentPerson): Promise<RunsPage> {
    return this.nights.page(query, person);
  }
}
