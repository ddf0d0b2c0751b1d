import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { customerRoles } from '../customer-scope.js';
import { writePageKey } from '../ledger/page-key.js';
import { Contracts } from './contracts.js';
import { ContractDetail, ContractPath, ContractsPage, ContractsQuery } from './contracts.shapes.js';

@ApiTags('commercial')
@ApiBearerAuth()
@AllowRoles(...customerRoles)
@Controller('api/v1/contracts')
export class ContractsController {
  constructor(private readonly contracts: Contracts) {}

  /** By company, customer and signing date. */
  @Get()
  @ApiOkResponse({ type: ContractsPage })
  async list(@Person() person: CurrentPerson, @Query() query: ContractsQuery): Promise<ContractsPage> {
    const rows = await this.contracts.list(person, query);
    return pageOf(rows, query.limit, ({ company, customer, signedOn, id }) => writePageKey('contracts', [company, customer, signedOn, id]));
  }

  /** With everything that it and its payment schedule have been. */
  @Get(':id')
  @ApiOkResponse({ type: ContractDetail })
  read(@Person() person: CurrentPerson, @Param() { id }: ContractPath): Promise<ContractDetail> {
    return this.contracts.read(person, id);
  }
}
