import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { companyMoneyRoles } from '../company-money.js';
import { ReceiptsPage, ReceiptsQuery } from './ledger.shapes.js';
import { LedgerLists } from './ledger-lists.js';
import { writePageKey } from './page-key.js';

@ApiTags('ledger')
@ApiBearerAuth()
@AllowRoles(...companyMoneyRoles)
@Controller('api/v1/receipts')
export class ReceiptsController {
  constructor(private readonly lists: LedgerLists) {}

  /** By company, customer and value date. */
  @Get()
  @ApiOkResponse({ type: ReceiptsPage })
  async list(@Person() person: CurrentPerson, @Query() query: ReceiptsQuery): Promise<ReceiptsPage> {
    const rows = await this.lists.receipts(person, query);
    return pageOf(rows, query.limit, ({ company, customer, valueDate, id }) => writePageKey([company, customer, valueDate, id]));
  }
}
