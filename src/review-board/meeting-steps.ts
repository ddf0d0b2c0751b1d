import { Injectable } from '@nestjs/common';
import type { Command } from '../../workflows/collection-case/commands.js';
import { type RollSeat, seats } from '../../workflows/review-board/seats.js';
import type { NamedFact } from '../../workflows/review-board/second-vote.js';
import type { Answer } from '../cases/answer.js';
import type { Author } from '../cases/author.js';
import { CaseDesk } from '../cases/case-desk.js';
import { businessDate } from '../cases/circumstances.js';
import { refusalProblem } from '../cases/refusal-problem.js';
import { Boards } from '../people/boards.js';
import type { Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { BoardDecisions } from './board-decisions.js';
import { type Meeting, votingIn } from './meeting-rows.js';
import { Minutes } from './minutes/minutes.js';

/** A case that is to be put to the vote, with what is new about it where it was decided this month. */
export interface Put {
  readonly caseId: string;
  readonly newFact?: NamedFact;
}

/** A case that a rule kept off the agenda. */
export type LeftOut = Extract<Answer, { accepted: false }>;

/** What opening and closing do to a meeting's cases and to its record, the same for monthly meetings and circular votes. */
@Injectable()
export class MeetingSteps {
  constructor(
    private readonly desk: CaseDesk,
    private readonly boards: Boards,
    private readonly decisions: BoardDecisions,
    private readonly minutes: Minutes,
  ) {}

  /**
   * The cut-off: the roll is frozen, and voting opens on every case.
   * @returns what was refused
   * @throws Problem 409 `board.incomplete`
   */
  async open(tx: Tx, { id, companyId, deadline }: Meeting, cases: readonly Put[], by: Author): Promise<LeftOut[]> {
    const roll = await this.roll(tx, companyId);
    await tx.query(
      `update meetings set status = 'open', opened_on = business_date(company_id), opened_by = $3 where company_id = $1 and id = $2`,
      [companyId, id, nameOf(by)],
    );
    await tx.query(
      `insert into meeting_roll (company_id, meeting_id, seat, member, deputy)
       select $1, $2, seat, member, deputy from jsonb_to_recordset($3::jsonb) as r (seat text, member text, deputy text)`,
      [companyId, id, JSON.stringify(roll)],
    );
    const answers = await this.desk.submit(
      cases.map(({ caseId, newFact }) => ({
        companyId,
        caseId,
        version: 'any',
        command: { type: 'openVoting', meeting: id, roll, ...(deadline !== null && { until: deadline }), ...(newFact && { newFact }) },
      })),
      by,
      { within: tx },
    );
    return answers.filter((answer) => !answer.accepted);
  }

  /** Only closing resolves; the minutes are written with it. @throws Problem 409 `meeting.not_open`, and of the rule that refuses */
  async close(tx: Tx, { id, companyId, status }: Meeting, by: Author): Promise<void> {
    if (status !== 'open') throw new Problem(409, 'meeting.not_open', { status });
    const voting = await votingIn(tx, companyId, id);
    const before = await this.decisions.standing(tx, companyId, voting);
    await this.tell(tx, companyId, voting, { type: 'closeVoting', meeting: id }, by);
    const on = by.kind === 'clock' ? by.on : await businessDate(tx, companyId);
    await tx.query(`update meetings set status = 'closed', closed_on = $3, closed_by = $4 where company_id = $1 and id = $2`, [
      companyId,
      id,
      on,
      nameOf(by),
    ]);
    await this.decisions.keep(tx, companyId, id, on, before);
    await this.minutes.write(tx, companyId, id);
  }

  /** A case that left the state between the look and the lock is passed over; any other refusal is nobody's to ignore. */
  async tell(tx: Tx, companyId: string, cases: readonly string[], command: Command, by: Author): Promise<void> {
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
}

export function nameOf(by: Author): string {
  return by.kind === 'person' ? by.person.login : 'clock';
}
