import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from './allow-roles.js';
import { Companies } from './companies.js';
import { CompaniesAnswer, CompanyAnswer, CompanyPath, NewCompanyForm } from './companies.shapes.js';
import type { CurrentPerson } from './current-person.js';
import { Letterhead } from './letterhead.shapes.js';
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

  /** What letters and statements print from now on; those that went out stay as they were. */
  @Put(':id/letterhead')
  @AllowRoles('admin')
  @ApiOkResponse({ type: CompanyAnswer })
  print(@Param() { id }: CompanyPath, @Body() letterhead: Letterhead): Promise<CompanyAnswer> {
    return this.companies.print(id, letterhead);
  }
}
