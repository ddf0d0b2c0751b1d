import { Injectable } from '@nestjs/common';
import { cents, formatAmount } from '../../../workflows/money.js';
import { seats } from '../../../workflows/review-board/seats.js';
import { sayRefusal } from '../../cases/say-refusal.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Database } from '../../platform/database/database.js';
import { Texts } from '../../platform/i18n/texts.js';
import { Agenda, type MeetingOutline } from '../../review-board/agenda.js';
import { Chair } from '../../review-board/chair.js';
import { decidedThisMonth } from '../../review-board/decided-this-month.reader.js';
import { Minutes } from '../../review-board/minutes/minutes.js';
import { hasSeatOrWholeView } from '../../review-board/part.js';
import { Frame } from '../frame.js';
import type { ToldRefusal } from '../refused-form.js';
import { nextMissing, roomPath, standingOf } from './strip.js';

/** A step that was asked for and not taken. */
export interface SentStep {
  step: 'open' | 'close' | 'seats' | 'facts';
  told: ToldRefusal;
  typed?: Record<string, string>;
}

const itemsOnPage = 100;

/** A meeting on the screen: its agenda, how far the voting is, and what the chair may do. */
@Injectable()
export class MeetingRoom {
  constructor(
    private readonly frame: Frame,
    private readonly agenda: Agenda,
    private readonly chair: Chair,
    private readonly names: Names,
    private readonly texts: Texts,
    private readonly database: Database,
    private readonly minutes: Minutes,
  ) {}

  /** @param from how many items of a long agenda come before the page */
  async show(
    request: SignedInRequest,
    person: CurrentPerson,
    id: string,
    { from = 0, hasVotedAll = false, sent }: { from?: number; hasVotedAll?: boolean; sent?: SentStep } = {},
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const meeting = await this.agenda.outline(id, person);
    const named = await this.names.of(loginsIn(meeting));
    const name = (login: string | null) => (login === null ? null : (named.get(login) ?? login));
    const actor = (login: string | null) => (login === 'clock' ? this.texts.say(looking.language, 'board:clock') : name(login));
    const next = nextMissing(meeting.agenda, '') ?? (meeting.status === 'open' ? meeting.agenda[0]?.case : undefined);
    const say = sayRefusal(this.texts, looking.language);
    const isChair = await this.chair.isHeldBy(person, meeting.company);
    const mayName = meeting.status === 'open' && rolesIn(person, meeting.company).includes('general_manager');
    const printed = meeting.status === 'closed' ? await this.minutes.printed(meeting) : undefined;
    return this.frame.render('board/meeting', looking, {
      meeting,
      printing: printed && printed.done < printed.of ? printed : undefined,
      by: { called: actor(meeting.calledBy), opened: actor(meeting.openedBy), closed: actor(meeting.closedBy) },
      ...progressView(meeting, name),
      groups: groupsOf(meeting, person.login, from),
      earlier: from > 0 ? Math.max(0, from - itemsOnPage) : undefined,
      hasEarlier: from > 0,
      later: from + itemsOnPage < meeting.agenda.length ? from + itemsOnPage : undefined,
      total: meeting.agenda.length,
      isChair,
      again: isChair && meeting.status === 'called' ? await decidedThisMonth(this.database, meeting.company, id) : [],
      maySeePapers: hasSeatOrWholeView(person, meeting.company),
      begin: next === undefined ? undefined : roomPath(id, next),
      hasVotedAll,
      leftOut: meeting.leftOut.map(({ case: caseId, code, facts }) => ({ case: caseId, code, detail: say(code, facts) })),
      naming: mayName ? { seats, people: await this.names.ofCompany(meeting.company) } : undefined,
      sent,
    });
  }

  /** What changes while people vote. */
  async progress(request: SignedInRequest, person: CurrentPerson, id: string): Promise<string> {
    const looking = await this.frame.around(request, person);
    const meeting = await this.agenda.outline(id, person);
    const named = await this.names.of(loginsIn(meeting));
    return this.frame.render('board/progress', looking, { meeting, ...progressView(meeting, (login) => named.get(login ?? '') ?? login) });
  }
}

function progressView(meeting: MeetingOutline, name: (login: string | null) => string | null): object {
  const { progress, seats: held, agenda } = meeting;
  const complete = agenda.filter((item) => item.outcome === 'open' && item.seats.every(({ state }) => state !== 'missing')).length;
  return {
    progress: {
      ...progress,
      complete,
      seats: progress.seats.map((seat) => {
        const holder = held.find((one) => one.seat === seat.seat);
        const toVote = seat.voted + seat.missing;
        return {
          ...seat,
          toVote,
          name: name(holder?.member ?? null),
          deputy: name(holder?.deputy ?? null),
          percent: `${share(seat.voted, toVote)}%`,
        };
      }),
    },
  };
}

function share(part: number, of: number): number {
  return of === 0 ? 0 : Math.round((part / of) * 100);
}

function groupsOf(meeting: MeetingOutline, login: string, from: number): object[] {
  const groups: {
    customer: string;
    customerName: string;
    currency: string;
    totalCents: number;
    hasOneCurrency: boolean;
    items: object[];
  }[] = [];
  meeting.agenda.slice(from, from + itemsOnPage).forEach((item, i) => {
    let group = groups.at(-1);
    if (group?.customer !== item.customer) {
      group = {
        customer: item.customer,
        customerName: item.customerName,
        currency: item.currency,
        totalCents: 0,
        hasOneCurrency: true,
        items: [],
      };
      groups.push(group);
    }
    group.totalCents += cents(item.balance);
    group.hasOneCurrency &&= group.currency === item.currency;
    group.items.push({
      ...item,
      n: from + i + 1,
      path: roomPath(meeting.id, item.case),
      standing: standingOf(item, meeting.seats, login),
      voted: item.seats.filter(({ state }) => state === 'voted').length,
      of: item.seats.filter(({ state }) => state !== 'recused').length,
    });
  });
  return groups.map((group) => ({
    ...group,
    total: formatAmount(group.totalCents),
    isGroup: group.items.length > 1 && group.hasOneCurrency,
  }));
}

function loginsIn(meeting: MeetingOutline): string[] {
  const inSeats = meeting.seats.flatMap(({ member, deputy, named }) => [member, deputy, named]);
  return [...inSeats, meeting.calledBy, meeting.openedBy, meeting.closedBy].filter((login) => login !== null);
}
