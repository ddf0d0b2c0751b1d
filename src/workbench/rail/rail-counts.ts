import { Injectable } from '@nestjs/common';
import { confirmableWith } from '../../../workflows/access/role-grants.js';
import type { BusinessDate } from '../../../workflows/calendar/dates.js';
import type { Role } from '../../../workflows/collection-case/actor.js';
import type { Cents } from '../../../workflows/money.js';
import { RulesInForce } from '../../cases/rules-in-force.js';
import { type CurrentPerson, rolesIn, standsInForLogins } from '../../people/current-person.js';
import { Database } from '../../platform/database/database.js';
import { nameOf } from '../../platform/database/statement-names.js';

/** What waits for somebody behind an entry of the rail, by its name; there is no 0. */
export type Waiting = Readonly<Record<string, number>>;

/** More than can be seen at once need not be told apart. */
export const countedAtMost = 99;

/** Counting what waits in each room would be a statement each: here they are one, of bounded parts that indexes answer. */
@Injectable()
export class RailCounts {
  constructor(
    private readonly database: Database,
    private readonly rules: RulesInForce,
  ) {}

  /** One more than `countedAtMost` says that there are more. */
  async of(person: CurrentPerson, { id: company, businessDate }: { id: string; businessDate: BusinessDate }): Promise<Waiting> {
    const roles = rolesIn(person, company);
    const logins = [person.login, ...standsInForLogins(person, company)];
    const parts = [
      ...listParts(roles),
      ...boardPart(person, company),
      ...legalParts(roles),
      ...deskParts(roles),
      ...creditPart(roles),
      ...policyPart(roles),
      ...rolePart(person),
    ];
    if (parts.length === 0) return {};
    const limitCents = parts.some(({ name }) => name === 'credit') ? await this.creditLimit(company, businessDate) : 0;
    const text = parts
      .map(({ name, rows }) => `select '${name}' as name, count(*)::int as n from (select ${rows} limit ${countedAtMost + 1}) t`)
      .join(' union all ');
    // The same parameters for all, whether a part asks for them or not.
    const rows = await this.database.query<{ name: string; n: number }>(
      `select w.name, w.n from (${text}) w where $1::text is not null and $2::text[] is not null and $3::text is not null and $4::bigint is not null and w.n > 0`,
      [company, logins, person.login, limitCents],
      nameOf('rail.counts', text),
    );
    const counts: Record<string, number> = {};
    for (const { name, n } of rows) counts[name] = Math.min(countedAtMost + 1, (counts[name] ?? 0) + n);
    return counts;
  }

  /** Above it the general manager decides on exceptions. */
  private async creditLimit(company: string, on: BusinessDate): Promise<Cents> {
    return (await this.rules.on(company, on)).policy.creditExceptionLimitCents;
  }
}

interface Part {
  /** Of the rail's entry. */
  name: string;
  /** What follows `select`, of rows that wait: $1 the company, $2 who one is and stands in for, $3 who one is, $4 the limit of `approverOf` in cents. */
  rows: string;
}

const openRows = (
  state: string,
  more = '',
) => `from overdue_lists l join overdue_list_rows r on r.company_id = l.company_id and r.list_id = l.id
  where l.company_id = $1 and l.status = 'published' and r.state = '${state}'${more}`;

/** Owners answer, finance decides on objections, the directors settle. */
function listParts(roles: readonly Role[]): Part[] {
  const has = (...some: Role[]) => some.some((role) => roles.includes(role));
  return [
    ...(has('salesperson', 'sales_manager') ? [{ name: 'lists', rows: openRows('waiting', ' and r.owner = any ($2)') }] : []),
    ...(has('ar_clerk') ? [{ name: 'lists', rows: openRows('objected') }] : []),
    ...(has('sales_director', 'finance_director') ? [{ name: 'lists', rows: openRows('disagreed') }] : []),
  ];
}

/** Open items of a meeting at which one has a seat, without one's vote or recusal. */
function boardPart(person: CurrentPerson, company: string): Part[] {
  if (!person.seats.some(({ companyId }) => companyId === company)) return [];
  const rows = `from meetings m
    join agenda_items a on a.company_id = m.company_id and a.meeting_id = m.id and a.outcome = 'open'
    join cases c on c.company_id = a.company_id and c.id = a.case_id
    where m.company_id = $1 and m.status = 'open'
      and (exists (select from meeting_roll b where b.company_id = $1 and b.meeting_id = m.id and b.member = $3)
        or exists (select from meeting_seats s where s.company_id = $1 and s.meeting_id = m.id and s.person = $3))
      and not c.snapshot #> '{context,round,votes}' @> jsonb_build_array(jsonb_build_object('person', $3::text))
      and not c.snapshot #> '{context,round,recusals}' @> jsonb_build_array(jsonb_build_object('person', $3::text))
      and c.owner <> $3`;
  return [{ name: 'board', rows }];
}

function legalParts(roles: readonly Role[]): Part[] {
  return roles.includes('legal_officer')
    ? [{ name: 'legal', rows: 'from cases c where c.company_id = $1 and c.evidence_requested and not c.closed' }]
    : [];
}

/** Proposals of other numbers. */
function policyPart(roles: readonly Role[]): Part[] {
  if (!roles.includes('finance_director')) return [];
  const rows = `from policy_proposals p where p.company_id = $1 and p.proposed_by <> $3
      and not exists (select from policy_decisions d where d.company_id = p.company_id and d.proposal_id = p.id)`;
  return [{ name: 'admin', rows }];
}

/** Roles that one may agree to, for others. */
function rolePart({ grants }: CurrentPerson): Part[] {
  const confirmable = confirmableWith(grants);
  if (confirmable.length === 0 || grants.some(({ role }) => role === 'admin')) return [];
  const rows = `from role_proposals r where r.status = 'waiting' and (r.company_id is null or r.company_id = $1) and $3 not in (r.login, r.proposed_by)
      and r.role in (${confirmable.map((role) => `'${role}'`).join(', ')})`;
  return [{ name: 'admin', rows }];
}

/** Exceptions that others ask for, as far as the amount lets one decide. What they must bear is what stands open today, or stood when they were asked for. */
function creditPart(roles: readonly Role[]): Part[] {
  const mine = [...(roles.includes('finance_director') ? ['<='] : []), ...(roles.includes('general_manager') ? ['>'] : [])].map(
    (compared) => `greatest(e.uncovered, h.uncovered) * 100 ${compared} $4`,
  );
  if (mine.length === 0) return [];
  const rows = `from credit_holds h join credit_exceptions e on e.company_id = h.company_id and e.hold_id = h.id
    where h.company_id = $1 and h.released_on is null and e.asked_by <> all ($2) and (${mine.join(' or ')})
      and not exists (select from credit_exception_decisions d where d.company_id = e.company_id and d.exception_id = e.id)`;
  return [{ name: 'credit', rows }];
}

/** Provisions that somebody else proposed. */
const proposedProvisions = `from provisions p where p.company_id = $1 and p.proposed_by <> all ($2)
  and not exists (select from provision_decisions d where d.company_id = p.company_id and d.provision_id = p.id)`;

/** Letters that wait for their release, files that wait for a second person, and provisions that do. */
function deskParts(roles: readonly Role[]): Part[] {
  const letters = (levels: string) =>
    `from letters l where l.company_id = $1 and l.status = 'proposed' and not l.paused and l.level ${levels}`;
  return [
    ...(roles.includes('ar_clerk') ? [{ name: 'letters', rows: letters('in (2, 3)') }] : []),
    ...(roles.includes('legal_officer') || roles.includes('legal_manager') ? [{ name: 'letters', rows: letters('= 4') }] : []),
    ...(roles.includes('ar_clerk') || roles.includes('finance_director')
      ? [{ name: 'imports', rows: `from imports i where i.company_id = $1 and i.status = 'held' and i.by <> $3` }]
      : []),
    ...(roles.includes('finance_director') ? [{ name: 'books', rows: proposedProvisions }] : []),
  ];
}
