import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { canonicalJson } from '../../cases/journal-hash.js';
import type { CurrentPerson } from '../../people/current-person.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { Problem } from '../../platform/errors/problem.js';
import { type Language, languages } from '../../platform/i18n/language.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { type Meeting, meetingOf } from '../meeting-rows.js';
import { requireSeatOrWholeView } from '../part.js';
import {
  type ItemRow,
  loginsIn,
  type MinutesContent,
  type MinutesHead,
  type MinutesSeat,
  minutesItem,
  totalsOf,
} from './minutes-content.js';
import { MinutesIssue } from './minutes-issue.js';

const queue = 'minutes';

/**
 * What a meeting was and resolved: written with its closing as canonical JSON, never altered, and told by its hash. Printing and mailing
 * is a job of its own, which may be repeated.
 */
@Injectable()
export class Minutes implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly issue: MinutesIssue,
  ) {}

  onModuleInit(): void {
    this.jobs.queue<{ company: string; meeting: string }>(
      queue,
      { policy: 'exclusive', retryLimit: 8, retryDelay: 5, retryDelayMax: 3600 },
      ({ company, meeting }) => this.issue.issue(company, meeting),
    );
  }

  /** In the transaction that closes the meeting. */
  async write(tx: Tx, companyId: string, meeting: string): Promise<void> {
    const content = canonicalJson(await contentOf(tx, companyId, meeting));
    await tx.query('insert into meeting_minutes (company_id, meeting_id, content, sha256) values ($1, $2, $3, $4)', [
      companyId,
      meeting,
      content,
      createHash('sha256').update(content).digest(),
    ]);
    await this.jobs.send(tx, queue, { company: companyId, meeting }, { key: `${companyId}.${meeting}` });
  }

  /** The very bytes whose SHA-256 is printed. @throws Problem 404 `meeting.unknown`, 403 `role.required`, 409 `meeting.not_closed` */
  async json(id: string, person: CurrentPerson): Promise<string> {
    const { companyId, status } = await this.readable(id, person);
    const [found] = await this.database.query<{ content: string }>(
      'select content from meeting_minutes where company_id = $1 and meeting_id = $2',
      [companyId, id],
      'minutes.content',
    );
    if (!found) throw new Problem(409, 'meeting.not_closed', { meeting: id, status });
    return found.content;
  }

  /** Printed now where the job has not been at it yet. @throws as `json` */
  async pdf(id: string, person: CurrentPerson, language: Language): Promise<Buffer> {
    const { companyId, status } = await this.readable(id, person);
    const pdf = await this.issue.print(this.database, companyId, id, language);
    if (!pdf) throw new Problem(409, 'meeting.not_closed', { meeting: id, status });
    return pdf;
  }

  /** Of a closed meeting: prints that are there, of those that the job makes, one per language. */
  async printed({ company, id }: { company: string; id: string }): Promise<{ done: number; of: number }> {
    const [row] = await this.database.query<{ done: number }>(
      'select count(*)::int as done from meeting_minutes_prints where company_id = $1 and meeting_id = $2',
      [company, id],
      'minutes.printed',
    );
    return { done: row?.done ?? 0, of: languages.length };
  }

  private async readable(id: string, person: CurrentPerson): Promise<Meeting> {
    const meeting = await meetingOf(this.database, id, person);
    requireSeatOrWholeView(person, meeting.companyId);
    return meeting;
  }
}

async function contentOf(tx: Tx, companyId: string, meeting: string): Promise<MinutesContent> {
  const head = await headOf(tx, companyId, meeting);
  const roll = await tx.query<MinutesSeat>(
    `select r.seat, r.member, r.deputy, n.person as named from meeting_roll r
     left join meeting_seats n on n.company_id = r.company_id and n.meeting_id = r.meeting_id and n.seat = r.seat
     where r.company_id = $1 and r.meeting_id = $2 order by array_position(array['finance_director', 'sales_director', 'legal_manager'], r.seat)`,
    [companyId, meeting],
  );
  const rows = await tx.query<ItemRow>(itemsSql, [companyId, meeting]);
  const items = rows.map((row) => minutesItem(row, head.meeting.closedOn));
  const leftOut = await tx.query<MinutesContent['leftOut'][number]>(
    `select l.case_id as case, k.name as "customerName", r.document, l.code, l.facts from meeting_left_out l
     join cases c on c.company_id = l.company_id and c.id = l.case_id
     join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
     join customers k on k.company_id = c.company_id and k.customer = c.customer
     where l.company_id = $1 and l.meeting_id = $2 order by l.case_id`,
    [companyId, meeting],
  );
  const told = { ...head, roll, items, leftOut };
  return { format: 'recoup-minutes-1', ...told, people: await namesOf(tx, loginsIn(told)), totals: totalsOf(items) };
}

async function headOf(tx: Tx, companyId: string, meeting: string): Promise<MinutesHead> {
  const [row] = await tx.query<MinutesHead['meeting'] & { name: string }>(
    `select m.id, m.kind, m.planned_on as "plannedOn", m.called_on as "calledOn", m.called_by as "calledBy", m.opened_on as "openedOn",
       m.opened_by as "openedBy", m.deadline, m.closed_on as "closedOn", m.closed_by as "closedBy", coalesce(nullif(c.letterhead ->> 'name', ''), c.name) as name
     from meetings m join companies c on c.id = m.company_id where m.company_id = $1 and m.id = $2`,
    [companyId, meeting],
  );
  if (!row) throw new Error(`meeting ${meeting} is gone`);
  const { name, ...told } = row;
  return { company: { id: companyId, name }, meeting: told };
}

/** As the agenda: grouped by customer, the largest first. */
const itemsSql = `
  select c.id as case, c.customer, k.name as "customerName", r.document, r.instalment, r.currency, a.balance as amount, c.due_on as "dueOn", a.outcome,
    said.entries as said
  from agenda_items a
  join cases c on c.company_id = a.company_id and c.id = a.case_id
  join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  join customers k on k.company_id = c.company_id and k.customer = c.customer
  left join lateral (
    select jsonb_agg(entry order by j.seq) as entries from case_journal j cross join jsonb_array_elements(j.entries) entry
    where j.company_id = a.company_id and j.case_id = a.case_id and j.entries @> jsonb_build_array(jsonb_build_object('meeting', a.meeting_id::text))
      and entry ->> 'type' in ('votingOpened', 'voteCast', 'recused', 'votingClosed', 'graceGranted')) said on true
  where a.company_id = $1 and a.meeting_id = $2
  order by sum(a.balance) over (partition by c.customer) desc, c.customer, a.balance desc, c.id`;

async function namesOf(tx: Tx, logins: readonly string[]): Promise<Record<string, string>> {
  const rows = await tx.query<{ login: string; name: string }>('select login, name from people where login = any ($1::text[])', [logins]);
  return Object.fromEntries(rows.map(({ login, name }) => [login, name]));
}
