import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Idempotency } from '../../cases/idempotency.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { Database } from '../../platform/database/database.js';
import { companyMoneyRoles } from '../company-money.js';
import { AllocationForm, ClassificationForm, OnAccountPath } from './allocation.shapes.js';
import { Allocations } from './allocations.js';
import { Classifications } from './classifications.js';
import { ReceiptAnswer, ReceiptsPage, ReceiptsQuery } from './ledger.shapes.js';
import { LedgerLists } from './ledger-lists.js';
import { ofReceipt } from './on-account.js';
import { writePageKey } from './page-key.js';

@ApiTags('ledger')
@ApiBearerAuth()
@AllowRoles(...companyMoneyRoles)
@Controller('api/v1/receipts')
export class ReceiptsController {
  constructor(
    private readonly lists: LedgerLists,
    private readonly allocations: Allocations,
    private readonly classifications: Classifications,
    private readonly idempotency: Idempotency,
    private readonly database: Database,
  ) {}

  /** By company, customer and value date. */
  @Get()
  @ApiOkResponse({ type: ReceiptsPage })
  async list(@Person() person: CurrentPerson, @Query() query: ReceiptsQuery): Promise<ReceiptsPage> {
    const rows = await this.lists.receipts(person, query);
    return pageOf(rows, query.limit, ({ company, customer, valueDate, id }) =>
      writePageKey('receipts', [company, customer, valueDate, id]),
    );
  }

  /** Applies what is on account; all lines or none. */
  @Post(':id/allocations')
  @AllowRoles('ar_clerk', 'salesperson', 'sales_manager', 'sales_director')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiCreatedResponse({ type: ReceiptAnswer })
  async allocate(
    @Person() person: CurrentPerson,
    @Param() { id }: OnAccountPath,
    @Body() { lines }: AllocationForm,
    @Headers('idempotency-key') key?: string,
  ): Promise<ReceiptAnswer> {
    const { answer } = await this.idempotency.once(person.login, key, { allocationsOf: id, lines }, async (tx) => {
      await this.allocations.allocate(tx, person, ofReceipt, id, lines);
      return { status: 201, answer: await this.lists.receipt(id, tx) };
    });
    return answer as ReceiptAnswer;
  }

  /** Says what a receipt that was worked out from a list of open items really was. */
  @Post(':id/classification')
  @HttpCode(200)
  @AllowRoles('ar_clerk')
  @ApiOkResponse({ type: ReceiptAnswer })
  classify(@Person() person: CurrentPerson, @Param() { id }: OnAccountPath, @Body() { as }: ClassificationForm): Promise<ReceiptAnswer> {
    return this.database.transaction(async (tx) => {
      await this.classifications.classify(tx, person, id, as);
      return this.lists.receipt(id, tx);
    });
  }
}
