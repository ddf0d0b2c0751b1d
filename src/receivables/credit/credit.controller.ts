import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { pageOf } from '../../people/paging.js';
import { Person } from '../../people/signed-in-request.js';
import { languageOf } from '../../platform/i18n/language.js';
import { customerRoles } from '../customer-scope.js';
import {
  ApproveExceptionForm,
  CreditCheckPreviewAnswer,
  CreditCheckPreviewForm,
  CreditPath,
  ExceptionForm,
  HoldAnswer,
  HoldsPage,
  HoldsQuery,
  NearLimitPage,
  NearLimitQuery,
  RejectExceptionForm,
  SecurityForm,
  StandingAnswer,
  StandingPath,
  StandingQuery,
} from './credit.shapes.js';
import { CreditDesk } from './credit-desk.js';
import { CreditHolds } from './holds.js';
import { NearLimit, nearKeyOf } from './near-limit.js';
import { CreditStandings } from './standing.js';

/** Who may have how much on credit, what is held for it, and who lets it pass. */
@ApiTags('credit')
@ApiBearerAuth()
@AllowRoles(...customerRoles)
@Controller('api/v1/credit')
export class CreditController {
  constructor(
    private readonly standings: CreditStandings,
    private readonly holds: CreditHolds,
    private readonly desk: CreditDesk,
    private readonly near: NearLimit,
  ) {}

  /** Whether a contract could be signed today; nothing is written. */
  @Post('checks/preview')
  @HttpCode(200)
  @ApiOkResponse({ type: CreditCheckPreviewAnswer })
  preview(
    @Body() form: CreditCheckPreviewForm,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<CreditCheckPreviewAnswer> {
    return this.standings.preview(person, form, languageOf(accepted));
  }

  /** Customers over their limit or near it, the furthest beyond it first. */
  @Get('customers')
  @ApiOkResponse({ type: NearLimitPage })
  async nearLimit(@Person() person: CurrentPerson, @Query() query: NearLimitQuery): Promise<NearLimitPage> {
    return pageOf(await this.near.list(person, query), query.limit, nearKeyOf);
  }

  /** Limit, term and exposure of one customer, and the grade that payments would speak for. */
  @Get('customers/:customer')
  @ApiOkResponse({ type: StandingAnswer })
  standing(
    @Person() person: CurrentPerson,
    @Param() { customer }: StandingPath,
    @Query() { company }: StandingQuery,
  ): Promise<StandingAnswer> {
    return this.standings.of(person, company, customer);
  }

  /** Newest first. */
  @Get('holds')
  @ApiOkResponse({ type: HoldsPage })
  async list(
    @Person() person: CurrentPerson,
    @Query() query: HoldsQuery,
    @Headers('accept-language') accepted?: string,
  ): Promise<HoldsPage> {
    return pageOf(await this.holds.list(person, query, languageOf(accepted)), query.limit, ({ id }) => id);
  }

  @Get('holds/:id')
  @ApiOkResponse({ type: HoldAnswer })
  read(@Person() person: CurrentPerson, @Param() { id }: CreditPath, @Headers('accept-language') accepted?: string): Promise<HoldAnswer> {
    return this.holds.read(person, id, languageOf(accepted));
  }

  /** A prepayment or a security; what covers the gap releases the hold. */
  @Post('holds/:id/securities')
  @AllowRoles('ar_clerk', 'finance_director')
  @ApiCreatedResponse({ type: HoldAnswer })
  async secure(
    @Param() { id }: CreditPath,
    @Body() form: SecurityForm,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<HoldAnswer> {
    await this.desk.secure(person, id, form);
    return this.holds.read(person, id, languageOf(accepted));
  }

  /** Asks for an exception. */
  @Post('holds/:id/exceptions')
  @AllowRoles('sales_manager', 'sales_director')
  @ApiCreatedResponse({ type: HoldAnswer })
  async ask(
    @Param() { id }: CreditPath,
    @Body() form: ExceptionForm,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<HoldAnswer> {
    await this.desk.ask(person, id, form);
    return this.holds.read(person, id, languageOf(accepted));
  }

  /** By the finance director up to the policy's limit, above it by the general manager; never by who asked. */
  @Post('exceptions/:id/approve')
  @HttpCode(200)
  @AllowRoles('finance_director', 'general_manager')
  @ApiOkResponse({ type: HoldAnswer })
  async approve(
    @Param() { id }: CreditPath,
    @Body() { reason }: ApproveExceptionForm,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<HoldAnswer> {
    return this.holds.read(person, await this.desk.decide(person, id, 'approved', reason), languageOf(accepted));
  }

  @Post('exceptions/:id/reject')
  @HttpCode(200)
  @AllowRoles('finance_director', 'general_manager')
  @ApiOkResponse({ type: HoldAnswer })
  async reject(
    @Param() { id }: CreditPath,
    @Body() { reason }: RejectExceptionForm,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<HoldAnswer> {
    return this.holds.read(person, await this.desk.decide(person, id, 'rejected', reason), languageOf(accepted));
  }
}
