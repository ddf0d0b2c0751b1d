import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { MeetingIdParam } from '../meetings.shapes.js';
import { DecisionPapers } from './decision-papers.js';
import { DecisionPaper, PaperPath, PapersPage, PapersQuery } from './papers.shapes.js';

/** What the board decides by, case by case. Read by the board and by who sees all of the company's cases. */
@ApiTags('review board')
@ApiBearerAuth()
@Controller('api/v1/meetings')
export class PapersController {
  constructor(private readonly papers: DecisionPapers) {}

  @Get(':id/papers')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: PapersPage })
  page(@Param() { id }: MeetingIdParam, @Query() query: PapersQuery, @Person() person: CurrentPerson): Promise<PapersPage> {
    return this.papers.page(id, query, person);
  }

  @Get(':id/papers/:case')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: DecisionPaper })
  read(@Param() { id, case: caseId }: PaperPath, @Person() person: CurrentPerson): Promise<DecisionPaper> {
    return this.papers.read(id, caseId, person);
  }
}
