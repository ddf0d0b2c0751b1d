import { cents } from '../../workflows/money.js';
import type { Tx } from '../platform/database/database.js';
import type { Language } from '../platform/i18n/language.js';
import type { Told, ToldOfCase, ToldWithoutCase } from './mail-writer.js';
import { notices } from './notices/notices.js';

/** Somebody who is to be mailed, with the most urgent of what they are told. */
export interface ToldPerson {
  login: string;
  name: string;
  email: string;
  language: Language;
  /** Of all notices. */
  count: number;
  told: Told[];
}

/** As many notices as a digest lists; the others are counted. */
export const listedAtMost = 50;

type Row = Omit<ToldPerson, 'told'> & ToldRow;
type ToldRow = CaseRow | ToldWithoutCase;
type CaseRow = Omit<ToldOfCase, 'balanceCents'> & { balance: string };

const caseColumns = `
  c.id as "caseId", k.name as customer, r.document, r.due_on as "dueOn", r.currency, c.balance, c.collection,
  c.snapshot #>> '{context,attempts,lastOn}' as "lastAttemptOn"`;
/** @param join `left join` where some have none */
const itsCase = (join = 'join') => `
  ${join} cases c on c.company_id = n.company_id and c.id = n.case_id
  ${join} receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  ${join} customers k on k.company_id = c.company_id and k.customer = c.customer`;

/**
 * A notice with its case, looked up one by one: right after they were written the planner knows nothing of these rows, and would
 * compare all with all. @param notice an SQL expression for its number, in company $1
 */
const withTold = (notice: string) => `
  cross join lateral (
    select n.id as "noticeId", n.kind, n.due_on as "noticeOn", n.facts, n.about, ${caseColumns}
    from notices n ${itsCase('left join')}
    where n.company_id = $1 and n.id = ${notice} limit 1) told`;

/** The next people in the order of their logins. @param after the last one seen */
export async function toldPeople(tx: Pick<Tx, 'query'>, companyId: string, after: string, limit: number): Promise<ToldPerson[]> {
  const rows = await tx.query<Row>(
    `with ranked as (
       select m.login, m.notice_id, m.absent, row_number() over whole as place, count(*) over (partition by m.login)::int as count
       from notice_mails m
       join notices n on n.company_id = $1 and n.id = m.notice_id
       left join cases c on c.company_id = $1 and c.id = n.case_id
       join unnest($4::text[], $5::int[]) u (kind, urgency) on u.kind = n.kind
       where m.company_id = $1 and m.outcome = 'due' and m.login = any (array(
         select distinct login from notice_mails where company_id = $1 and outcome = 'due' and login > $2 order by login limit $3))
       window whole as (partition by m.login order by u.urgency, c.balance desc nulls last, n.id))
     select x.login, p.name, p.email, p.language, x.count, a.name as absent, told.*
     from ranked x
     join people p on p.login = x.login
     left join people a on a.login = x.absent
     ${withTold('x.notice_id')}
     where x.place <= ${listedAtMost} order by x.login, x.place`,
    [companyId, after, limit, ...urgencies()],
    'mail.told',
  );
  const people = new Map<string, ToldPerson>();
  for (const { login, name, email, language, count, ...told } of rows) {
    const known = people.get(login) ?? { login, name, email, language, count, told: [] };
    known.told.push(toldOf(told));
    people.set(login, known);
  }
  return [...people.values()];
}

/** A team that has a chat robot, with what its members' cases are told of on a day. */
export interface ToldTeam {
  id: string;
  name: string;
  webhook: string;
  language: Language;
  count: number;
  told: Told[];
}

/** @param limit of the notices listed */
export async function toldTeams(tx: Pick<Tx, 'query'>, companyId: string, on: string, limit: number): Promise<ToldTeam[]> {
  const rows = await tx.query<{ team: string; teamName: string; webhook: string; language: Language; count: number } & ToldRow>(
    `with ranked as (
       select t.id as team, n.id, row_number() over whole as place, count(*) over (partition by t.id)::int as count
       from notices n
       join cases c on c.company_id = $1 and c.id = n.case_id
       join team_members m on m.login = c.owner
       join teams t on t.id = m.team_id
       join unnest($3::text[], $4::int[]) u (kind, urgency) on u.kind = n.kind
       where n.company_id = $1 and n.composed_on = $2 and t.chat_webhook is not null
         and exists (select from notice_mails d where d.company_id = $1 and d.notice_id = n.id and d.outcome <> 'stale')
       window whole as (partition by t.id order by u.urgency, c.balance desc, n.id))
     select x.team, t.name as "teamName", t.chat_webhook as webhook, p.language, x.count, null as absent, told.*
     from ranked x
     join teams t on t.id = x.team
     join people p on p.login = t.manager
     ${withTold('x.id')}
     where x.place <= $5 order by x.team, x.place`,
    [companyId, on, ...urgencies(true), limit],
    'mail.told_teams',
  );
  const teams = new Map<string, ToldTeam>();
  for (const { team, teamName, webhook, language, count, ...told } of rows) {
    const known = teams.get(team) ?? { id: team, name: teamName, webhook, language, count, told: [] };
    known.told.push(toldOf(told));
    teams.set(team, known);
  }
  return [...teams.values()];
}

/** @returns undefined for a case that is not there */
export async function toldCase(tx: Pick<Tx, 'query'>, companyId: string, caseId: string, kind: string): Promise<Told | undefined> {
  const [row] = await tx.query<ToldRow>(
    `select n.id as "noticeId", n.kind, n.due_on as "noticeOn", n.facts, null as about, ${caseColumns}, null as absent
     from (select c.company_id, c.id as case_id, n.id, $3 as kind, coalesce(n.due_on, business_date($1)) as due_on, n.facts
           from cases c left join notices n on n.company_id = c.company_id and n.case_id = c.id and n.kind = $3
           where c.company_id = $1 and c.id = $2 order by n.id desc nulls last limit 1) n
     ${itsCase()}`,
    [companyId, caseId, kind],
    'mail.told_case',
  );
  return row && toldOf(row);
}

function toldOf(row: ToldRow): Told {
  if (row.about !== null) return row;
  const { balance, ...told } = row;
  return { ...told, balanceCents: cents(balance) };
}

function urgencies(forTeam = false): [string[], number[]] {
  const asked = notices.filter((notice) => !forTeam || notice.forTeam);
  return [asked.map(({ kind }) => kind), asked.map(({ urgency }) => urgency)];
}
