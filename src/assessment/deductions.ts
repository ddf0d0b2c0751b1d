import { Injectable } from '@nestjs/common';
import { daysOfQuarter, periodOf } from '../../workflows/attribution/period.js';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import type { Role } from '../../workflows/collection-case/actor.js';
import type { Json } from '../../workflows/collection-case/entries.js';
import { apiJson } from '../cases/api-json.js';
import { type CurrentPerson, companiesAs, standsInForLogins } from '../people/current-person.js';
import { type Page, pageOf } from '../people/paging.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { DeductionRow, DeductionSum, DeductionSumsQuery, DeductionsQuery } from './deductions.shapes.js';

/** Who sees other people's deductions; managers see their team's, everybody their own. */
const readers: readonly Role[] = ['hr', 'finance_director', 'general_manager', 'auditor'];

type Found = Omit<DeductionRow, 'period'> & { closedUntil: BusinessDate | null };

/** The ledger of deductions per person: every row leads to its case, entry, decision and facts. */
@Injectable()
export class Deductions {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async page(query: DeductionsQuery, person: CurrentPerson): Promise<Page<DeductionRow>> {
    const { from, to } = daysOf(query.period);
    const rows = await this.database.query<Found>(selectRows, [
      ...seenBy(person),
      query.person ?? null,
      query.case ?? null,
      from,
      to,
      query.after ?? null,
      query.limit + 1,
    ]);
    const told = rows.map(({ closedUntil, ...row }) => ({
      ...row,
      basis: apiJson(row.basis as Json) as object,
      period: periodOf(row.effectiveOn, closedUntil ?? undefined),
    }));
    return pageOf(told, query.limit, ({ id }) => id);
  }

  /** Per person and period, by person and then the newest period. @throws Problem 400 `request.invalid` for an `after` that no page ends with */
  async sums(query: DeductionSumsQuery, person: CurrentPerson): Promise<Page<DeductionSum>> {
    const { from, to } = daysOf(query.period);
    const [company, login, year, quarter] = endOf(query.after);
    const rows = await this.database.query<DeductionSum>(selectSums, [
      ...seenBy(person),
      query.person ?? null,
      from,
      to,
      company,
      login,
      year,
      quarter,
      query.limit + 1,
    ]);
    return pageOf(rows, query.limit, (row) => `${row.period}.${row.company}.${row.person}`);
  }
}

function daysOf(period: string | undefined): { from: BusinessDate; to: BusinessDate } {
  return period === undefined ? { from: '0001-01-01', to: '9999-12-31' } : daysOfQuarter(period);
}

function endOf(after: string | undefined): [company: string, login: string, year: number, quarter: number] {
  if (after === undefined) return ['', '', 9999, 4];
  const [, year, quarter, company, login] = /^(\d{4})Q([1-4])\.([A-Za-z0-9_-]{1,20})\.(.+)$/.exec(after) ?? [];
  if (company === undefined || login === undefined) throw new Problem(400, 'request.invalid', {}, [{ field: 'after', code: 'invalid' }]);
  return [company, login, Number(year), Number(quarter)];
}

/** Values of $1, $2 and $3. */
function seenBy(person: CurrentPerson): [login: string, companies: string[] | null, managers: string[]] {
  const companies = companiesAs(person, readers);
  const manages = companiesAs(person, ['sales_manager']);
  const isManager = manages === 'all' || manages.length > 0;
  return [person.login, companies === 'all' ? null : companies, isManager ? [person.login, ...standsInForLogins(person)] : []];
}

/** When a row was written its period may have been closed: it counts on the first day after (workflows/attribution/period.ts). */
const ledger = `
  select d.*, e.at, l.closed_until, coalesce(l.closed_until + 1, d.effective_on) as counts_on
  from deductions d
  join case_journal e on e.company_id = d.company_id and e.case_id = d.case_id and e.seq = d.seq
  left join lateral (
    select max(closed_until) as closed_until from period_closings p
    where p.company_id = d.company_id and p.closed_at <= e.at and p.closed_until >= d.effective_on) l on true
  where (d.person = $1 or d.company_id = any (coalesce($2::text[], array(select id from companies)))
    or d.person = any (array(select m.login from team_members m join teams t on t.id = m.team_id where t.manager = any ($3::text[]))))
    and ($4::text is null or d.person = $4)`;

const selectRows = `
  select d.id, d.company_id as company, d.case_id as "case", r.document, d.seq, d.kind, d.person, d.cause, d.share, d.points, d.basis,
    d.effective_on as "effectiveOn", d.closed_until as "closedUntil", o.id as corrects, w.decided ->> 'by' as "decidedBy",
    coalesce((w.decided ->> 'onAppeal')::boolean, false) as "onAppeal",
    coalesce(c.snapshot -> 'context' -> 'attribution' ->> 'proposedBy', '') as "proposedBy",
    coalesce((select jsonb_agg(f) from jsonb_array_elements(c.snapshot -> 'context' -> 'facts') f where f ->> 'kind' = d.cause), '[]') as facts
  from (${ledger}) d
  join cases c on c.company_id = d.company_id and c.id = d.case_id
  join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  left join lateral (
    select first.id, first.seq from deductions first
    where not d.basis ? 'basePoints' and first.company_id = d.company_id and first.case_id = d.case_id and first.person = d.person
      and first.cause = d.cause and first.share = d.share and first.basis ? 'basePoints' and first.id < d.id
    order by first.id desc limit 1) o on true
  left join lateral (
    select entry as decided from case_journal j cross join jsonb_array_elements(j.entries) entry
    where j.company_id = d.company_id and j.case_id = d.case_id and j.seq = coalesce(o.seq, d.seq) and entry ->> 'type' = 'attributionDecided') w on true
  where ($5::bigint is null or d.case_id = $5) and d.counts_on between $6::date and $7::date and ($8::bigint is null or d.id < $8)
  order by d.id desc limit $9`;

const selectSums = `
  with sums as (
    select d.company_id as company, d.person, extract(year from d.counts_on)::int as year, extract(quarter from d.counts_on)::int as quarter,
      coalesce(sum(d.points) filter (where d.kind = 'deduction'), 0)::numeric(9, 2) as taken,
      coalesce(sum(d.points) filter (where d.kind <> 'deduction'), 0)::numeric(9, 2) as returned, count(*)::int as rows
    from (${ledger}) d where d.counts_on between $5::date and $6::date group by 1, 2, 3, 4)
  select company, person, year || 'Q' || quarter as period, taken, returned, taken - returned as net, rows from sums
  where (company, person, -year, -quarter) > ($7, $8, -$9::int, -$10::int)
  order by company, person, year desc, quarter desc limit $11`;
