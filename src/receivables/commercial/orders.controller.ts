import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { customerRoles } from '../customer-scope.js';
import { writePageKey } from '../ledger/page-key.js';
import { OrdersPage, OrdersQuery } from './commercial.shapes.js';
import { CommercialLists } from './commercial-lists.js';

@ApiTags('commercial')
@ApiBearerAuth()
@AllowRoles(...customerRoles)
@Controller('api/v1/orders')
export class OrdersController {
  constructor(private readonly lists: CommercialLists) {}

  /** By company, customer and order date. */
  @Get()
  @ApiOkResponse({ type: OrdersPage })
  async list(@Person() person: CurrentPerson, @Query() query: OrdersQuery): Promise<OrdersPage> {
    const rows = await this.lists.orders(person, query);
    return pageOf(rows, query.limit, ({ company, customer, orderedOn, id }) => writePageKey('orders', [company, customer, orderedOn, id]));
  }
}
