import { Get, Query, Req, UseFilters, UseInterceptors } from '@nestjs/common';
import { addDays } from '../../workflows/calendar/dates.js';
import { AssessmentWaiting } from '../assessment/waiting.reader.js';
import { CaseSums } from '../cases/case-sums.js';
import { OwnerFigures } from '../cases/owner-figures.js';
import { WaitingList } from '../cases/waiting-list.js';
import { type CurrentPerson, rolesIn } from '../people/current-person.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { PageController } from '../platform/pages/page-route.js';
import { RecentReceipts } from '../receivables/ledger/recent-receipts.js';
import { Frame } from './frame.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { tasksView } from './my-day/my-day-view.js';
import { scoreTasks } from './my-day/score-tasks.js';
import { withCases } from './navigation.js';
import { PageFilter } from './page.filter.js';

const receiptsShown = 6;

/** Where one begins: what waits for oneself, by urgency. */
@UseFilters(PageFilter)
@UseInterceptors(HtmlInterceptor)
@PageController()
export class MyDayPage {
  constructor(
    private readonly frame: Frame,
    private readonly waiting: WaitingList,
    private readonly sums: CaseSums,
    private readonly receipts: RecentReceipts,
    private readonly figures: OwnerFigures,
    private readonly assessment: AssessmentWaiting,
  ) {}

  @Get()
  async show(@Req() request: SignedInRequest, @Person() person: CurrentPerson, @Query('open') open?: unknown): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    const roles = company ? rolesIn(person, company.id) : [];
    if (!company || !roles.some((role) => withCases.includes(role))) return this.frame.render('my-day/nothing', looking, {});
    const { id, businessDate: today } = company;
    const waiting = await this.waiting.of(person, id);
    const sums = await this.sums.of({ company: id, state: 'open' }, person, today);
    const isSalesOnly = roles.every((role) => role === 'salesperson');
    return this.frame.render('my-day/day', looking, {
      tasks: tasksView(waiting, { today, open: typeof open === 'string' ? open : undefined, language: looking.language }),
      assessment: scoreTasks(await this.assessment.of(person, id)),
      today,
      sums,
      receipts: await this.receipts.of(person, id, addDays(today, -1), receiptsShown),
      figures: isSalesOnly ? [] : await this.figures.of(person, id, today),
    });
  }
}
