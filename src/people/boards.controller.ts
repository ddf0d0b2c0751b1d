import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { seats } from '../../workflows/review-board/seats.js';
import { Problem } from '../platform/errors/problem.js';
import { AllowRoles } from './allow-roles.js';
import { Boards } from './boards.js';
import { BoardAnswer, BoardPath, SeatForm, SeatPath } from './boards.shapes.js';
import { type CurrentPerson, rolesAnywhere, rolesIn } from './current-person.js';
import { Known } from './known.js';
import { refuseOwnRole } from './own-role.js';
import { SeatChanges } from './seat-changes.js';
import { Person } from './signed-in-request.js';

@ApiTags('people')
@ApiBearerAuth()
@Controller('api/v1/boards')
export class BoardsController {
  constructor(
    private readonly boards: Boards,
    private readonly changes: SeatChanges,
    private readonly known: Known,
  ) {}

  /** Who judges their cases is no secret from the people of the company. */
  @Get(':company')
  @ApiOkResponse({ type: BoardAnswer })
  async read(@Person() person: CurrentPerson, @Param() { company }: BoardPath): Promise<BoardAnswer> {
    await this.known.company(company);
    if (!rolesIn(person, company).length && !rolesAnywhere(person).includes('admin'))
      throw new Problem(404, 'company.unknown', { company });
    return this.board(company);
  }

  /** At once where nobody holds the seat; otherwise it waits until somebody of the board confirms it. */
  @Put(':company/seats/:seat')
  @AllowRoles('admin')
  @ApiOkResponse({ type: BoardAnswer })
  async seat(@Person() admin: CurrentPerson, @Param() { company, seat }: SeatPath, @Body() form: SeatForm): Promise<BoardAnswer> {
    refuseOwnRole(admin, form.member);
    refuseOwnRole(admin, form.deputy);
    await this.changes.propose(company, seat, form, admin.login);
    return this.board(company);
  }

  /** By a member or deputy of the board who gains no seat by it. Meetings that are open keep the board that they were opened with. */
  @Post(':company/seats/:seat/confirm')
  @HttpCode(200)
  @ApiOkResponse({ type: BoardAnswer })
  async confirm(@Person() person: CurrentPerson, @Param() { company, seat }: SeatPath): Promise<BoardAnswer> {
    await this.changes.confirm(company, seat, person.login);
    return this.board(company);
  }

  private async board(company: string): Promise<BoardAnswer> {
    const held = await this.boards.roll(company);
    const changes = await this.changes.waiting(company);
    return {
      company,
      seats: seats.map((seat) => {
        const change = changes.find((one) => one.seat === seat);
        const holders = held.find((holder) => holder.seat === seat) ?? { seat, member: null, deputy: null };
        return { ...holders, ...(change && { waiting: { member: change.member, deputy: change.deputy, proposedBy: change.proposedBy } }) };
      }),
    };
  }
}
