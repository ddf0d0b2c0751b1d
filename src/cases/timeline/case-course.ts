import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { CaseValue } from '../../../workflows/collection-case/decide.js';
import { Database } from '../../platform/database/database.js';
import type { CaseKey } from '../case-rows.js';

/** The case came into these states. */
export interface StateReached {
  readonly on: BusinessDate;
  readonly state: CaseValue;
}

export interface AttemptMade {
  readonly on: BusinessDate;
  readonly channel: string;
  readonly outcome: string;
  readonly with: string | null;
  readonly by: string;
}

export interface Course {
  /** Every change of a state, oldest first. */
  readonly reached: readonly StateReached[];
  /** Latest first, up to 50. */
  readonly attempts: readonly AttemptMade[];
}

/** The way that a case went, from its journal. Whether somebody may see it is for the caller to know. */
@Injectable()
export class CaseCourse {
  constructor(private readonly database: Database) {}

  async of({ companyId, caseId }: CaseKey): Promise<Course> {
    const [reached, attempts] = await Promise.all([
      this.database.query<StateReached>(
        `select business_date as "on", state from (
           select seq, business_date, state, lag(state) over (order by seq) as before from case_journal where company_id = $1 and case_id = $2) j
         where state is distinct from before order by seq`,
        [companyId, caseId],
        'cases.course',
      ),
      this.database.query<AttemptMade>(
        `select command ->> 'on' as "on", command ->> 'channel' as channel, command ->> 'outcome' as outcome, command ->> 'with' as "with", actor as by
         from case_journal where company_id = $1 and case_id = $2 and command ->> 'type' = 'logAttempt' order by seq desc limit 50`,
        [companyId, caseId],
        'cases.attempts',
      ),
    ]);
    return { reached, attempts };
  }
}
