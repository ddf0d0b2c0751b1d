import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { deadlinesOf } from '../../workflows/review-board/meeting-times.js';
import { businessDate } from '../cases/circumstances.js';
import { refusalProblem } from '../cases/refusal-problem.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import type { CurrentPerson } from '../people/current-person.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { Chair } from './chair.js';
import { lockMeeting } from './meeting-rows.js';
import { MeetingSteps, type Put } from './meeting-steps.js';

/** Votes between two meetings on docketed cases that do not wait: opened at once, until a day, by the same rules as in a meeting. */
@Injectable()
export class CircularVotes {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
    private readonly chair: Chair,
    private readonly steps: MeetingSteps,
  ) {}

  /**
   * All of the cases or none.
   * @returns the meeting's number
   * @throws Problem 403 `meeting.chair_only`, 409 `circular.deadline`, and of the rule or state that refuses a case
   */
  async call(person: CurrentPerson, companyId: string, until: BusinessDate, cases: readonly Put[]): Promise<string> {
    await this.chair.require(person, companyId);
    return this.database.transaction(async (tx) => {
      const today = await businessDate(tx, companyId);
      const { policy, calendar } = await this.rules.on(companyId, today, tx);
      const { earliest, latest } = deadlinesOf(today, calendar, policy);
      if (until < earliest || until > latest) throw new Problem(409, 'circular.deadline', { until, earliest, latest });
      const [called] = await tx.query<{ id: string }>(
        `insert into meetings (company_id, kind, deadline, planned_on, status, called_on, called_by)
         values ($1, 'circular', $2, $3, 'called', $3, $4) returning id`,
        [companyId, until, today, person.login],
      );
      const meeting = await lockMeeting(tx, companyId, called?.id ?? '');
      const [refused] = await this.steps.open(tx, meeting, cases, { kind: 'person', person });
      if (refused) throw refusalProblem(refused.refusal, { case: refused.caseId });
      return meeting.id;
    });
  }
}
