import { Injectable } from '@nestjs/common';
import { cents, formatAmount } from '../../../workflows/money.js';
import { CaseReader } from '../../cases/case-reader.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { sayRefusal } from '../../cases/say-refusal.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/i18n/language.js';
import { Texts } from '../../platform/i18n/texts.js';
import { Agenda, type MeetingOutline, type Said } from '../../review-board/agenda.js';
import { DecisionPapers } from '../../review-board/papers/decision-papers.js';
import { CaseLook } from '../case/case-look.js';
import { shown } from '../case/timeline-view.js';
import { Frame } from '../frame.js';
import type { ToldRefusal } from '../refused-form.js';
import { ballotView, type Filled, type Vote } from './ballot-view.js';
import { paperView } from './paper-view.js';
import { roomPath, stripOf } from './strip.js';

/** A form of the room that was sent and not taken. */
export interface SentBallot {
  form: 'vote' | 'recuse';
  typed: Filled;
  told: ToldRefusal;
  /** Of the case as the member saw it. */
  version?: number | undefined;
  /** Of a vote for several cases, those that did not take it. */
  others?: { case: string; document: string; detail: string }[];
}

/** One case of a meeting on the screen: decision paper, ballot, seats, and the agenda above them. */
@Injectable()
export class BoardRoom {
  constructor(
    private readonly frame: Frame,
    private readonly agenda: Agenda,
    private readonly papers: DecisionPapers,
    private readonly cases: CaseReader,
    private readonly rules: RulesInForce,
    private readonly names: Names,
    private readonly texts: Texts,
    private readonly look: CaseLook,
  ) {}

  /** @throws Problem 404 `meeting.unknown`, `case.unknown`, 403 `role.required` */
  async show(request: SignedInRequest, person: CurrentPerson, meetingId: string, caseId: string, sent?: SentBallot): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { language } = looking;
    const paper = await this.papers.read(meetingId, caseId, person);
    const meeting = await this.agenda.outline(meetingId, person);
    const at = meeting.agenda.findIndex((one) => one.case === caseId);
    const line = meeting.agenda[at];
    if (!line) throw new Problem(404, 'case.unknown', { case: caseId });
    const item = { ...line, ...(await this.agenda.said(meeting, line, person)) };
    const looked = await this.cases.read(caseId, person, sayRefusal(this.texts, language));
    const today = looked.businessDate;
    const { policy } = await this.rules.on(meeting.company, today);
    const known = await this.names.of(loginsIn(meeting, paper, item));
    const name = (login: string) => known.get(login) ?? login;
    const alike = meeting.agenda.filter(({ customer, currency }) => customer === item.customer && currency === item.currency);
    const ofCustomer = meeting.agenda.filter(({ customer, outcome }) => customer === item.customer && outcome === 'open');
    const votable = sent?.form === 'vote' ? { refused: sent } : {};
    return this.frame.render('board/room', looking, {
      stale: sent && (await this.stale(caseId, person, language, sent)),
      meeting,
      item,
      n: at + 1,
      month: new Date(meeting.plannedOn),
      strip: stripOf(meeting, person.login, caseId),
      previous: pathAt(meeting, at - 1),
      next: pathAt(meeting, at + 1),
      here: roomPath(meetingId, caseId),
      paper: paperView(paper, today, this.texts, language, name),
      customer: {
        cases: alike.length,
        isTogether: alike.length > 1,
        total: formatAmount(alike.reduce((sum, one) => sum + cents(one.balance), 0)),
        place: alike.indexOf(line) + 1,
      },
      ballot: ballotView({ item, paper, looked, policy, today, login: person.login, together: ofCustomer.length, ...votable }),
      recusing: sent?.form === 'recuse' ? sent : undefined,
      others: sent?.others,
      seats: seatViews(meeting, item, person.login, name),
      votes: item.outcome === 'open' ? [] : (item.votes as Vote[]).map((vote) => ({ ...vote, name: name(vote.person) })),
      recusals: (item.recusals as { person: string; reason: string }[]).map((one) => ({ ...one, name: name(one.person) })),
      quorum: policy.quorumSeats,
    });
  }

  /** What somebody did to the case while the member's page was open; the form may be gone since, but not what was typed. */
  private async stale(caseId: string, person: CurrentPerson, language: Language, { version, typed, told }: SentBallot) {
    if (version === undefined) return undefined;
    const lines = await this.look.since(await this.look.at(caseId, person, language), person, version);
    return lines.length > 0 ? { lines: lines.map(shown), reason: typed.reason, told } : undefined;
  }
}

function pathAt({ id, agenda }: MeetingOutline, at: number): string | undefined {
  const item = agenda[at];
  return item && roomPath(id, item.case);
}

function seatViews(
  meeting: MeetingOutline,
  item: MeetingOutline['agenda'][number],
  login: string,
  name: (login: string) => string,
): object[] {
  return meeting.seats.map(({ seat, member, deputy, named }) => {
    const now = item.seats.find((one) => one.seat === seat);
    const sits = now?.sits ?? member;
    return {
      seat,
      name: name(sits),
      as: sits === member ? 'member' : sits === deputy ? 'deputy' : sits === named ? 'named' : 'member',
      memberName: name(member),
      state: item.outcome === 'open' ? now?.state : undefined,
      isMe: sits === login,
    };
  });
}

function loginsIn(meeting: MeetingOutline, paper: object, item: Said): string[] {
  const inPaper = JSON.stringify(paper).match(/(?<="(?:by|person)":")[^"\\]{1,64}(?=")/g) ?? [];
  const inMeeting = meeting.seats.flatMap(({ member, deputy, named }) => [member, deputy, named].filter((login) => login !== null));
  const inItem = [...item.votes, ...item.recusals].map((said) => (said as { person: string }).person);
  return [...inPaper, ...inMeeting, ...inItem];
}
