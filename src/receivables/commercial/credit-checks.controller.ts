import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { customerRoles } from '../customer-scope.js';
import { writePageKey } from '../ledger/page-key.js';
import { CreditChecksPage, CreditChecksQuery } from './commercial.shapes.js';
import { CommercialLists } from './commercial-lists.js';

@ApiTags('commercial')
@ApiBearerAuth()
@AllowRoles(...customerRoles)
@Controller('api/v1/credit-checks')
export class CreditChecksController {
  constructor(private readonly lists: CommercialLists) {}

  /** By company, customer and date of the check. */
  @Get()
  @ApiOkResponse({ type: CreditChecksPage })
  async list(@Person() person: CurrentPerson, @Query() query: CreditChecksQuery): Promise<CreditChecksPage> {
    const rows = await this.lists.creditChecks(person, query);
    return pageOf(rows, query.limit, ({ company, customer, checkedOn, id }) =>
      writePageKey('credit_checks', [company, customer, checkedOn, id]),
    );
  }
}
