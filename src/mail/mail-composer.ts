import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { isWorkingDay } from '../../workflows/calendar/working-days.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { Database, type Tx } from '../platform/database/database.js';
import { type Message, Outbox } from '../platform/outbox/outbox.js';
import { addressNotices } from './addressing.js';
import { chatMessage, listedInChat } from './chat/chat-message.js';
import { type MailDay, MailWriter } from './mail-writer.js';
import { type ToldPerson, toldPeople, toldTeams } from './told-people.js';

const peopleAtOnce = 100;

/** Makes one message a person of the notices nobody was mailed about yet, on working days of the company. */
@Injectable()
export class MailComposer {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly outbox: Outbox,
    private readonly writer: MailWriter,
  ) {}

  /**
   * All in one transaction: who was mailed about what, and the messages.
   * @param onceADay in production: a second time on a day, or by another replica, nothing is done
   * @returns how many people are mailed
   */
  async compose(companyId: string, on: BusinessDate, { onceADay }: { onceADay: boolean }): Promise<number> {
    // Most nights of a training clock that is moved far have nothing to tell.
    if (!onceADay && !(await this.isAnyLeft(companyId))) return 0;
    const { policy, calendar } = await this.rules.on(companyId, on);
    if (!isWorkingDay(calendar, on)) return 0;
    return this.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('mail of ' || $1, 0))`, [companyId]);
      if (onceADay && !(await isFirst(tx, companyId, on))) return 0;
      await addressNotices(tx, companyId, on);
      const [company] = await tx.query<{ name: string }>('select name from companies where id = $1', [companyId]);
      const day = { company: company?.name ?? companyId, today: on, policy };
      await this.outbox.put(tx, await this.chatMessages(tx, companyId, day));
      return this.mailPeople(tx, companyId, day);
    });
  }

  private async isAnyLeft(companyId: string): Promise<boolean> {
    const [row] = await this.database.query<{ any: boolean }>(
      'select exists (select from notices where company_id = $1 and composed_on is null) as any',
      [companyId],
      'mail.any_left',
    );
    return row?.any ?? false;
  }

  private async mailPeople(tx: Tx, companyId: string, day: MailDay): Promise<number> {
    let count = 0;
    for (let after = ''; ; ) {
      const people = await toldPeople(tx, companyId, after, peopleAtOnce);
      const last = people.at(-1);
      if (!last) return count;
      const messages = people.map((person) => this.message(companyId, person, day));
      const numbers = await this.outbox.put(tx, messages);
      await tx.query(
        `update notice_mails m set outcome = 'mailed', outbox_id = x.id
         from unnest($2::text[], $3::bigint[]) x (login, id) where m.company_id = $1 and m.login = x.login and m.outcome = 'due'`,
        [companyId, people.map(({ login }) => login), messages.map(({ key }) => numbers.get(key))],
        'mail.mailed',
      );
      count += people.length;
      after = last.login;
    }
  }

  private message(companyId: string, person: ToldPerson, day: MailDay): Message {
    const { told, count } = person;
    const [first] = told;
    if (!first) throw new Error(`${person.login} is to be mailed about nothing`);
    const { subject, html, text } = count === 1 ? this.writer.one(first, person, day) : this.writer.digest(told, count, person, day);
    return {
      companyId,
      key: `${count === 1 ? 'notice' : 'digest'}/${first.noticeId}/${person.login}`,
      kind: count === 1 ? first.kind : 'digest',
      audience: 'own',
      recipient: person.login,
      address: person.email,
      language: person.language,
      subject,
      html,
      body: text,
      businessDate: day.today,
    };
  }

  private async chatMessages(tx: Tx, companyId: string, day: MailDay): Promise<Message[]> {
    const teams = await toldTeams(tx, companyId, day.today, listedInChat);
    return teams.map((team) => chatMessage(companyId, team, day, this.writer));
  }
}

async function isFirst(tx: Tx, companyId: string, on: BusinessDate): Promise<boolean> {
  const entered = await tx.query('insert into mail_days (company_id, business_date) values ($1, $2) on conflict do nothing returning 1', [
    companyId,
    on,
  ]);
  return entered.length > 0;
}
