import { Body, Get, Post, Query, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { metricKeys } from '../../../workflows/scorecard/metrics.js';
import { type Post as AssessedPost, posts } from '../../../workflows/scorecard/scheme.js';
import { readyScheme } from '../../../workflows/scorecard/scheme-defaults.js';
import { type SchemeWhatIfAnswer, SchemeWhatIfForm, type ScoreBand } from '../../assessment/review/review.shapes.js';
import { SchemeReview } from '../../assessment/review/scheme-review.js';
import { contentAnswer } from '../../assessment/schemes/scheme-rows.js';
import { Schemes } from '../../assessment/schemes/schemes.js';
import { AllowRoles } from '../../people/allow-roles.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Frame } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';
import { RefusedForm, readForm, type ToldRefusal, typedInto } from '../refused-form.js';
import { deskReaders, ScoreRoom } from './score-room.js';
import { metricsOf, type TypedScheme, typedFrom } from './typed-scheme.js';
import { formRows } from './weights-view.js';

const fields = metricKeys.flatMap((key) => [`weight.${key}`, `curve.${key}`]);
const chartHeight = 90;

/** Whether a scheme does what it was made for, and what another would have done. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@AllowRoles(...deskReaders)
@PageController('score/review')
export class ReviewPage {
  constructor(
    private readonly frame: Frame,
    private readonly room: ScoreRoom,
    private readonly review: SchemeReview,
    private readonly schemes: Schemes,
    private readonly refused: RefusedForm,
  ) {}

  @Get()
  read(@Query() query: Record<string, unknown>, @Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    return this.show(request, person, query);
  }

  /** Nothing is kept: what came of it stands on the page that answers. */
  @Post()
  async whatIf(
    @Body() body: Record<string, unknown>,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
  ): Promise<string> {
    const { company, period, post } = typedInto(body, 'company', 'period', 'post');
    const typed = typedInto(body, ...fields);
    reply.status(200);
    try {
      const form = await readForm(SchemeWhatIfForm, { company, period, post, metrics: metricsOf(typed) });
      return await this.show(request, person, { period, post }, { typed, answer: await this.review.whatIf(form, person, person.language) });
    } catch (error) {
      const told = await this.refused.told(error, request, reply, person.language);
      return this.show(request, person, { period, post }, { typed, told });
    }
  }

  private async show(
    request: SignedInRequest,
    person: CurrentPerson,
    asked: Record<string, unknown>,
    tried: { typed?: TypedScheme; answer?: SchemeWhatIfAnswer; told?: ToldRefusal } = {},
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('score/none', looking, {});
    const period = await this.room.period(company, asked.period);
    const post: AssessedPost = posts.find((one) => one === asked.post) ?? 'salesperson';
    const review = await this.review.of({ company: company.id, period: period.name, post }, person);
    const typed = tried.typed ?? (await this.weightsOf(company.id, post, person));
    return this.frame.render('score/review', looking, {
      company,
      period,
      post,
      tabs: this.room.tabs(person, company.id, 'review'),
      posts: posts.map((one) => ({ post: one, isHere: one === post })),
      review: {
        ...review,
        metrics: review.metrics.map((one) => ({
          ...one,
          mean: one.mean?.toFixed(2),
          spread: one.spread?.toFixed(2),
          range: one.least === null ? undefined : `${one.least.toFixed(2)}–${one.most?.toFixed(2)}`,
          rank: one.rankCorrelation?.toFixed(2),
          width: `${Math.min(100, ((one.spread ?? 0) / 40) * 100).toFixed(1)}%`,
        })),
        isSome: review.cards > review.noData,
      },
      chart: chartOf(review.distribution),
      rows: formRows(typed),
      told: tried.told,
      answer: tried.answer && {
        ...tried.answer,
        before: chartOf(tried.answer.before),
        after: chartOf(tried.answer.after),
        people: tried.answer.people.map((one) => ({ ...one, isLoss: one.gain.startsWith('-'), isSame: one.gain === '0.00' })),
      },
    });
  }

  /** The scheme in force, to change from; else the ready one. */
  private async weightsOf(company: string, post: AssessedPost, person: CurrentPerson): Promise<TypedScheme> {
    const found = (await this.schemes.announced(company, person)).find((one) => one.post === post);
    return typedFrom(found ?? contentAnswer(readyScheme(post, 'growth')));
  }
}

function chartOf(bands: readonly ScoreBand[]): object {
  const most = Math.max(1, ...bands.map(({ cards }) => cards));
  return {
    height: chartHeight + 26,
    bars: bands.map(({ from, cards }, i) => {
      const height = Math.round((cards / most) * (chartHeight - 16));
      return {
        from,
        cards,
        x: 4 + i * 30,
        middle: 4 + i * 30 + 13,
        y: chartHeight - height,
        height,
        above: chartHeight - height - 4,
        foot: chartHeight + 14,
      };
    }),
    said: bands
      .filter(({ cards }) => cards > 0)
      .map(({ from, cards }) => `${from}: ${cards}`)
      .join(', '),
    base: chartHeight,
  };
}
