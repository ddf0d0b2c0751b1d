import { Body, Get, Param, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { roles } from '../../../workflows/collection-case/actor.js';
import { SchemePeople } from '../../assessment/schemes/scheme-people.js';
import { Schemes } from '../../assessment/schemes/schemes.js';
import {
  AcknowledgementForm,
  AnnouncementForm,
  SchemeDecisionForm,
  SchemeForm,
  SchemeRejectionForm,
  TrainingForm,
} from '../../assessment/schemes/schemes.shapes.js';
import { Trainings } from '../../assessment/schemes/trainings.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { PageId } from '../page-id.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import { SchemeScreen } from './scheme-screen.js';
import { deskReaders } from './score-room.js';
import { formOf, schemeFields } from './typed-scheme.js';

const steps = ['approve', 'reject', 'withdraw', 'announce', 'acknowledge', 'paper', 'training'] as const;
type Step = (typeof steps)[number];

/** Schemes: for those who keep them, and each for those whom it concerns. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...deskReaders)
@PageController('score')
export class ScoreSchemesPage {
  constructor(
    private readonly screen: SchemeScreen,
    private readonly schemes: Schemes,
    private readonly people: SchemePeople,
    private readonly trainings: Trainings,
    private readonly refused: RefusedForm,
  ) {}

  @Get('desk/schemes')
  all(@Query('after') after: unknown, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.all(request, person, typeof after === 'string' && /^\d{1,18}$/.test(after) ? after : undefined);
  }

  @Get('desk/schemes/new')
  @AllowRoles('hr')
  form(
    @Query() { post, stage }: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    return this.screen.form(request, person, { post, stage });
  }

  /** Looks a scheme over, or proposes it. */
  @Post('desk/schemes')
  @AllowRoles('hr')
  async propose(
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, ...schemeFields);
    const { company = '' } = typedInto(body, 'company');
    try {
      if (body.do === 'check') return await this.screen.form(request, person, typed as { post: string; stage: string }, typed);
      const id = await this.schemes.propose(person, await readForm(SchemeForm, formOf(typed, company)), person.language);
      return void reply.redirect(`/score/schemes/${id}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.form(request, person, { post: typed.post, stage: typed.stage }, typed, told);
    }
  }

  @Get('schemes/:id')
  @AllowRoles(...roles)
  one(@Param('id', PageId) id: string, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.screen.one(request, person, id);
  }

  @Post('schemes/:id/:step')
  @AllowRoles(...roles)
  async step(
    @Param('id', PageId) id: string,
    @Param('step') name: string,
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const step = steps.find((one) => one === name);
    if (!step) return this.screen.one(request, person, id);
    const typed = typedInto(body, 'reason', 'note', 'person', 'topic', 'heldOn', 'heldBy', 'participants', 'company');
    try {
      await this.take(step, id, typed, person);
      return void reply.redirect(`/score/schemes/${id}`, 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.screen.one(request, person, id, { form: step, typed, told });
    }
  }

  private async take(
    step: Step,
    id: string,
    { reason, note, topic, heldOn, heldBy, ...typed }: Record<string, string>,
    person: CurrentPerson,
  ): Promise<void> {
    switch (step) {
      case 'approve':
        return this.schemes.approve(person, id, (await readForm(SchemeDecisionForm, { ...(reason !== undefined && { reason }) })).reason);
      case 'reject':
        return this.schemes.reject(person, id, (await readForm(SchemeRejectionForm, { reason })).reason);
      case 'withdraw':
        return this.schemes.withdraw(person, id);
      case 'announce':
        return this.schemes.announce(person, id, (await readForm(AnnouncementForm, { note })).note);
      case 'acknowledge':
        return this.people.acknowledge(person, id);
      case 'paper': {
        const form = await readForm(AcknowledgementForm, { person: typed.person, note });
        return this.people.recordPaper(person, id, form.person, form.note);
      }
      case 'training': {
        const participants = (typed.participants ?? '').split(/[\s,，;；]+/).flatMap((login) => (login === '' ? [] : [{ person: login }]));
        const { company } = typed;
        await this.trainings.record(person, await readForm(TrainingForm, { company, topic, heldOn, heldBy, scheme: id, participants }));
      }
    }
  }
}
