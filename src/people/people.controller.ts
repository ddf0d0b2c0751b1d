import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AccountRecord } from './account-record.js';
import { Administration } from './administration.js';
import { AllowRoles } from './allow-roles.js';
import type { CurrentPerson } from './current-person.js';
import { Directory } from './directory.js';
import { pageOf } from './paging.js';
import {
  AccountRecordAnswer,
  CompanyQuery,
  GrantForm,
  GrantPath,
  NewPersonForm,
  PeoplePage,
  PeopleQuery,
  PersonAnswer,
  PersonChangeForm,
  PersonPath,
} from './people.shapes.js';
import { RoleGrants } from './role-grants.js';
import { Person } from './signed-in-request.js';

@ApiTags('people')
@ApiBearerAuth()
@AllowRoles('admin')
@Controller('api/v1/people')
export class PeopleController {
  constructor(
    private readonly directory: Directory,
    private readonly grants: RoleGrants,
    private readonly administration: Administration,
    private readonly record: AccountRecord,
  ) {}

  @Get()
  @AllowRoles('admin', 'auditor')
  @ApiOkResponse({ type: PeoplePage })
  async list(@Query() { limit, after, canSignIn }: PeopleQuery): Promise<PeoplePage> {
    const rows = await this.directory.list({
      limit: limit + 1,
      after,
      canSignIn: canSignIn === undefined ? undefined : canSignIn === 'true',
    });
    return pageOf(rows, limit, (person) => person.login);
  }

  @Get(':login')
  @AllowRoles('admin', 'auditor')
  @ApiOkResponse({ type: PersonAnswer })
  read(@Param() { login }: PersonPath): Promise<PersonAnswer> {
    return this.directory.read(login);
  }

  /** What others did to the person's roles and way in. */
  @Get(':login/record')
  @AllowRoles('admin', 'auditor')
  @ApiOkResponse({ type: AccountRecordAnswer })
  async readRecord(@Param() { login }: PersonPath): Promise<AccountRecordAnswer> {
    await this.directory.read(login);
    return { items: await this.record.of(login) };
  }

  @Post()
  @ApiCreatedResponse({ type: PersonAnswer })
  async add(@Person() admin: CurrentPerson, @Body() form: NewPersonForm): Promise<PersonAnswer> {
    await this.directory.add(form, admin.login);
    return this.directory.read(form.login);
  }

  @Patch(':login')
  @ApiOkResponse({ type: PersonAnswer })
  async change(@Person() admin: CurrentPerson, @Param() { login }: PersonPath, @Body() form: PersonChangeForm): Promise<PersonAnswer> {
    await this.directory.change(login, form, admin.login);
    return this.directory.read(login);
  }

  /** A role that decides waits for somebody in charge: then it stands in `waiting` of the answer. */
  @Post(':login/roles')
  @ApiCreatedResponse({ type: PersonAnswer })
  async grant(@Person() admin: CurrentPerson, @Param() { login }: PersonPath, @Body() { role, company }: GrantForm): Promise<PersonAnswer> {
    await this.administration.grant(admin, { login, role, company: company ?? null });
    return this.directory.read(login);
  }

  @Delete(':login/roles/:role')
  @HttpCode(204)
  @ApiNoContentResponse()
  revoke(@Person() admin: CurrentPerson, @Param() { login, role }: GrantPath, @Query() { company }: CompanyQuery): Promise<void> {
    return this.grants.revoke({ login, role, company: company ?? null }, admin.login);
  }
}
