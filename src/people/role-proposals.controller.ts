import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AllowRoles } from './allow-roles.js';
import type { CurrentPerson } from './current-person.js';
import { NotByToken } from './not-by-token.js';
import { pageOf } from './paging.js';
import { RoleProposals } from './role-proposals.js';
import { RoleProposalAnswer, RoleProposalPage, RoleProposalPath, RoleProposalQuery, RoleRejectionForm } from './role-proposals.shapes.js';
import { Person } from './signed-in-request.js';

/** Roles that decide wait here for somebody in charge. Machines agree to nothing. */
@ApiTags('people')
@ApiBearerAuth()
@AllowRoles('general_manager', 'sales_director', 'finance_director', 'legal_manager')
@Controller('api/v1/role-proposals')
export class RoleProposalsController {
  constructor(private readonly proposals: RoleProposals) {}

  /** Newest first. Administrators and auditors see all, others what they may decide on. */
  @Get()
  @AllowRoles('admin', 'auditor', 'general_manager', 'sales_director', 'finance_director', 'legal_manager')
  @ApiOkResponse({ type: RoleProposalPage })
  async list(@Person() person: CurrentPerson, @Query() { limit, after, waiting }: RoleProposalQuery): Promise<RoleProposalPage> {
    const asked = { limit: limit + 1, after, ...(waiting !== undefined && { waiting: waiting === 'true' }) };
    return pageOf(await this.proposals.list(person, asked), limit, ({ id }) => id);
  }

  @NotByToken()
  @Post(':id/confirm')
  @HttpCode(200)
  @ApiOkResponse({ type: RoleProposalAnswer })
  confirm(@Person() person: CurrentPerson, @Param() { id }: RoleProposalPath): Promise<RoleProposalAnswer> {
    return this.proposals.confirm(id, person);
  }

  @NotByToken()
  @Post(':id/reject')
  @HttpCode(200)
  @ApiOkResponse({ type: RoleProposalAnswer })
  reject(
    @Person() person: CurrentPerson,
    @Param() { id }: RoleProposalPath,
    @Body() { reason }: RoleRejectionForm,
  ): Promise<RoleProposalAnswer> {
    return this.proposals.reject(id, person, reason);
  }

  /** By an administrator, as long as nobody has decided. */
  @AllowRoles('admin')
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  withdraw(@Person() admin: CurrentPerson, @Param() { id }: RoleProposalPath): Promise<void> {
    return this.proposals.withdraw(id, admin.login);
  }
}
