import { Body, Get, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { CircularVotes } from '../../review-board/circular-votes.js';
import { Meetings } from '../../review-board/meetings.js';
import { CallForm, CircularForm } from '../../review-board/meetings.shapes.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { BoardHall } from './board-hall.js';
import { meetingPath } from './strip.js';

/** The company's meetings, what waits for oneself, and the chair's call. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('board')
export class BoardPage {
  constructor(
    private readonly hall: BoardHall,
    private readonly meetings: Meetings,
    private readonly circularVotes: CircularVotes,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  show(@Query() { after }: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.hall.show(request, person, typeof after === 'string' && /^\d{1,18}$/.test(after) ? { after } : {});
  }

  @Post('call')
  async call(
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'company', 'date');
    try {
      const { company, date } = await readForm(CallForm, typed);
      const { id } = await this.meetings.call(person, company, date, []);
      return void reply.redirect(meetingPath(id), 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.hall.show(request, person, { sent: { form: 'call', typed, told, cases: [] } });
    }
  }

  @Post('circular')
  async circular(
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'company', 'until');
    const cases = body.case === undefined ? [] : [body.case].flat().map(String);
    try {
      const form = await readForm(CircularForm, { ...typed, cases: cases.map((one) => ({ case: one })) });
      const put = form.cases.map((one) => ({ caseId: one.case }));
      const id = await this.circularVotes.call(person, form.company, form.until, put);
      return void reply.redirect(meetingPath(id), 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.hall.show(request, person, { sent: { form: 'circular', typed, told, cases } });
    }
  }
}
