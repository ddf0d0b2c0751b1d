import { Get, Param, Req, UseFilters, UseInterceptors } from '@nestjs/common';
import Handlebars from 'handlebars';
import { CaseReader } from '../../cases/case-reader.js';
import { CaseIdParam } from '../../cases/cases.controller.js';
import { Drawing } from '../../cases/statechart/drawing.js';
import { markedChart } from '../../cases/statechart/marked-chart.js';
import { CaseCourse } from '../../cases/timeline/case-course.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Person, type SignedInRequest } from '../../people/signed-in-request.js';
import { PageController } from '../../platform/pages/page-route.js';
import { Frame } from '../frame.js';
import { HtmlInterceptor } from '../html.interceptor.js';
import { PageFilter } from '../page.filter.js';

/** The chart of the machine that runs, with the way that a case took. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController('cases')
export class StatechartPage {
  constructor(
    private readonly frame: Frame,
    private readonly reader: CaseReader,
    private readonly course: CaseCourse,
    private readonly drawing: Drawing,
  ) {}

  @Get(':id/statechart')
  async show(@Req() request: SignedInRequest, @Param() { id }: CaseIdParam, @Person() person: CurrentPerson): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { found } = await this.reader.withDay(id, person);
    const [{ reached }, svg] = await Promise.all([this.course.of(found), this.drawing.in(looking.language)]);
    const chart = markedChart(
      svg,
      reached.map(({ state }) => state),
    );
    const { context, value } = found.stored;
    return this.frame.render('case/statechart', looking, {
      id,
      document: context.document,
      state: value,
      chart: new Handlebars.SafeString(chart),
    });
  }
}
