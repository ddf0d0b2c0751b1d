import { Body, Controller, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Idempotency } from '../../cases/idempotency.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { companyMoneyRoles } from '../company-money.js';
import { AllocationForm, OnAccountPath } from './allocation.shapes.js';
import { Allocations } from './allocations.js';
import { CreditAnswer, CreditsPage, CreditsQuery } from './ledger.shapes.js';
import { LedgerLists } from './ledger-lists.js';
import { ofCredit } from './on-account.js';
import { writePageKey } from './page-key.js';

@ApiTags('ledger')
@ApiBearerAuth()
@AllowRoles(...companyMoneyRoles)
@Controller('api/v1/credits')
export class CreditsController {
  constructor(
    private readonly lists: LedgerLists,
    private readonly allocations: Allocations,
    private readonly idempotency: Idempotency,
  ) {}

  /** By company, customer and date. */
  @Get()
  @ApiOkResponse({ type: CreditsPage })
  async list(@Person() person: CurrentPerson, @Query() query: CreditsQuery): Promise<CreditsPage> {
    const rows = await this.lists.credits(person, query);
    return pageOf(rows, query.limit, ({ company, customer, creditedOn, id }) =>
      writePageKey('credits', [company, customer, creditedOn, id]),
    );
  }

  /** Applies what is on account; all lines or none. */
  @Post(':id/allocations')
  @AllowRoles('ar_clerk', 'salesperson', 'sales_manager', 'sales_director')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiCreatedResponse({ type: CreditAnswer })
  async allocate(
    @Person() person: CurrentPerson,
    @Param() { id }: OnAccountPath,
    @Body() { lines }: AllocationForm,
    @Headers('idempotency-key') key?: string,
  ): Promise<CreditAnswer> {
    const { answer } = await this.idempotency.once(person.login, key, { creditAllocationsOf: id, lines }, async (tx) => {
      await this.allocations.allocate(tx, person, ofCredit, id, lines);
      return { status: 201, answer: await this.lists.credit(id, tx) };
    });
    return answer as CreditAnswer;
  }
}
