import { Injectable } from '@nestjs/common';
import { type CurrentPerson, companiesAs } from '../people/current-person.js';
import { type Page, pageOf } from '../people/paging.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { RefusalsQuery, RefusedAnswer } from './refusals.shapes.js';

/** With what its sentence was filled with, where that is known. */
export type KeptRefusal = RefusedAnswer & { facts: Record<string, unknown> | null };

type Row = KeptRefusal & { key: string };

/** To the microsecond, as rows of one page may differ by less than a millisecond. */
const instant = `to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** An auditor of some companies sees what concerns their cases, and what their people tried. */
const ofCompanies = `($1::text[] is null
  or exists (select from cases c where c.id = r.case_id and c.company_id = any ($1))
  or exists (select from role_grants g where g.login = r.login and (g.company_id is null or g.company_id = any ($1))))`;

/** Each half gives as many as a page may need in the order of its own index. */
const half = (table: string, kind: string) => `
  (select '${kind}' as kind, ${kind === 'access' ? 1 : 2} as place, r.id, r.at, r.login, r.method, r.path, r.case_id, r.status, r.code, r.request_id, r.facts
   from ${table} r
   where $2 in ('all', '${kind}') and ($3::text is null or r.login = $3) and ${ofCompanies}
     and ($4::timestamptz is null or r.at <= $4) and ($4::timestamptz is null or (r.at, ${kind === 'access' ? 1 : 2}, r.id) < ($4, $5::int, $6::bigint))
   order by r.at desc, r.id desc limit $7)`;

/** What people were not let do: accesses that were not theirs, and steps that a control refused. */
@Injectable()
export class Refusals {
  constructor(private readonly database: Database) {}

  /** Newest first. @throws Problem 400 for an `after` that no page ends with */
  async page({ kind, person: login, limit, after }: RefusalsQuery, person: CurrentPerson): Promise<Page<KeptRefusal>> {
    const companies = companiesAs(person, ['auditor']);
    const key = after === undefined ? [null, null, null] : readKey(after);
    const rows = await this.database.query<Row>(
      `select kind, r.id::text, ${instant} as at, r.login, p.name, method, path, case_id::text as case, status, code, request_id as "requestId", facts,
         ${instant} || '.' || place || '.' || r.id as key
       from (${half('access_refusals', 'access')} union all ${half('control_refusals', 'control')}) r left join people p on p.login = r.login
       order by r.at desc, place desc, r.id desc limit $7`,
      [companies === 'all' ? null : companies, kind, login ?? null, ...key, limit + 1],
      'audit.refusals',
    );
    const page = pageOf(rows, limit, (row) => row.key);
    return { ...page, items: page.items.map(({ key: _, ...row }) => row) };
  }
}

function readKey(text: string): [at: string, place: number, id: string] {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\.([12])\.(\d{1,18})$/.exec(text);
  if (!found || Number.isNaN(Date.parse(found[1] ?? '')))
    throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'invalid' }]);
  return [found[1] ?? '', Number(found[2]), found[3] ?? ''];
}
