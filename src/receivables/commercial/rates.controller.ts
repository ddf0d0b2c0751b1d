import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { customerRoles } from '../customer-scope.js';
import { writePageKey } from '../ledger/page-key.js';
import { RatesPage, RatesQuery } from './commercial.shapes.js';
import { CommercialLists } from './commercial-lists.js';

@ApiTags('commercial')
@ApiBearerAuth()
@AllowRoles(...customerRoles)
@Controller('api/v1/rates')
export class RatesController {
  constructor(private readonly lists: CommercialLists) {}

  /** By company, currency and day. */
  @Get()
  @ApiOkResponse({ type: RatesPage })
  async list(@Person() person: CurrentPerson, @Query() query: RatesQuery): Promise<RatesPage> {
    const rows = await this.lists.rates(person, query);
    return pageOf(rows, query.limit, ({ company, currency, on, version }) =>
      writePageKey('rates', [company, currency, on, String(version)]),
    );
  }
}
