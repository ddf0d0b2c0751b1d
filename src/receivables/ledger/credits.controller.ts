import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { companyMoneyRoles } from '../company-money.js';
import { CreditsPage, CreditsQuery } from './ledger.shapes.js';
import { LedgerLists } from './ledger-lists.js';
import { writePageKey } from './page-key.js';

@ApiTags('ledger')
@ApiBearerAuth()
@AllowRoles(...companyMoneyRoles)
@Controller('api/v1/credits')
export class CreditsController {
  constructor(private readonly lists: LedgerLists) {}

  /** By company, customer and date. */
  @Get()
  @ApiOkResponse({ type: CreditsPage })
  async list(@Person() person: CurrentPerson, @Query() query: CreditsQuery): Promise<CreditsPage> {
    const rows = await this.lists.credits(person, query);
    return pageOf(rows, query.limit, ({ company, customer, creditedOn, id }) => writePageKey([company, customer, creditedOn, id]));
  }
}
