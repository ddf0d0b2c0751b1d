import { Injectable } from '@nestjs/common';
import { isBusinessDate } from '../../workflows/calendar/dates.js';
import { evidenceScope } from '../cases/hidden-evidence.js';
import type { CurrentPerson } from '../people/current-person.js';
import { pageOf } from '../people/paging.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { EvidenceRequestsPage, RequestRow, RequestsQuery } from './checklist.shapes.js';

/** What legal was asked for, in the cases whose evidence the person sees: what is needed first comes first, keyset-paged. */
@Injectable()
export class EvidenceRequests {
  constructor(private readonly database: Database) {}

  /** @throws Problem 400 `request.invalid` for an `after` that no page ends with */
  async page({ state, company, after, limit }: RequestsQuery, person: CurrentPerson): Promise<EvidenceRequestsPage> {
    const values: unknown[] = [];
    const push = (value: unknown) => {
      values.push(value);
      return `$${values.length}`;
    };
    const where = [evidenceScope(person, 'c', values)];
    if (company !== undefined) where.push(`c.company_id = ${push(company)}`);
    const kept = states[state].map((one) => `'${one}'`).join(', ');
    const from = after === undefined ? 'true' : keyAfter(after, push);
    const rows = await this.database.query<RequestRow>(
      `select * from (
         select c.id as "case", c.company_id as company, c.customer, k.name as "customerName", (r ->> 'id')::int as request, (r ->> 'on')::date as "on",
           r ->> 'by' as "by", r ->> 'ground' as ground, r ->> 'note' as note, coalesce(r -> 'missing', '[]') as missing,
           (r ->> 'neededBy')::date as "neededBy", (r ->> 'answeredOn')::date as "answeredOn",
           case when r ? 'answeredOn' then 'answered' when c.closed then 'lapsed'
             when (r ->> 'neededBy')::date < business_date(c.company_id) then 'overdue' else 'open' end as state
         from cases c
         join customers k on k.company_id = c.company_id and k.customer = c.customer
         cross join lateral jsonb_array_elements(c.snapshot -> 'context' -> 'evidenceRequests') r
         where c.evidence_requested and ${where.join(' and ')}) asked
       where state in (${kept}) and ${from}
       order by "neededBy", "case", request limit ${push(limit + 1)}`,
      values,
    );
    return pageOf(rows, limit, ({ neededBy, case: caseId, request }) => `${neededBy}.${caseId}.${request}`);
  }
}

/** What each choice of the query shows. */
const states: Readonly<Record<RequestsQuery['state'], readonly RequestRow['state'][]>> = {
  open: ['open', 'overdue'],
  overdue: ['overdue'],
  answered: ['answered'],
  all: ['open', 'overdue', 'answered', 'lapsed'],
};

function keyAfter(after: string, push: (value: unknown) => string): string {
  const [, neededBy = '', caseId = '', request = ''] = /^(.{10})\.(\d{1,18})\.(\d{1,6})$/.exec(after) ?? [];
  if (!isBusinessDate(neededBy)) throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'invalid' }]);
  return `("neededBy", "case", request) > (${push(neededBy)}::date, ${push(caseId)}::bigint, ${push(request)}::int)`;
}
