import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { Refusals } from './refusals.js';
import { RefusalsPage, RefusalsQuery } from './refusals.shapes.js';

/** Who tried what was not theirs to do. */
@ApiTags('audit')
@ApiBearerAuth()
@AllowRoles('auditor')
@Controller('api/v1/audit/refusals')
export class RefusalsController {
  constructor(private readonly refusals: Refusals) {}

  /** Newest first. */
  @Get()
  @ApiOkResponse({ type: RefusalsPage })
  async page(@Query() query: RefusalsQuery, @Person() person: CurrentPerson): Promise<RefusalsPage> {
    const { items, next } = await this.refusals.page(query, person);
    return { items: items.map(({ facts: _, ...refused }) => refused), next };
  }
}
