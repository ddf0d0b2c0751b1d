import { Body, Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Seat } from '../../../workflows/review-board/seats.js';
import { namedFact } from '../../cases/forms/new-fact.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Meetings } from '../../review-board/meetings.js';
import { CaseNewsForm, NameSeatForm } from '../../review-board/meetings.shapes.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { MeetingRoom, type SentStep } from './meeting-room.js';
import { meetingPath } from './strip.js';

/** A meeting of the board, and the steps that its chair takes it through. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('board/:meeting')
export class MeetingPage {
  constructor(
    private readonly room: MeetingRoom,
    private readonly meetings: Meetings,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  show(
    @Param('meeting', PageId) id: string,
    @Query() { from, voted }: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    const at = typeof from === 'string' && /^\d{1,6}$/.test(from) ? Number(from) : 0;
    return this.room.show(request, person, id, { from: at, hasVotedAll: voted === 'all' });
  }

  @Get('progress')
  progress(@Param('meeting', PageId) id: string, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.room.progress(request, person, id);
  }

  @Post('open')
  open(
    @Param('meeting', PageId) id: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.step('open', () => this.meetings.open(person, id), { id, request, reply, person });
  }

  @Post('close')
  close(
    @Param('meeting', PageId) id: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    return this.step('close', () => this.meetings.close(person, id), { id, request, reply, person });
  }

  @Post('seats')
  nameSeat(
    @Param('meeting', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'seat', 'person');
    const name = async () => {
      const form = await readForm(NameSeatForm, typed);
      await this.meetings.nameSeat(person, id, form.seat as Seat, form.person);
    };
    return this.step('seats', name, { id, request, reply, person }, typed);
  }

  /** What is new about a case that the board has decided this month already. */
  @Post('facts')
  nameFact(
    @Param('meeting', PageId) id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'company', 'case', 'note', 'evidence', 'fact');
    const { company = '', case: caseId, ...newFact } = typed;
    const name = async () => {
      const form = await readForm(CaseNewsForm, { case: caseId, newFact });
      await this.meetings.call(person, company, undefined, [{ caseId: form.case, newFact: namedFact(form.newFact) }]);
    };
    return this.step('facts', name, { id, request, reply, person }, typed);
  }

  private async step(
    step: SentStep['step'],
    take: () => Promise<void>,
    { id, request, reply, person }: { id: string; request: SignedInRequest; reply: FastifyReply; person: CurrentPerson },
    typed?: Record<string, string>,
  ): Promise<string | undefined> {
    try {
      await take();
      return void reply.redirect(meetingPath(id), 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.room.show(request, person, id, { sent: { step, told, ...(typed && { typed }) } });
    }
  }
}
