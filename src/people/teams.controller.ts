import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Administration } from './administration.js';
import { AllowRoles } from './allow-roles.js';
import type { CurrentPerson } from './current-person.js';
import { IdPage, pageOf } from './paging.js';
import { Person } from './signed-in-request.js';
import { Teams } from './teams.js';
import { TeamAnswer, TeamChatForm, TeamDayQuery, TeamForm, TeamMemberPath, TeamMembersAnswer, TeamPage, TeamPath } from './teams.shapes.js';

@ApiTags('people')
@ApiBearerAuth()
@AllowRoles('admin')
@Controller('api/v1/teams')
export class TeamsController {
  constructor(
    private readonly teams: Teams,
    private readonly administration: Administration,
  ) {}

  @Get()
  @AllowRoles('admin', 'auditor')
  @ApiOkResponse({ type: TeamPage })
  async list(@Query() { limit, after }: IdPage): Promise<TeamPage> {
    return pageOf(await this.teams.list({ limit: limit + 1, after }), limit, (team) => team.id);
  }

  @Get(':id')
  @AllowRoles('admin', 'auditor')
  @ApiOkResponse({ type: TeamAnswer })
  read(@Param() { id }: TeamPath): Promise<TeamAnswer> {
    return this.teams.read(id);
  }

  /** As they were at the end of a day: a period’s figures are those of the team of its last. */
  @Get(':id/members')
  @AllowRoles('admin', 'auditor', 'hr')
  @ApiOkResponse({ type: TeamMembersAnswer })
  async membersOn(@Param() { id }: TeamPath, @Query() { on }: TeamDayQuery): Promise<TeamMembersAnswer> {
    return { team: id, on, members: await this.teams.membersOn(id, on) };
  }

  @Post()
  @ApiCreatedResponse({ type: TeamAnswer })
  async add(@Person() admin: CurrentPerson, @Body() form: TeamForm): Promise<TeamAnswer> {
    return this.teams.read(await this.administration.addTeam(admin, form));
  }

  @Put(':id/members/:login')
  @ApiOkResponse({ type: TeamAnswer })
  async put(@Param() { id, login }: TeamMemberPath): Promise<TeamAnswer> {
    await this.teams.put(id, login);
    return this.teams.read(id);
  }

  @Delete(':id/members/:login')
  @HttpCode(204)
  @ApiNoContentResponse()
  remove(@Param() { id, login }: TeamMemberPath): Promise<void> {
    return this.teams.remove(id, login);
  }

  /** The team's notices go to its chat, too. */
  @Put(':id/chat')
  @ApiOkResponse({ type: TeamAnswer })
  async setChat(@Param() { id }: TeamPath, @Body() { webhook }: TeamChatForm): Promise<TeamAnswer> {
    await this.teams.setChat(id, webhook);
    return this.teams.read(id);
  }

  @Delete(':id/chat')
  @HttpCode(204)
  @ApiNoContentResponse()
  endChat(@Param() { id }: TeamPath): Promise<void> {
    return this.teams.setChat(id, null);
  }
}
