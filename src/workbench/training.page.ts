import { Body, Get, HttpCode, Post, Req, Res, UseFilters, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { daysBetween } from '../../workflows/calendar/dates.js';
import { TrainingClock } from '../dunning/training-clock.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { ProblemFilter } from '../platform/errors/problem.filter.js';
import { Problem } from '../platform/errors/problem.js';
import { validationPipe } from '../platform/errors/validation.js';
import { PageController } from '../platform/pages/page-route.js';
import { BusinessDate } from '../platform/shapes.js';
import { Frame } from './frame.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { PageFilter } from './page.filter.js';
import { trainingDates } from './training-dates.js';

class TrainingDateForm {
  @BusinessDate() date!: string;
}

const pipe = validationPipe();
const refreshSeconds = 2;

/** The business date of a training system, and the way to move it; in production there is none. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('training')
export class TrainingPage {
  constructor(
    private readonly frame: Frame,
    private readonly clock: TrainingClock,
    private readonly problems: ProblemFilter,
  ) {}

  @Get()
  async show(@Req() request: SignedInRequest, @Person() person: CurrentPerson): Promise<string> {
    const looking = await this.frame.around(request, person);
    if (!looking.frame.training) throw new Problem(404, 'training.only');
    return this.frame.render('training', looking, await this.view());
  }

  /** A long way goes on by itself; the page shows how far it is. */
  @Post()
  @HttpCode(200)
  async move(
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Person() person: CurrentPerson,
    @Body() fields: Record<string, unknown> = {},
  ): Promise<string | undefined> {
    try {
      const { date } = (await pipe.transform(fields, { type: 'body', metatype: TrainingDateForm })) as TrainingDateForm;
      await this.clock.begin(date);
      return void reply.redirect('/training', 303);
    } catch (error) {
      if (!(error instanceof Problem) || (error.status !== 400 && error.status !== 409)) throw error;
      const looking = await this.frame.around(request, person);
      const problem = this.problems.formOf(error, looking.language, request.id);
      reply.status(problem.status);
      return this.frame.render('training', looking, { ...(await this.view()), typed: fields.date, problem });
    }
  }

  private async view() {
    const date = await this.clock.read();
    const move = await this.clock.moving();
    const nights = move && { done: Math.max(0, daysBetween(move.from, date)), of: daysBetween(move.from, move.to) };
    return {
      date,
      dates: trainingDates(date),
      typed: move?.isRunning === false ? move.to : date,
      move: move && { ...move, ...nights },
      refresh: move?.isRunning ? refreshSeconds : undefined,
    };
  }
}
