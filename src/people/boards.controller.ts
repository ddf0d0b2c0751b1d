import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Problem } from '../platform/errors/problem.js';
import { Administration } from './administration.js';
import { AllowRoles } from './allow-roles.js';
import { BoardAnswer, BoardPath, SeatForm, SeatPath } from './boards.shapes.js';
import { type CurrentPerson, rolesAnywhere, rolesIn } from './current-person.js';
import { Known } from './known.js';
import { SeatChanges } from './seat-changes.js';
import { Person } from './signed-in-request.js';

@ApiTags('people')
@ApiBearerAuth()
@Controller('api/v1/boards')
export class BoardsController {
  constructor(
    private readonly changes: SeatChanges,
    private readonly administration: Administration,
    private readonly known: Known,
  ) {}

  /** Who judges their cases is no secret from the people of the company. */
  @Get(':company')
  @ApiOkResponse({ type: BoardAnswer })
  async read(@Person() person: CurrentPerson, @Param() { company }: BoardPath): Promise<BoardAnswer> {
    await this.known.company(company);
    if (!rolesIn(person, company).length && !rolesAnywhere(person).includes('admin'))
      throw new Problem(404, 'company.unknown', { company });
    return this.changes.board(company);
  }

  /** At once where nobody holds the seat; otherwise it waits until somebody of the board confirms it. */
  @Put(':company/seats/:seat')
  @AllowRoles('admin')
  @ApiOkResponse({ type: BoardAnswer })
  async seat(@Person() admin: CurrentPerson, @Param() { company, seat }: SeatPath, @Body() form: SeatForm): Promise<BoardAnswer> {
    await this.administration.seat(admin, company, seat, form);
    return this.changes.board(company);
  }

  /** By a member or deputy of the board who gains no seat by it. Meetings that are open keep the board that they were opened with. */
  @Post(':company/seats/:seat/confirm')
  @HttpCode(200)
  @ApiOkResponse({ type: BoardAnswer })
  async confirm(@Person() person: CurrentPerson, @Param() { company, seat }: SeatPath): Promise<BoardAnswer> {
    await this.changes.confirm(company, seat, person.login);
    return this.changes.board(company);
  }
}
