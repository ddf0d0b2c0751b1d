import { Injectable } from '@nestjs/common';
import { isBusinessDate } from '../../workflows/calendar/dates.js';
import type { Role } from '../../workflows/collection-case/actor.js';
import { requireRole } from '../people/allow-roles.js';
import { type CurrentPerson, companiesAs } from '../people/current-person.js';
import { type Page, pageOf } from '../people/paging.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { left } from './left-to-do.js';
import type { Run, RunsQuery } from './runs.shapes.js';

export const runReaders: [Role, ...Role[]] = ['admin', 'finance_director', 'general_manager', 'auditor', 'ar_clerk'];

/** The nights as they ran. */
@Injectable()
export class Nights {
  constructor(private readonly database: Database) {}

  /** Newest first. @throws Problem 404 `company.unknown`, 403 `role.required`; 400 for an `after` that no page ends with */
  async page({ company, limit, after }: RunsQuery, person: CurrentPerson): Promise<Page<Run>> {
    if (company !== undefined) requireRole(person, company, ...runReaders);
    const companies = company === undefined ? companiesAs(person, runReaders) : [company];
    const [date, id] = after === undefined ? [null, null] : readKey(after);
    const rows = await this.database.query<Run>(page, [companies === 'all' ? null : companies, date, id, limit + 1], 'runs.page');
    return pageOf(rows, limit, (run) => `${run.businessDate}.${run.company}`);
  }
}

const most = 10_000;
const iso = (instant: string) => `to_char(${instant} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const counts = Object.values(left).map(
  (rows) => `(select count(*) from (${rows.replace('$1', 'n.company_id').replace('$2', 'n.business_date')} limit ${most}) rows_left)`,
);

/** Only one night of a company is under way, so that few rows of a page have anything counted. */
const page = `
  select n.company_id as company, n.business_date as "businessDate", ${iso('n.started_at')} as "startedAt", ${iso('n.finished_at')} as "finishedAt",
    case when n.finished_at is not null then 'done' when n.failed_at is not null then 'failed' else 'running' end as status,
    n.opened, n.advanced, n.reminded,
    case when n.finished_at is null then least(${most}, ${counts.join(' + ')})::int end as left,
    n.failures, case when n.finished_at is null then n.failure end as failure, ${iso('n.failed_at')} as "failedAt"
  from nights n
  where ($1::text[] is null or n.company_id = any ($1))
    and ($2::date is null or n.business_date < $2 or (n.business_date = $2 and n.company_id > $3))
  order by n.business_date desc, n.company_id limit $4`;

/** @throws Problem 400 for a text that no page ends with */
function readKey(text: string): [date: string, company: string] {
  const [date = '', company = ''] = [text.slice(0, 10), text.slice(11)];
  if (isBusinessDate(date) && text[10] === '.' && company !== '') return [date, company];
  throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'invalid' }]);
}
