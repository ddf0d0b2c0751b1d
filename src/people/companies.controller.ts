import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles, requireRole } from './allow-roles.js';
import { Companies } from './companies.js';
import { CompaniesAnswer, CompanyAnswer, CompanyPath, NewCompanyForm } from './companies.shapes.js';
import type { CurrentPerson } from './current-person.js';
import { ConfirmLetterheadForm, Letterhead } from './letterhead.shapes.js';
import { Person } from './signed-in-request.js';

@ApiTags('people')
@ApiBearerAuth()
@Controller('api/v1/companies')
export class CompaniesController {
  constructor(private readonly companies: Companies) {}

  /** Those in which the person has a role. */
  @Get()
  @ApiOkResponse({ type: CompaniesAnswer })
  async list(@Person() person: CurrentPerson): Promise<CompaniesAnswer> {
    return { items: await this.companies.of(person), next: null };
  }

  @Post()
  @AllowRoles('admin')
  @ApiCreatedResponse({ type: CompanyAnswer })
  add(@Body() form: NewCompanyForm): Promise<CompanyAnswer> {
    return this.companies.add(form);
  }

  /** What letters and statements shall print; those that went out stay as they were. Somebody of finance has to confirm it. */
  @Put(':id/letterhead')
  @AllowRoles('admin')
  @ApiOkResponse({ type: CompanyAnswer })
  propose(@Person() person: CurrentPerson, @Param() { id }: CompanyPath, @Body() letterhead: Letterhead): Promise<CompanyAnswer> {
    return this.companies.proposeLetterhead(id, letterhead, person);
  }

  /** From now on it is printed. */
  @Post(':id/letterhead/confirm')
  @HttpCode(200)
  @AllowRoles('finance_director')
  @ApiOkResponse({ type: CompanyAnswer })
  confirm(
    @Person() person: CurrentPerson,
    @Param() { id }: CompanyPath,
    @Body() { version }: ConfirmLetterheadForm,
  ): Promise<CompanyAnswer> {
    requireRole(person, id, 'finance_director');
    return this.companies.confirmLetterhead(id, version, person);
  }
}
