import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { addWorkingDays, isWorkingDay } from '../../workflows/calendar/working-days.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { isAwayOn } from '../people/boards.js';
import type { Tx } from '../platform/database/database.js';
import type { Language } from '../platform/i18n/language.js';
import { Texts } from '../platform/i18n/texts.js';
import { type Message, Outbox } from '../platform/outbox/outbox.js';
import { mailHelpers } from '../platform/pages/whole-figures.js';
import { withSeparators } from '../platform/print/figures.js';
import { projectRoot } from '../platform/root.js';

/** A monthly meeting and the day that it is called for. */
export interface Call {
  readonly companyId: string;
  readonly meeting: string;
  readonly plannedOn: BusinessDate;
  /** The day of the call. */
  readonly on: BusinessDate;
  /** A login, or clock. */
  readonly by: string;
}

interface Member {
  login: string;
  name: string;
  email: string;
  language: Language;
  company: string;
}

/** What is on the docket so far, in one currency. */
interface Docketed {
  currency: string;
  cases: number;
  amount: string;
}

const mailHour = 9;

/** Tells the board of its monthly meeting: when it is, and how much is on the docket. Told again only when the day is moved. */
@Injectable()
export class MeetingCall {
  private readonly html = compiled('html');
  private readonly text = compiled('text');

  constructor(
    private readonly outbox: Outbox,
    private readonly rules: RulesInForce,
    private readonly texts: Texts,
  ) {}

  /** Whoever will sit on that day, except who has called it; mail leaves in the morning of a working day, if that is not the meeting's own. */
  async tell(tx: Tx, call: Call): Promise<void> {
    const { companyId, plannedOn, on, by } = call;
    const members = await tx.query<Member>(selectMembers, [companyId, plannedOn, by], 'meetings.members');
    if (members.length === 0) return;
    const docketed = await tx.query<Docketed>(selectDocketed, [companyId], 'meetings.docketed');
    const { calendar } = await this.rules.on(companyId, on, tx);
    const leavesOn = isWorkingDay(calendar, on) ? on : addWorkingDays(calendar, on, 1);
    const leaves = { on: leavesOn < plannedOn ? leavesOn : on, hour: mailHour };
    await this.outbox.put(
      tx,
      members.map((member) => ({ ...this.message(call, docketed, member), leaves })),
    );
  }

  private message({ companyId, meeting, plannedOn, on }: Call, docketed: readonly Docketed[], member: Member): Message {
    const { login, name, email, language, company } = member;
    const say = (key: string, facts: Record<string, unknown> = {}) => this.texts.say(language, `meeting_called:${key}`, facts);
    const count = docketed.reduce((sum, { cases }) => sum + cases, 0);
    const subject = say('subject', { company, date: plannedOn, count });
    const facts = {
      language,
      subject,
      company,
      hello: say('hello', { name }),
      intro: say('intro', { date: plannedOn, count }),
      totals: docketed.map(({ currency, cases, amount }) => ({
        cases: say('cases', { count: cases }),
        amount: `${currency} ${withSeparators(amount)}`,
      })),
      cutOff: say('cut_off'),
      because: say('because'),
    };
    return {
      companyId,
      key: `meeting called ${meeting} ${plannedOn} ${login}`,
      kind: 'meeting_called',
      audience: 'own',
      recipient: login,
      address: email,
      language,
      subject,
      html: this.html(facts, { helpers: mailHelpers }),
      body: `${this.text(facts)
        .replace(/\n{3,}/g, '\n\n')
        .trim()}\n`,
      businessDate: on,
    };
  }
}

function compiled(kind: 'html' | 'text') {
  return Handlebars.compile(readFileSync(join(projectRoot, 'templates/meeting-called', `${kind}.hbs`), 'utf8'));
}

/** The member of each seat, or the deputy where the member is away on the day. */
const selectMembers = `
  select distinct p.login, p.name, p.email, p.language, c.name as company
  from board_seats s
  join companies c on c.id = s.company_id
  join people m on m.login = s.member
  join people p on p.login = case when ${isAwayOn('m', '$2::date')} then s.deputy else s.member end
  where s.company_id = $1 and not ${isAwayOn('p', '$2::date')} and coalesce(p.email, '') <> '' and p.login <> $3
  order by p.login`;

const selectDocketed = `
  select r.currency, count(*)::int as cases, sum(c.balance) as amount
  from cases c join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  where c.company_id = $1 and c.collection = 'boardReview.docketed' group by r.currency order by r.currency`;
