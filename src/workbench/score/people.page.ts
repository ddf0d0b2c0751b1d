import { Body, Get, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type MetricKey, metrics } from '../../../workflows/scorecard/metrics.js';
import { posts } from '../../../workflows/scorecard/scheme.js';
import { Complaints } from '../../assessment/complaints/complaints.js';
import { ComplaintDecisionForm, type SurveyResultAnswer } from '../../assessment/complaints/complaints.shapes.js';
import { AssessedPosts } from '../../assessment/posts/assessed-posts.js';
import { PostForm, PostPath } from '../../assessment/posts/posts.shapes.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Frame } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { RefusedForm, readForm, typedInto } from '../refused-form.js';
import type { SentToDesk } from './desk-screen.js';
import { deskReaders, ScoreRoom, stepsOf } from './score-room.js';

/** Who is assessed as what, and what customers say of them. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...deskReaders)
@PageController('score/desk')
export class AssessedPage {
  constructor(
    private readonly frame: Frame,
    private readonly room: ScoreRoom,
    private readonly posts: AssessedPosts,
    private readonly complaints: Complaints,
    private readonly names: Names,
    private readonly refused: RefusedForm,
  ) {}

  @Get('people')
  people(@Query('after') after: unknown, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.showPeople(request, person, typeof after === 'string' ? after : undefined);
  }

  @Post('people')
  async setPost(
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const typed = typedInto(body, 'company', 'person', 'post', 'channel', 'from', 'reason');
    try {
      const { person: login, ...rest } = typed;
      const path = await readForm(PostPath, { login });
      await this.posts.set(person, path.login, await readForm(PostForm, rest));
      return void reply.redirect('/score/desk/people', 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.showPeople(request, person, undefined, { form: 'post', typed, told });
    }
  }

  @Get('voices')
  voices(@Query('after') after: unknown, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.showVoices(request, person, typeof after === 'string' && /^\d{1,18}$/.test(after) ? after : undefined);
  }

  @Post('voices')
  @AllowRoles('hr', 'general_manager')
  async decide(
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string | undefined> {
    const { complaint = '', reason, upheld } = typedInto(body, 'complaint', 'reason', 'upheld');
    try {
      const form = await readForm(ComplaintDecisionForm, { reason });
      await this.complaints.decide(person, /^\d{1,18}$/.test(complaint) ? complaint : '0', upheld === 'yes', form.reason);
      return void reply.redirect('/score/desk/voices', 303);
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.showVoices(request, person, undefined, { form: 'complaint', about: complaint, typed: { reason: reason ?? '' }, told });
    }
  }

  private async showPeople(request: SignedInRequest, person: CurrentPerson, after?: string, sent?: SentToDesk): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('score/none', looking, {});
    const { items, next } = await this.posts.page({ company: company.id, limit: 100, ...(after !== undefined && { after }) }, person);
    return this.frame.render('score/people', looking, {
      company,
      tabs: this.room.tabs(person, company.id, 'people'),
      ...stepsOf(person, company.id),
      items,
      next,
      posts: [...posts, 'none'],
      people: await this.names.ofCompany(company.id),
      sent,
    });
  }

  private async showVoices(request: SignedInRequest, person: CurrentPerson, after?: string, sent?: SentToDesk): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('score/none', looking, {});
    const complaints = await this.complaints.page({ company: company.id, limit: 50, ...(after !== undefined && { after }) }, person);
    const surveys = await this.complaints.surveys({ company: company.id, limit: 50 }, person);
    const names = await this.names.of([...complaints.items, ...surveys.items].map((one) => one.person));
    const { isHr, isGeneral } = stepsOf(person, company.id);
    return this.frame.render('score/voices', looking, {
      company,
      tabs: this.room.tabs(person, company.id, 'voices'),
      complaints: complaints.items.map((one) => ({
        ...one,
        name: names.get(one.person),
        mayDecide: (isHr || isGeneral) && one.status === 'open' && one.person !== person.login,
        sent: sent?.about === one.id ? sent : undefined,
      })),
      next: complaints.next,
      surveys: surveys.items.map((one) => ({ ...one, name: names.get(one.person), shown: valueShown(one) })),
      sent,
    });
  }
}

/** A rate in percent, as on the card; a mark as it is. */
function valueShown({ key, value }: Pick<SurveyResultAnswer, 'key' | 'value'>): string {
  return metrics[key as MetricKey].unit === 'rate' ? `${(Number(value) * 100).toFixed(2)} %` : Number(value).toFixed(2);
}
