import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { namedFact } from '../cases/forms/new-fact.js';
import { AllowRoles } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person } from '../people/signed-in-request.js';
import { Agenda } from './agenda.js';
import { CircularVotes } from './circular-votes.js';
import { Meetings } from './meetings.js';
import {
  AgendaPage,
  AgendaQuery,
  CalledAnswer,
  CallForm,
  CircularForm,
  MeetingAnswer,
  MeetingIdParam,
  MeetingsPage,
  MeetingsQuery,
  NameSeatForm,
} from './meetings.shapes.js';

@ApiTags('review board')
@ApiBearerAuth()
@Controller('api/v1/meetings')
export class MeetingsController {
  constructor(
    private readonly meetings: Meetings,
    private readonly agenda: Agenda,
    private readonly circularVotes: CircularVotes,
  ) {}

  /** 200 with the meeting that is called or open already. Dockets the escalated cases that finance has not confirmed. */
  @Post()
  @ApiCreatedResponse({ type: CalledAnswer })
  @ApiOkResponse({ type: CalledAnswer, description: 'It had been called already' })
  async call(
    @Body() { company, date, newFacts = [] }: CallForm,
    @Person() person: CurrentPerson,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CalledAnswer> {
    const news = newFacts.map((one) => ({ caseId: one.case, newFact: namedFact(one.newFact) }));
    const { id, status, isNew } = await this.meetings.call(person, company, date, news);
    reply.status(isNew ? 201 : 200);
    return { id, status };
  }

  /** A vote between two meetings on docketed cases that do not wait. It opens at once, on all of them or on none. */
  @Post('circular')
  @ApiCreatedResponse({ type: CalledAnswer })
  async circular(@Body() { company, until, cases }: CircularForm, @Person() person: CurrentPerson): Promise<CalledAnswer> {
    const put = cases.map((one) => ({ caseId: one.case, ...(one.newFact && { newFact: namedFact(one.newFact) }) }));
    return { id: await this.circularVotes.call(person, company, until, put), status: 'open' };
  }

  @Get()
  @ApiOkResponse({ type: MeetingsPage })
  page(@Query() query: MeetingsQuery, @Person() person: CurrentPerson): Promise<MeetingsPage> {
    return this.agenda.page(query, person);
  }

  @Get(':id')
  @ApiOkResponse({ type: MeetingAnswer })
  read(@Param() { id }: MeetingIdParam, @Person() person: CurrentPerson): Promise<MeetingAnswer> {
    return this.agenda.read(id, person);
  }

  /** A long agenda, page by page. */
  @Get(':id/agenda')
  @ApiOkResponse({ type: AgendaPage })
  agendaPage(@Param() { id }: MeetingIdParam, @Query() query: AgendaQuery, @Person() person: CurrentPerson): Promise<AgendaPage> {
    return this.agenda.agendaPage(id, query, person);
  }

  /** The cut-off: every docketed case is on the agenda and can be voted. */
  @Post(':id/open')
  @HttpCode(200)
  @ApiOkResponse({ type: MeetingAnswer })
  async open(@Param() { id }: MeetingIdParam, @Person() person: CurrentPerson): Promise<MeetingAnswer> {
    await this.meetings.open(person, id);
    return this.agenda.read(id, person);
  }

  @Post(':id/close')
  @HttpCode(200)
  @ApiOkResponse({ type: MeetingAnswer })
  async close(@Param() { id }: MeetingIdParam, @Person() person: CurrentPerson): Promise<MeetingAnswer> {
    await this.meetings.close(person, id);
    return this.agenda.read(id, person);
  }

  @Post(':id/seats')
  @HttpCode(200)
  @AllowRoles('general_manager')
  @ApiOkResponse({ type: MeetingAnswer })
  async nameSeat(
    @Param() { id }: MeetingIdParam,
    @Body() { seat, person: named }: NameSeatForm,
    @Person() person: CurrentPerson,
  ): Promise<MeetingAnswer> {
    await this.meetings.nameSeat(person, id, seat, named);
    return this.agenda.read(id, person);
  }
}
