import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { ProvisionList } from './provision-list.js';
import { Provisions, provisionReaders } from './provisions.js';
import {
  ApproveProvisionForm,
  ProvisionAnswer,
  ProvisionFigures,
  ProvisionForm,
  ProvisionPath,
  ProvisionPreviewQuery,
  ProvisionsPage,
  ProvisionsQuery,
  RejectProvisionForm,
} from './provisions.shapes.js';

/** What the allowance for bad debts has to hold, month by month. */
@ApiTags('provisions')
@ApiBearerAuth()
@AllowRoles(...provisionReaders)
@Controller('api/v1/provisions')
export class ProvisionsController {
  constructor(
    private readonly provisions: Provisions,
    private readonly stored: ProvisionList,
  ) {}

  /** Newest first. */
  @Get()
  @ApiOkResponse({ type: ProvisionsPage })
  async page(@Query() query: ProvisionsQuery, @Person() person: CurrentPerson): Promise<ProvisionsPage> {
    return pageOf(await this.stored.list(person, query), query.limit, ({ id }) => id);
  }

  /** What a provision for this month would be; nothing is written. */
  @Get('preview')
  @ApiOkResponse({ type: ProvisionFigures })
  preview(@Query() query: ProvisionPreviewQuery, @Person() person: CurrentPerson): Promise<ProvisionFigures> {
    return this.provisions.preview(query, person);
  }

  @Get(':id')
  @ApiOkResponse({ type: ProvisionAnswer })
  read(@Param() { id }: ProvisionPath, @Person() person: CurrentPerson): Promise<ProvisionAnswer> {
    return this.stored.read(person, id);
  }

  /** For a month that is over and later than the last one; its figures stay as they are now. */
  @Post()
  @AllowRoles('ar_clerk')
  @ApiCreatedResponse({ type: ProvisionAnswer })
  async propose(@Body() form: ProvisionForm, @Person() person: CurrentPerson): Promise<ProvisionAnswer> {
    return this.stored.read(person, await this.provisions.propose(form, person));
  }

  /** Writes its voucher into the company's book. Never by who proposed it. */
  @Post(':id/approve')
  @HttpCode(200)
  @AllowRoles('finance_director')
  @ApiOkResponse({ type: ProvisionAnswer })
  async approve(
    @Param() { id }: ProvisionPath,
    @Body() { reason }: ApproveProvisionForm,
    @Person() person: CurrentPerson,
  ): Promise<ProvisionAnswer> {
    await this.provisions.decide(person, id, 'approved', reason);
    return this.stored.read(person, id);
  }

  @Post(':id/reject')
  @HttpCode(200)
  @AllowRoles('finance_director')
  @ApiOkResponse({ type: ProvisionAnswer })
  async reject(
    @Param() { id }: ProvisionPath,
    @Body() { reason }: RejectProvisionForm,
    @Person() person: CurrentPerson,
  ): Promise<ProvisionAnswer> {
    await this.provisions.decide(person, id, 'rejected', reason);
    return this.stored.read(person, id);
  }
}
