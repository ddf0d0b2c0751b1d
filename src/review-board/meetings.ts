import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { addWorkingDays, nightAfterWorkingDays } from '../../workflows/calendar/working-days.js';
import type { Command } from '../../workflows/collection-case/commands.js';
import { type RollSeat, type Seat, seats } from '../../workflows/review-board/seats.js';
import type { Author } from '../cases/author.js';
import { CaseDesk } from '../cases/case-desk.js';
import { businessDate } from '../cases/circumstances.js';
import { NightDuties } from '../cases/night-duties.js';
import { refusalProblem } from '../cases/refusal-problem.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { requireRole } from '../people/allow-roles.js';
import { Boards } from '../people/boards.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { Chair } from './chair.js';
import { hasPart } from './part.js';

interface Meeting {
  id: string;
  companyId: string;
  status: 'called' | 'open' | 'closed';
}

/** The review board's meetings: called, opened, closed; each step is a command to every case that it touches (domain.md, The board). */
@Injectable()
export class Meetings implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly desk: CaseDesk,
    private readonly boards: Boards,
    private readonly rules: RulesInForce,
    private readonly chair: Chair,
    private readonly nightDuties: NightDuties,
  ) {}

  onModuleInit(): void {
    this.nightDuties.add((companyId, on) => this.night(companyId, on));
  }

  /** @returns the meeting, and whether it had been called already */
  async call(
    person: CurrentPerson,
    companyId: string,
    date: BusinessDate | undefined,
  ): Promise<{ id: string; status: string; isNew: boolean }> {
    await this.chair.require(person, companyId);
    return this.database.transaction(async (tx) => {
      const today = await businessDate(tx, companyId);
      const planned = date ?? today;
      if (planned < today) throw new Problem(409, 'meeting.in_past', { date: planned, today });
      return this.callIn(tx, companyId, planned, { kind: 'person', person }, today);
    });
  }

  /** @throws Problem 404 `meeting.unknown`, 409 `meeting.not_called`, `board.incomplete` */
  async open(person: CurrentPerson, id: string): Promise<void> {
    const companyId = await this.companyOf(id, person);
    await this.chair.require(person, companyId);
    await this.database.transaction(async (tx) => {
      const meeting = await this.lock(tx, companyId, id);
      if (meeting.status !== 'called') throw new Problem(409, 'meeting.not_called', { status: meeting.status });
      const roll = await this.roll(tx, companyId);
      await tx.query(
        `update meetings set status = 'open', opened_on = business_date(company_id), opened_by = $3 where company_id = $1 and id = $2`,
        [companyId, id, person.login],
      );
      const docketed = await casesIn(tx, companyId, 'boardReview.docketed');
      await this.tell(tx, companyId, docketed, { type: 'openVoting', meeting: id, roll }, { kind: 'person', person });
    });
  }

  /** Only closing resolves. @throws Problem 404 `meeting.unknown`, 409 `meeting.not_open` */
  async close(person: CurrentPerson, id: string): Promise<void> {
    const companyId = await this.companyOf(id, person);
    await this.chair.require(person, companyId);
    await this.database.transaction((tx) => this.closeIn(tx, companyId, id, { kind: 'person', person }));
  }

  /**
   * The general manager names who sits, in every case of the meeting where fewer than two seats can be filled.
   * @throws Problem 404 `meeting.unknown`, 403 `role.required`, 409 `meeting.not_open` or the rule that refuses in every case
   */
  async nameSeat(person: CurrentPerson, id: string, seat: Seat, named: string): Promise<void> {
    const companyId = await this.companyOf(id, person);
    requireRole(person, companyId, 'general_manager');
    await this.database.transaction(async (tx) => {
      const meeting = await this.lock(tx, companyId, id);
      if (meeting.status !== 'open') throw new Problem(409, 'meeting.not_open', { status: meeting.status });
      const [known] = await tx.query('select from people where login = $1 and active', [named]);
      if (!known) throw new Problem(400, 'request.invalid', {}, [{ field: 'person', code: 'person', facts: { login: named } }]);
      const voting = await casesIn(tx, companyId, 'boardReview.voting');
      const command: Command = { type: 'nameSeat', seat, person: named };
      const answers = await this.desk.submit(
        voting.map((caseId) => ({ companyId, caseId, command, version: 'any' })),
        { kind: 'person', person },
        { within: tx },
      );
      const refused = answers.find((answer) => !answer.accepted);
      if (!answers.some((answer) => answer.accepted))
        throw refused && !refused.accepted ? refusalProblem(refused.refusal) : new Problem(409, 'meeting.no_items');
      await tx.query(
        `insert into meeting_seats (company_id, meeting_id, seat, person, named_by) values ($1, $2, $3, $4, $5)
         on conflict (company_id, meeting_id, seat) do update set person = excluded.person, named_by = excluded.named_by, named_at = now()`,
        [companyId, id, seat, named, person.login],
      );
    });
  }

  /** The night of the 20th calls the monthly meeting for the next working day; an open one closes 5 working days after its opening. */
  private async night(companyId: string, on: BusinessDate): Promise<void> {
    const { policy, calendar } = await this.rules.on(companyId, on);
    const by: Author = { kind: 'clock', on };
    await this.database.transaction(async (tx) => {
      const [open] = await tx.query<{ id: string; openedOn: BusinessDate }>(
        `select id, opened_on as "openedOn" from meetings where company_id = $1 and status = 'open' for update`,
        [companyId],
        'meetings.open',
      );
      if (open && nightAfterWorkingDays(calendar, open.openedOn, policy.meetingClosesAfterWorkingDays) <= on)
        await this.closeIn(tx, companyId, open.id, by);
      if (Number(on.slice(8)) !== policy.meetingCalledOnDay) return;
      const [calledToday] = await tx.query('select from meetings where company_id = $1 and called_on = $2', [companyId, on]);
      if (!calledToday) await this.callIn(tx, companyId, addWorkingDays(calendar, on, 1), by, on);
    });
  }

  /** Calling a meeting dockets the rest of the escalated (domain.md, financeConfirmation). */
  private async callIn(
    tx: Tx,
    companyId: string,
    planned: BusinessDate,
    by: Author,
    on: BusinessDate,
  ): Promise<{ id: string; status: string; isNew: boolean }> {
    const name = by.kind === 'person' ? by.person.login : 'clock';
    // Two who call at once: the second waits here, and finds the first one's.
    const [called] = await tx.query<{ id: string }>(
      `insert into meetings (company_id, planned_on, status, called_on, called_by) values ($1, $2, 'called', $3, $4)
       on conflict (company_id) where status <> 'closed' do nothing returning id`,
      [companyId, planned, on, name],
      'meetings.call',
    );
    if (!called) return this.calledBefore(tx, companyId, planned, by);
    await this.docketEscalated(tx, companyId, called.id, by);
    return { id: called.id, status: 'called', isNew: true };
  }

  /** One that was never opened is this month's meeting, too: the night moves it and dockets what has escalated since. */
  private async calledBefore(
    tx: Tx,
    companyId: string,
    planned: BusinessDate,
    by: Author,
  ): Promise<{ id: string; status: string; isNew: boolean }> {
    const [found] = await tx.query<{ id: string; status: string }>(
      `select id, status from meetings where company_id = $1 and status <> 'closed' for update`,
      [companyId],
      'meetings.called',
    );
    if (!found) throw new Problem(409, 'meeting.not_called', { status: 'closed' });
    if (by.kind === 'clock' && found.status === 'called') {
      await tx.query('update meetings set planned_on = greatest(planned_on, $3) where company_id = $1 and id = $2', [
        companyId,
        found.id,
        planned,
      ]);
      await this.docketEscalated(tx, companyId, found.id, by);
    }
    return { ...found, isNew: false };
  }

  private async docketEscalated(tx: Tx, companyId: string, meeting: string, by: Author): Promise<void> {
    const escalated = await casesIn(tx, companyId, 'financeConfirmation', `and snapshot -> 'context' ? 'escalated'`);
    await this.tell(tx, companyId, escalated, { type: 'callToBoard', meeting }, by);
  }

  private async closeIn(tx: Tx, companyId: string, id: string, by: Author): Promise<void> {
    const meeting = await this.lock(tx, companyId, id);
    if (meeting.status !== 'open') throw new Problem(409, 'meeting.not_open', { status: meeting.status });
    const voting = await casesIn(tx, companyId, 'boardReview.voting');
    await this.tell(tx, companyId, voting, { type: 'closeVoting', meeting: id }, by);
    await tx.query(`update meetings set status = 'closed', closed_on = $3, closed_by = $4 where company_id = $1 and id = $2`, [
      companyId,
      id,
      by.kind === 'clock' ? by.on : await businessDate(tx, companyId),
      by.kind === 'person' ? by.person.login : 'clock',
    ]);
  }

  /** A case that left the state between the look and the lock is passed over; any other refusal is nobody's to ignore. */
  private async tell(tx: Tx, companyId: string, cases: readonly string[], command: Command, by: Author): Promise<void> {
    const answers = await this.desk.submit(
      cases.map((caseId) => ({ companyId, caseId, command, version: 'any' })),
      by,
      { within: tx },
    );
    for (const answer of answers)
      if (!answer.accepted && answer.refusal.kind !== 'state') throw refusalProblem(answer.refusal, { case: answer.caseId });
  }

  private async roll(tx: Tx, companyId: string): Promise<RollSeat[]> {
    const held = await this.boards.roll(companyId, tx);
    const missing = seats.filter((seat) => !held.some((one) => one.seat === seat));
    if (missing.length > 0) throw new Problem(409, 'board.incomplete', { company: companyId, seats: missing.join(', ') });
    return held.map(({ seat, member, deputy }) => ({ seat, member, ...(deputy !== null && { deputy }) }));
  }

  /** Looked at before role and state: who has no part in the company does not learn that there is such a meeting. */
  private async companyOf(id: string, person: CurrentPerson): Promise<string> {
    const [meeting] = await this.database.query<{ companyId: string }>(
      'select company_id as "companyId" from meetings where id = $1',
      [id],
      'meetings.company',
    );
    if (!meeting || !hasPart(person, meeting.companyId)) throw new Problem(404, 'meeting.unknown', { meeting: id });
    return meeting.companyId;
  }

  private async lock(tx: Tx, companyId: string, id: string): Promise<Meeting> {
    const [meeting] = await tx.query<Meeting>(
      'select id, company_id as "companyId", status from meetings where company_id = $1 and id = $2 for update',
      [companyId, id],
      'meetings.lock',
    );
    if (!meeting) throw new Problem(404, 'meeting.unknown', { meeting: id });
    return meeting;
  }
}

async function casesIn(tx: Tx, companyId: string, collection: string, more = ''): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(`select id from cases where company_id = $1 and collection = $2 ${more} order by id`, [
    companyId,
    collection,
  ]);
  return rows.map(({ id }) => id);
}
