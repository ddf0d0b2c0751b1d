import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { addDays } from '../../../workflows/calendar/dates.js';
import { AssessmentWaiting } from '../../assessment/waiting.reader.js';
import { CaseSums } from '../../cases/case-sums.js';
import { type WaitingCases, WaitingList } from '../../cases/waiting-list.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { RecentReceipts } from '../../receivables/ledger/recent-receipts.js';
import { sectionsOf } from '../admin/sections.js';
import type { Sent } from '../case/case-screen.js';
import { type CompanyChoice, Frame, type Looking, withCount } from '../frame.js';
import { withCases } from '../navigation.js';
import { dueBy, SeenDays } from '../rail/seen-days.js';
import { keyOf, shownOf, tasksView } from './my-day-view.js';
import { OpenByOwner } from './open-by-owner.js';
import { OpenedTask } from './opened-task.js';
import { scoreTasks } from './score-tasks.js';

/** The task that is open, and its form where that is more than a line. */
interface Opened {
  readonly open: string | undefined;
  readonly opened: object | undefined;
}

const receiptsShown = 6;

/** One's day on the screen. */
@Injectable()
export class MyDayScreen {
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

  /** @param open the key of a task */
  async show(request: SignedInRequest, person: CurrentPerson, open: string | undefined): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    const roles = company ? rolesIn(person, company.id) : [];
    if (!company || !roles.some((role) => withCases.includes(role)))
      return this.frame.render('my-day/nothing', looking, { elsewhere: elsewhere(looking), rooms: sectionsOf(person) });
    const waiting = await this.waiting.of(person, company.id);
    const opened = await this.opened.of(open, waiting, person, looking.language);
    return this.page(looking, company, person, waiting, { open, opened });
  }

  /** A form that was sent from here and not taken, at its task again. Undefined where that task does not wait any more. */
  async again(request: SignedInRequest, reply: FastifyReply, person: CurrentPerson, sent: Sent): Promise<string | undefined> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    const waiting = company && (await this.waiting.of(person, company.id));
    if (!waiting) return undefined;
    const tasks = shownOf(waiting, company.businessDate);
    const task = tasks.find((one) => one.id === sent.id && one.waiting.command === sent.type);
    if (!task) return undefined;
    reply.status(sent.error.status);
    const opened = await this.opened.refused(sent, person, looking.language, request.id);
    return this.page(looking, company, person, waiting, { open: keyOf(task), opened });
  }

  private async page(
    looking: Looking,
    company: CompanyChoice,
    person: CurrentPerson,
    waiting: WaitingCases,
    { open, opened }: Opened,
  ): Promise<string> {
    const { id, businessDate: today } = company;
    const due = dueBy(today, waiting);
    this.days.keep(person.login, id, today, due);
    const isSalesOnly = rolesIn(person, id).every((role) => role === 'salesperson');
    const held = isSalesOnly
      ? { sums: await this.sums.of({ company: id, state: 'open' }, person, today), figures: [] }
      : await this.byOwner.of(person, company);
    return this.frame.render('my-day/day', withCount(atMyDay(looking), 'myDay', due.tasks), {
      tasks: tasksView(waiting, { today, open, opened, language: looking.language }),
      elsewhere: elsewhere(looking),
      assessment: scoreTasks(await this.assessment.of(person, id)),
      today,
      receipts: await this.receipts.of(person, id, addDays(today, -1), receiptsShown),
      ...held,
    });
  }
}

/** A form that comes again has the address that it was sent to. */
function atMyDay({ frame, ...looking }: Looking): Looking {
  return { ...looking, frame: { ...frame, items: frame.items.map((item) => ({ ...item, isHere: item.name === 'myDay' })) } };
}

/** What waits in other rooms than the cases', as the rail counts it. */
function elsewhere({ frame }: Looking): Looking['frame']['items'] {
  const waiting = frame.items.filter(({ name, count }) => count !== undefined && name !== 'myDay');
  // The credit desk begins with all that is held.
  return waiting.map((item) => (item.name === 'credit' ? { ...item, path: `${item.path}?show=asked` } : item));
}
