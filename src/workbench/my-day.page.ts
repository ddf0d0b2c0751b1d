import { Get, Query, Req, UseFilters, UseInterceptors } from '@nestjs/common';
import { addDays } from '../../workflows/calendar/dates.js';
import { AssessmentWaiting } from '../assessment/waiting.reader.js';
import { CaseSums } from '../cases/case-sums.js';
import { WaitingList } from '../cases/waiting-list.js';
import { type CurrentPerson, rolesIn } from '../people/current-person.js';
import { Person, type SignedInRequest } from '../people/signed-in-request.js';
import { PageController } from '../platform/pages/page-route.js';
import { RecentReceipts } from '../receivables/ledger/recent-receipts.js';
import { sectionsOf } from './admin/sections.js';
import { Frame, type Looking, withCount } from './frame.js';
import { HtmlInterceptor } from './html.interceptor.js';
import { tasksView } from './my-day/my-day-view.js';
import { OpenByOwner } from './my-day/open-by-owner.js';
import { OpenedTask } from './my-day/opened-task.js';
import { scoreTasks } from './my-day/score-tasks.js';
import { withCases } from './navigation.js';
import { PageFilter } from './page.filter.js';
import { dueBy, SeenDays } from './rail/seen-days.js';

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
    private readonly assessment: AssessmentWaiting,
    private readonly byOwner: OpenByOwner,
    private readonly days: SeenDays,
    private readonly opened: OpenedTask,
  ) {}

  @Get()
  async show(@Req() request: SignedInRequest, @Person() person: CurrentPerson, @Query('open') asked?: unknown): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    const roles = company ? rolesIn(person, company.id) : [];
    if (!company || !roles.some((role) => withCases.includes(role)))
      return this.frame.render('my-day/nothing', looking, { elsewhere: elsewhere(looking), rooms: sectionsOf(person) });
    const { id, businessDate: today } = company;
    const waiting = await this.waiting.of(person, id);
    const due = dueBy(today, waiting);
    this.days.keep(person.login, id, today, due);
    const isSalesOnly = roles.every((role) => role === 'salesperson');
    const held = isSalesOnly
      ? { sums: await this.sums.of({ company: id, state: 'open' }, person, today), figures: [] }
      : await this.byOwner.of(person, company);
    const open = typeof asked === 'string' ? asked : undefined;
    const opened = await this.opened.of(open, waiting, person, looking.language);
    return this.frame.render('my-day/day', withCount(looking, 'myDay', due.tasks), {
      tasks: tasksView(waiting, { today, open, opened, language: looking.language }),
      elsewhere: elsewhere(looking),
      assessment: scoreTasks(await this.assessment.of(person, id)),
      today,
      receipts: await this.receipts.of(person, id, addDays(today, -1), receiptsShown),
      ...held,
    });
  }
}

/** What waits in other rooms than the cases', as the rail counts it. */
function elsewhere({ frame }: Looking): Looking['frame']['items'] {
  return frame.items.filter(({ name, count }) => count !== undefined && name !== 'myDay');
}
