import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { companyMoneyRoles } from '../company-money.js';
import { ReceivablesPage, ReceivablesQuery } from './ledger.shapes.js';
import { LedgerLists } from './ledger-lists.js';
import { writePageKey } from './page-key.js';

@ApiTags('ledger')
@ApiBearerAuth()
@AllowRoles(...companyMoneyRoles)
@Controller('api/v1/receivables')
export class ReceivablesController {
  constructor(private readonly lists: LedgerLists) {}

  /** By company, customer and due date. */
  @Get()
  @ApiOkResponse({ type: ReceivablesPage })
  async list(@Person() person: CurrentPerson, @Query() query: ReceivablesQuery): Promise<ReceivablesPage> {
    const rows = await this.lists.receivables(person, query);
    return pageOf(rows, query.limit, ({ company, customer, dueOn, id }) => writePageKey('receivables', [company, customer, dueOn, id]));
  }
}
