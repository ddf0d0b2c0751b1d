import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { roles } from '../../../workflows/collection-case/actor.js';
import { readySchemes } from '../../../workflows/scorecard/scheme-defaults.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person } from '../../people/signed-in-request.js';
import { languageOf } from '../../platform/i18n/language.js';
import { SchemePeople } from './scheme-people.js';
import { contentAnswer } from './scheme-rows.js';
import { Schemes, schemeReaders } from './schemes.js';
import {
  AcknowledgementForm,
  AnnouncementForm,
  ReadySchemesAnswer,
  SchemeAnswer,
  SchemeDecisionForm,
  SchemeForm,
  SchemePath,
  SchemePeoplePage,
  SchemePeopleQuery,
  SchemeRejectionForm,
  SchemesOfCompany,
  SchemesPage,
  SchemesQuery,
} from './schemes.shapes.js';

/** By what people are assessed: proposed, approved by somebody else, announced, acknowledged, and then in force. */
@ApiTags('assessment')
@ApiBearerAuth()
@AllowRoles(...schemeReaders)
@Controller('api/v1/schemes')
export class SchemesController {
  constructor(
    private readonly schemes: Schemes,
    private readonly people: SchemePeople,
  ) {}

  /** Every version, newest first. */
  @Get()
  @ApiOkResponse({ type: SchemesPage })
  page(@Query() query: SchemesQuery, @Person() person: CurrentPerson): Promise<SchemesPage> {
    return this.schemes.page(query, person);
  }

  /** What is in force, and what is announced: no secret from those who are measured by it. */
  @Get('announced')
  @AllowRoles(...roles)
  @ApiOkResponse({ type: SchemesPage })
  async announced(@Query() { company }: SchemesOfCompany, @Person() person: CurrentPerson): Promise<SchemesPage> {
    return { items: await this.schemes.announced(company, person), next: null };
  }

  /** One to begin with for each post and stage. */
  @Get('ready')
  @AllowRoles(...roles)
  @ApiOkResponse({ type: ReadySchemesAnswer })
  ready(): ReadySchemesAnswer {
    return { items: readySchemes.map(contentAnswer) };
  }

  @Get(':id')
  @AllowRoles(...roles)
  @ApiOkResponse({ type: SchemeAnswer })
  read(@Param() { id }: SchemePath, @Person() person: CurrentPerson): Promise<SchemeAnswer> {
    return this.schemes.read(id, person);
  }

  /** Whom it concerns, and who of them has acknowledged it. */
  @Get(':id/people')
  @ApiOkResponse({ type: SchemePeoplePage })
  concerned(@Param() { id }: SchemePath, @Query() query: SchemePeopleQuery, @Person() person: CurrentPerson): Promise<SchemePeoplePage> {
    return this.people.page(id, query, person);
  }

  @Post()
  @AllowRoles('hr', 'admin')
  @ApiCreatedResponse({ type: SchemeAnswer })
  async propose(
    @Body() form: SchemeForm,
    @Person() person: CurrentPerson,
    @Headers('accept-language') accepted?: string,
  ): Promise<SchemeAnswer> {
    return this.schemes.read(await this.schemes.propose(person, form, languageOf(accepted)), person);
  }

  /** By somebody else than who proposed it, before its first day. */
  @Post(':id/approve')
  @HttpCode(200)
  @AllowRoles('finance_director')
  @ApiOkResponse({ type: SchemeAnswer })
  async approve(
    @Param() { id }: SchemePath,
    @Body() { reason }: SchemeDecisionForm,
    @Person() person: CurrentPerson,
  ): Promise<SchemeAnswer> {
    await this.schemes.approve(person, id, reason);
    return this.schemes.read(id, person);
  }

  @Post(':id/reject')
  @HttpCode(200)
  @AllowRoles('finance_director')
  @ApiOkResponse({ type: SchemeAnswer })
  async reject(
    @Param() { id }: SchemePath,
    @Body() { reason }: SchemeRejectionForm,
    @Person() person: CurrentPerson,
  ): Promise<SchemeAnswer> {
    await this.schemes.reject(person, id, reason);
    return this.schemes.read(id, person);
  }

  /** By who proposed it. */
  @Post(':id/withdraw')
  @HttpCode(200)
  @AllowRoles('hr', 'admin')
  @ApiOkResponse({ type: SchemeAnswer })
  async withdraw(@Param() { id }: SchemePath, @Person() person: CurrentPerson): Promise<SchemeAnswer> {
    await this.schemes.withdraw(person, id);
    return this.schemes.read(id, person);
  }

  /** Before its first day: what nobody could know by then never starts. */
  @Post(':id/announce')
  @HttpCode(200)
  @AllowRoles('hr')
  @ApiOkResponse({ type: SchemeAnswer })
  async announce(@Param() { id }: SchemePath, @Body() { note }: AnnouncementForm, @Person() person: CurrentPerson): Promise<SchemeAnswer> {
    await this.schemes.announce(person, id, note);
    return this.schemes.read(id, person);
  }

  /** By somebody whom it concerns, for oneself. */
  @Post(':id/acknowledge')
  @HttpCode(200)
  @AllowRoles(...roles)
  @ApiOkResponse({ type: SchemeAnswer })
  async acknowledge(@Param() { id }: SchemePath, @Person() person: CurrentPerson): Promise<SchemeAnswer> {
    await this.people.acknowledge(person, id);
    return this.schemes.read(id, person);
  }

  /** Of somebody who has signed it on paper. */
  @Post(':id/acknowledgements')
  @HttpCode(200)
  @AllowRoles('hr')
  @ApiOkResponse({ type: SchemeAnswer })
  async recordPaper(
    @Param() { id }: SchemePath,
    @Body() { person: login, note }: AcknowledgementForm,
    @Person() person: CurrentPerson,
  ): Promise<SchemeAnswer> {
    await this.people.recordPaper(person, id, login, note);
    return this.schemes.read(id, person);
  }
}
