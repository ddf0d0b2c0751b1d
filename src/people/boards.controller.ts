import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { seats } from '../../workflows/review-board/seats.js';
import { Problem } from '../platform/errors/problem.js';
import { AllowRoles } from './allow-roles.js';
import { Boards } from './boards.js';
import { BoardAnswer, BoardPath, SeatForm, SeatPath } from './boards.shapes.js';
import { type CurrentPerson, rolesAnywhere, rolesIn } from './current-person.js';
import { Known } from './known.js';
import { refuseOwnRole } from './own-role.js';
import { Person } from './signed-in-request.js';

@ApiTags('people')
@ApiBearerAuth()
@Controller('api/v1/boards')
export class BoardsController {
  constructor(
    private readonly boards: Boards,
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

  @Put(':company/seats/:seat')
  @AllowRoles('admin')
  @ApiOkResponse({ type: BoardAnswer })
  async seat(@Person() admin: CurrentPerson, @Param() { company, seat }: SeatPath, @Body() form: SeatForm): Promise<BoardAnswer> {
    refuseOwnRole(admin, form.member);
    refuseOwnRole(admin, form.deputy);
    await this.boards.seat(company, seat, form);
    return this.board(company);
  }

  private async board(company: string): Promise<BoardAnswer> {
    const held = await this.boards.roll(company);
    return { company, seats: seats.map((seat) => held.find((holder) => holder.seat === seat) ?? { seat, member: null, deputy: null }) };
  }
}
