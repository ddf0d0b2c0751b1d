import { Injectable } from '@nestjs/common';
import { addDays } from '../../../workflows/calendar/dates.js';
import { refuseComplaintDecision } from '../../../workflows/scorecard/complaints.js';
import { businessDate } from '../../cases/circumstances.js';
import { requireRole } from '../../people/allow-roles.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { type Page, pageOf } from '../../people/paging.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { cardsSeen } from '../card-scope.js';
import { closedUntil } from '../closed-periods.js';
import { decideAlone } from '../one-after-another.js';
import { refuse } from '../refuse.js';
import type { ComplaintAnswer, ComplaintsQuery, SurveyResultAnswer, SurveysQuery } from './complaints.shapes.js';

/** What customers say of the people who deal with them, and what of it was found to be so. */
@Injectable()
export class Complaints {
  constructor(private readonly database: Database) {}

  /** Newest first. @throws Problem 404 `company.unknown` */
  async page({ company, status, person, limit, after }: ComplaintsQuery, reader: CurrentPerson): Promise<Page<ComplaintAnswer>> {
    const values: unknown[] = [company, status ?? null, person ?? null, after ?? null, limit + 1];
    const scope = cardsSeen(reader, company, 'c.person', values);
    const rows = await this.database.query<ComplaintAnswer>(
      `${select} where c.company_id = $1 and ($2::text is null or ${standing} = $2) and ($3::text is null or c.person = $3)
         and ($4::bigint is null or c.id < $4) and ${scope} order by c.id desc limit $5`,
      values,
    );
    return pageOf(rows, limit, ({ id }) => id);
  }

  /** @throws Problem 403, 404 `complaint.unknown`; 409 `complaint.own`, `complaint.decided` */
  decide(by: CurrentPerson, id: string, upheld: boolean, reason: string): Promise<ComplaintAnswer> {
    return this.database.transaction(async (tx) => {
      const { company } = await find(tx, id, by);
      requireRole(by, company, 'hr', 'general_manager');
      await decideAlone(tx, company);
      const complaint = await find(tx, id, by);
      refuse(refuseComplaintDecision(complaint, by.login));
      const until = await closedUntil(tx, company);
      // What was closed stays as it was: the complaint counts on the first day after.
      const countsOn = until !== null && complaint.receivedOn <= until ? addDays(until, 1) : complaint.receivedOn;
      await tx.query(
        `insert into complaint_decisions (company_id, complaint_id, upheld, reason, counts_on, decided_by, decided_on)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [company, id, upheld, reason, countsOn, by.login, await businessDate(tx, company)],
      );
      return find(tx, id, by);
    });
  }

  /** Newest first, those that were replaced too. @throws Problem 404 `company.unknown` */
  async surveys({ company, period, person, limit, after }: SurveysQuery, reader: CurrentPerson): Promise<Page<SurveyResultAnswer>> {
    const values: unknown[] = [company, period ?? null, person ?? null, after ?? null, limit + 1];
    const scope = cardsSeen(reader, company, 's.person', values);
    const rows = await this.database.query<SurveyResultAnswer>(
      `select s.id, s.period, s.person, s.key, s.customer, s.version, trim_scale(s.value)::text as value, s.answers, s.surveyed_on as "surveyedOn",
         s.recorded_by as "recordedBy", s.recorded_on as "recordedOn"
       from survey_results s where s.company_id = $1 and ($2::text is null or s.period = $2) and ($3::text is null or s.person = $3)
         and ($4::bigint is null or s.id < $4) and ${scope} order by s.id desc limit $5`,
      values,
    );
    return pageOf(rows, limit, ({ id }) => id);
  }
}

const standing = `case when d.complaint_id is null then 'open' when d.upheld then 'upheld' else 'dismissed' end`;

const select = `
  select c.id, c.company_id as company, c.complaint, c.customer, c.person, c.received_on as "receivedOn", c.kind, c.note, ${standing} as status,
    d.counts_on as "countsOn", d.decided_by as "decidedBy", d.decided_on as "decidedOn", d.reason
  from complaints c left join complaint_decisions d on d.company_id = c.company_id and d.complaint_id = c.id`;

async function find(tx: Tx, id: string, reader: CurrentPerson): Promise<ComplaintAnswer> {
  const [row] = await tx.query<ComplaintAnswer>(`${select} where c.id = $1`, [id]);
  if (!row || rolesIn(reader, row.company).length === 0) throw new Problem(404, 'complaint.unknown', { complaint: id });
  return row;
}
