import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Command } from '../../workflows/collection-case/commands.js';
import type { Seat } from '../../workflows/review-board/seats.js';
import type { Author } from '../cases/author.js';
import { CaseDesk } from '../cases/case-desk.js';
import { businessDate } from '../cases/circumstances.js';
import { factsOf, refusalProblem } from '../cases/refusal-problem.js';
import { requireRole } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { Chair } from './chair.js';
import { MeetingCall } from './meeting-call.js';
import { casesIn, lockMeeting, meetingOf, votingIn } from './meeting-rows.js';
import { type LeftOut, MeetingSteps, nameOf, type Put } from './meeting-steps.js';
import { keepNewFacts, newFactsOf } from './new-facts.js';

export interface Called {
  id: string;
  status: 'called' | 'open';
  /** False: it had been called already. */
  isNew: boolean;
}

/** The review board's monthly meetings: called, opened, closed; each step is a command to every case that it touches (domain.md, The board). */
@Injectable()
export class Meetings {
  constructor(
    private readonly database: Database,
    private readonly desk: CaseDesk,
    private readonly steps: MeetingSteps,
    private readonly chair: Chair,
    private readonly calls: MeetingCall,
  ) {}

  /**
   * @param newFacts what is new about cases that were decided this month; kept until the opening
   * @throws Problem 409 `meeting.in_past`, and of the rule that refuses a fact
   */
  async call(
    person: CurrentPerson,
    companyId: string,
    date: BusinessDate | undefined,
    newFacts: readonly Required<Put>[],
  ): Promise<Called> {
    await this.chair.require(person, companyId);
    return this.database.transaction(async (tx) => {
      const today = await businessDate(tx, companyId);
      const planned = date ?? today;
      if (planned < today) throw new Problem(409, 'meeting.in_past', { date: planned, today });
      const by: Author = { kind: 'person', person };
      const called = await this.callIn(tx, companyId, planned, by, today);
      if (newFacts.length > 0 && called.status !== 'called') throw new Problem(409, 'meeting.not_called', { status: called.status });
      await this.tryFacts(tx, companyId, called.id, newFacts, by);
      await keepNewFacts(tx, companyId, called.id, newFacts, person);
      return called;
    });
  }

  /** @throws Problem 404 `meeting.unknown`, 409 `meeting.not_called`, `board.incomplete` */
  async open(person: CurrentPerson, id: string): Promise<void> {
    const { companyId } = await meetingOf(this.database, id, person);
    await this.chair.require(person, companyId);
    await this.database.transaction(async (tx) => {
      const meeting = await lockMeeting(tx, companyId, id);
      if (meeting.status !== 'called') throw new Problem(409, 'meeting.not_called', { status: meeting.status });
      const facts = await newFactsOf(tx, companyId, id);
      const docketed = await casesIn(tx, companyId, 'boardReview.docketed');
      const put = docketed.map((caseId): Put => {
        const newFact = facts.get(caseId);
        return { caseId, ...(newFact && { newFact }) };
      });
      await keepLeftOut(tx, companyId, id, await this.steps.open(tx, meeting, put, { kind: 'person', person }));
    });
  }

  /** Only closing resolves. @throws Problem 404 `meeting.unknown`, 409 `meeting.not_open`, `vote.deadline_ahead` */
  async close(person: CurrentPerson, id: string): Promise<void> {
    const { companyId } = await meetingOf(this.database, id, person);
    await this.chair.require(person, companyId);
    await this.database.transaction(async (tx) => {
      await this.steps.close(tx, await lockMeeting(tx, companyId, id), { kind: 'person', person });
    });
  }

  /**
   * The general manager names who sits, in every case of the meeting where fewer than two seats can be filled.
   * @throws Problem 404 `meeting.unknown`, 403 `role.required`, 409 `meeting.not_open` or the rule that refuses in every case
   */
  async nameSeat(person: CurrentPerson, id: string, seat: Seat, named: string): Promise<void> {
    const { companyId } = await meetingOf(this.database, id, person);
    requireRole(person, companyId, 'general_manager');
    await this.database.transaction(async (tx) => {
      const meeting = await lockMeeting(tx, companyId, id);
      if (meeting.status !== 'open') throw new Problem(409, 'meeting.not_open', { status: meeting.status });
      const [known] = await tx.query('select from people where login = $1 and active', [named]);
      if (!known) throw new Problem(400, 'request.invalid', {}, [{ field: 'person', code: 'person', facts: { login: named } }]);
      const command: Command = { type: 'nameSeat', seat, person: named };
      const answers = await this.desk.submit(
        (await votingIn(tx, companyId, id)).map((caseId) => ({ companyId, caseId, command, version: 'any' })),
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

  /** Calling a meeting dockets the rest of the escalated (domain.md, financeConfirmation). */
  async callIn(tx: Tx, companyId: string, planned: BusinessDate, by: Author, on: BusinessDate): Promise<Called> {
    // Two who call at once: the second waits here, and finds the first one's.
    const [called] = await tx.query<{ id: string }>(
      `insert into meetings (company_id, planned_on, status, called_on, called_by) values ($1, $2, 'called', $3, $4)
       on conflict (company_id) where status <> 'closed' and kind = 'monthly' do nothing returning id`,
      [companyId, planned, on, nameOf(by)],
      'meetings.call',
    );
    if (!called) return this.calledBefore(tx, companyId, planned, by, on);
    await this.docketEscalated(tx, companyId, called.id, by);
    await this.calls.tell(tx, { companyId, meeting: called.id, plannedOn: planned, on, by: nameOf(by) });
    return { id: called.id, status: 'called', isNew: true };
  }

  /** One that was never opened is this month's meeting, too: the night moves it and dockets what has escalated since. */
  private async calledBefore(tx: Tx, companyId: string, planned: BusinessDate, by: Author, on: BusinessDate): Promise<Called> {
    const [found] = await tx.query<{ id: string; status: 'called' | 'open'; plannedOn: BusinessDate }>(
      `select id, status, planned_on as "plannedOn" from meetings where company_id = $1 and status <> 'closed' and kind = 'monthly' for update`,
      [companyId],
      'meetings.called',
    );
    if (!found) throw new Problem(409, 'meeting.not_called', { status: 'closed' });
    if (by.kind === 'clock' && found.status === 'called') {
      await tx.query(putOff, [companyId, found.id, planned], 'meetings.put_off');
      await this.docketEscalated(tx, companyId, found.id, by);
      if (found.plannedOn < planned) await this.calls.tell(tx, { companyId, meeting: found.id, plannedOn: planned, on, by: nameOf(by) });
    }
    return { id: found.id, status: found.status, isNew: false };
  }

  /** Whether each fact would let its case be voted on: who names one learns at once that it does not. Nothing is opened. */
  private async tryFacts(tx: Tx, companyId: string, meeting: string, facts: readonly Required<Put>[], by: Author): Promise<void> {
    if (facts.length === 0) return;
    await tx.query('savepoint facts');
    const answers = await this.desk.submit(
      facts.map(({ caseId, newFact }) => ({
        companyId,
        caseId,
        version: 'any',
        command: { type: 'openVoting', meeting, roll: [], newFact },
      })),
      by,
      { within: tx },
    );
    const refused = answers.find((answer) => !answer.accepted);
    if (refused && !refused.accepted) throw refusalProblem(refused.refusal, { case: refused.caseId });
    await tx.query('rollback to savepoint facts');
  }

  private async docketEscalated(tx: Tx, companyId: string, meeting: string, by: Author): Promise<void> {
    const escalated = await casesIn(tx, companyId, 'financeConfirmation', `and snapshot -> 'context' ? 'escalated'`);
    await this.steps.tell(tx, companyId, escalated, { type: 'callToBoard', meeting }, by);
  }
}

const putOff = `
  update meetings set put_off_from = coalesce(put_off_from, planned_on), planned_on = $3
  where company_id = $1 and id = $2 and planned_on < $3`;

/** They stay docketed for the next meeting; this one's record says why. */
async function keepLeftOut(tx: Tx, companyId: string, id: string, refused: readonly LeftOut[]): Promise<void> {
  const rows = refused
    .filter(({ refusal }) => refusal.kind === 'rule')
    .map(({ caseId, refusal }) => ({ caseId, code: refusal.key, facts: factsOf(refusal.facts) }));
  await tx.query(
    `insert into meeting_left_out (company_id, meeting_id, case_id, code, facts)
     select $1, $2, "caseId", code, facts from jsonb_to_recordset($3::jsonb) as r ("caseId" bigint, code text, facts jsonb)`,
    [companyId, id, JSON.stringify(rows)],
  );
}
