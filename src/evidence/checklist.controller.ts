import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CaseIdParam } from '../cases/cases.controller.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { ChecklistAnswer, EvidenceRequestsPage, NeededKindAnswer, RequestsQuery } from './checklist.shapes.js';
import { Checklists } from './checklists.js';
import { EvidenceRequests } from './evidence-requests.js';

@ApiTags('evidence')
@ApiBearerAuth()
@ApiExtraModels(NeededKindAnswer)
@Controller('api/v1')
export class ChecklistController {
  constructor(
    private readonly checklists: Checklists,
    private readonly requests: EvidenceRequests,
  ) {}

  /** What the bad debt has and lacks, ground by ground, which grounds are nearest, and who has to do what for them. */
  @Get('cases/:id/checklist')
  @ApiOkResponse({ type: ChecklistAnswer })
  checklist(@Param() { id }: CaseIdParam, @Person() person: CurrentPerson): Promise<ChecklistAnswer> {
    return this.checklists.of(id, person);
  }

  /** What legal was asked for; what is needed first comes first. */
  @Get('evidence-requests')
  @ApiOkResponse({ type: EvidenceRequestsPage })
  page(@Query() query: RequestsQuery, @Person() person: CurrentPerson): Promise<EvidenceRequestsPage> {
    return this.requests.page(query, person);
  }
}
