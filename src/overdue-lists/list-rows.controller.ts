import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { balanceIn, objectionFrom } from './answer-forms.js';
import { type Answered, Answers } from './answers.js';
import { OverdueLists } from './overdue-lists.js';
import { AcceptForm, ObjectForm, RejectRowForm, RowDetail, RowPath, SettleForm } from './overdue-lists.shapes.js';
import { RowDecisions } from './row-decisions.js';

/** What people say to one row of a published list. */
@ApiTags('overdue lists')
@ApiBearerAuth()
@Controller('api/v1/overdue-lists/:id/rows/:row')
export class ListRowsController {
  constructor(
    private readonly database: Database,
    private readonly lists: OverdueLists,
    private readonly answers: Answers,
    private readonly decisions: RowDecisions,
  ) {}

  /** By the owner, or who stands in for them. */
  @Post('confirm')
  @HttpCode(200)
  @AllowRoles('salesperson', 'sales_manager')
  @ApiOkResponse({ type: RowDetail })
  confirm(@Person() person: CurrentPerson, @Param() path: RowPath): Promise<RowDetail> {
    return this.answer(person, path, { row: path.row });
  }

  /** By the owner, with what is wrong and what would be right. */
  @Post('object')
  @HttpCode(200)
  @AllowRoles('salesperson', 'sales_manager')
  @ApiOkResponse({ type: RowDetail })
  object(@Person() person: CurrentPerson, @Param() path: RowPath, @Body() form: ObjectForm): Promise<RowDetail> {
    return this.answer(person, path, { row: path.row, objection: objectionFrom(form) });
  }

  /** Finance: the row is corrected, and what it was stays readable. */
  @Post('accept')
  @HttpCode(200)
  @AllowRoles('ar_clerk')
  @ApiOkResponse({ type: RowDetail })
  async accept(
    @Person() person: CurrentPerson,
    @Param() { id, row }: RowPath,
    @Body() { note, balance, owner }: AcceptForm,
  ): Promise<RowDetail> {
    const more = { ...balanceIn(balance), ...(owner !== undefined && { owner }) };
    await this.database.transaction((tx) => this.decisions.accept(tx, person, id, row, more, note));
    return this.lists.row(person, id, row);
  }

  /** Finance: the sales and the finance director settle it. */
  @Post('reject')
  @HttpCode(200)
  @AllowRoles('ar_clerk')
  @ApiOkResponse({ type: RowDetail })
  async reject(@Person() person: CurrentPerson, @Param() { id, row }: RowPath, @Body() { reason }: RejectRowForm): Promise<RowDetail> {
    await this.database.transaction((tx) => this.decisions.reject(tx, person, id, row, reason));
    return this.lists.row(person, id, row);
  }

  /** One director proposes, the other says the same. */
  @Post('settle')
  @HttpCode(200)
  @AllowRoles('sales_director', 'finance_director')
  @ApiOkResponse({ type: RowDetail })
  async settle(@Person() person: CurrentPerson, @Param() { id, row }: RowPath, @Body() form: SettleForm): Promise<RowDetail> {
    await this.database.transaction((tx) => this.decisions.settle(tx, person, id, row, form));
    return this.lists.row(person, id, row);
  }

  private async answer(person: CurrentPerson, { id, row }: RowPath, answered: Answered): Promise<RowDetail> {
    await this.database.transaction(async (tx) => {
      const [outcome] = await this.answers.give(tx, person, id, [answered]);
      if (outcome && 'refused' in outcome) throw new Problem(outcome.status, outcome.refused.key, outcome.refused.facts);
    });
    return this.lists.row(person, id, row);
  }
}
