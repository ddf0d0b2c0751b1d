import { Injectable } from '@nestjs/common';
import { Appeals } from '../../assessment/appeals/appeals.js';
import { AssessmentPeriods } from '../../assessment/closing/assessment-periods.js';
import { readsLists } from '../../overdue-lists/list-scope.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Frame } from '../frame.js';
import type { ToldRefusal } from '../refused-form.js';
import { ScoreRoom, stepsOf } from './score-room.js';

/** A form of the desk that was sent and not taken; `about` is the appeal, complaint or proposal that it was for. */
export interface SentToDesk {
  form: string;
  about?: string;
  typed: Record<string, string>;
  told: ToldRefusal;
}

const appealsShown = 50;

/** Periods, what keeps them open, the close, and the appeals before it. */
@Injectable()
export class DeskScreen {
  constructor(
    private readonly frame: Frame,
    private readonly room: ScoreRoom,
    private readonly periods: AssessmentPeriods,
    private readonly appeals: Appeals,
    private readonly names: Names,
  ) {}

  async show(request: SignedInRequest, person: CurrentPerson, asked: unknown, sent?: SentToDesk): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('score/none', looking, {});
    const period = await this.room.period(company, asked);
    const checklist = await this.periods.checklist(company.id, period.name, person, looking.language);
    const year = Number(period.from.slice(0, 4));
    const all = await this.periods.list(company.id, year, person);
    const appeals = await this.appeals.page({ company: company.id, status: 'open', limit: appealsShown }, person);
    const decided = (await this.appeals.page({ company: company.id, period: period.name, limit: appealsShown }, person)).items.filter(
      ({ status }) => status !== 'open',
    );
    const names = await this.names.of([
      ...checklist.items.flatMap(({ which }) => which),
      ...checklist.late.flatMap(({ withoutCard }) => withoutCard),
      ...[...appeals.items, ...decided].flatMap((appeal) => [appeal.person, appeal.decidedBy ?? '']),
      ...all.map(({ closedBy }) => closedBy ?? ''),
    ]);
    const name = (login: string | null) => names.get(login ?? '') ?? login;
    return this.frame.render('score/desk', looking, {
      company,
      period,
      tabs: this.room.tabs(person, company.id, 'desk'),
      ...stepsOf(person, company.id),
      checklist: {
        ...checklist,
        items: checklist.items.map((item) => ({
          ...item,
          which: item.which.map((which) => ({ which: names.get(which) ?? shortOf(which, names), href: hrefOf(item.key, which) })),
          more: item.count > item.which.length ? item.count - item.which.length : undefined,
          href: placeOf(item.key, period.name, readsLists(person, company.id)),
        })),
        late: checklist.late.map((late) => ({ ...late, withoutCard: late.withoutCard.map((login) => names.get(login) ?? login) })),
      },
      isOver: period.to < company.businessDate,
      periods: all.map((one) => ({ ...one, closedByName: name(one.closedBy), isHere: one.period === period.name })),
      closing: all.find((one) => one.period === period.name && one.closedOn !== null),
      appeals: appeals.items.map((appeal) => ({
        ...appeal,
        name: name(appeal.person),
        sent: sent?.about === appeal.id ? sent : undefined,
      })),
      decided: decided.map((appeal) => ({ ...appeal, name: name(appeal.person), decidedByName: name(appeal.decidedBy) })),
      sent,
    });
  }
}

/** Where what is left open is dealt with; the overdue lists are not for everyone who closes a period. */
function placeOf(key: string, period: string, readsLists: boolean): string | undefined {
  switch (key) {
    case 'lists_unsettled':
      return readsLists ? '/lists' : undefined;
    case 'complaints_undecided':
      return '/score/desk/voices';
    case 'appeals_open':
      return '#appeals';
    case 'schemes_unacknowledged':
      return '/score/desk/schemes';
    case 'targets_missing':
      return `/score/desk/targets?period=${period}`;
    default:
      return undefined;
  }
}

function hrefOf(key: string, which: string): string | undefined {
  const [, caseId] = /^\/api\/v1\/cases\/(\d+)$/.exec(which) ?? [];
  if (caseId !== undefined) return `/cases/${caseId}`;
  if (key === 'appeals_open') return `/score/cards/${encodeURIComponent(which)}`;
  return key === 'receipts_unclassified' ? `/search?q=${encodeURIComponent(which)}` : undefined;
}

/** A case by its number, a card (company.period.login) by its period and person. */
function shortOf(which: string, names: ReadonlyMap<string, string>): string {
  const [, period, login] = /^[^.]+\.(\d{4}[QH\d-]*)\.(.+)$/.exec(which) ?? [];
  return login ? `${names.get(login) ?? login} ${period}` : which.replace('/api/v1/cases/', '#');
}
