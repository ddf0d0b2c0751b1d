import { Injectable } from '@nestjs/common';
import { daysBetween } from '../../workflows/calendar/dates.js';
import type { Entry, Json } from '../../workflows/collection-case/entries.js';
import { apiJson } from '../cases/api-json.js';
import { visibleVote } from '../cases/hidden-votes.js';
import type { CurrentPerson } from '../people/current-person.js';
import { type Page, pageOf } from '../people/paging.js';
import { caseScope } from '../people/scope.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import type { MeetingAnswer, MeetingRow, MeetingsQuery } from './meetings.shapes.js';
import { hasPart } from './part.js';

const meetingColumns = `id, company_id as company, status, planned_on as "plannedOn", called_on as "calledOn", called_by as "calledBy",
  opened_on as "openedOn", opened_by as "openedBy", closed_on as "closedOn", closed_by as "closedBy"`;

interface ItemRow {
  case: string;
  customer: string;
  customerName: string;
  document: string;
  currency: string;
  balance: string;
  dueOn: string;
  today: string;
  outcome: string;
  tally: Json;
  said: (Entry & { person: string })[] | null;
}

/** Meetings as a person may see them: everybody with a part in the company's cases, each with the items of their rows. */
@Injectable()
export class Agenda {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async page({ company, limit, after }: MeetingsQuery, person: CurrentPerson): Promise<Page<MeetingRow>> {
    if (!hasPart(person, company)) throw new Problem(404, 'company.unknown', { company });
    const rows = await this.database.query<MeetingRow>(
      `select ${meetingColumns} from meetings where company_id = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
      [company, after ?? null, limit + 1],
    );
    return pageOf(rows, limit, ({ id }) => id);
  }

  /** @throws Problem 404 `meeting.unknown` */
  async read(id: string, person: CurrentPerson): Promise<MeetingAnswer> {
    const [meeting] = await this.database.query<MeetingRow>(`select ${meetingColumns} from meetings where id = $1`, [id]);
    if (!meeting || !hasPart(person, meeting.company)) throw new Problem(404, 'meeting.unknown', { meeting: id });
    const seats = await this.database.query<MeetingAnswer['seats'][number]>(
      `select b.seat, b.member, b.deputy, n.person as named from board_seats b
       left join meeting_seats n on n.company_id = b.company_id and n.seat = b.seat and n.meeting_id = $2 where b.company_id = $1 order by b.seat`,
      [meeting.company, id],
    );
    return { ...meeting, seats, agenda: await this.items(meeting, person) };
  }

  /** Grouped by customer, the largest customer and within it the largest item first. Before the opening: what is docketed by now. */
  private async items(meeting: MeetingRow, person: CurrentPerson): Promise<MeetingAnswer['agenda']> {
    const values: unknown[] = [meeting.company, meeting.id];
    const scope = caseScope(person, 'c', values);
    const source =
      meeting.status === 'called'
        ? `(select company_id, $2::bigint as meeting_id, id as case_id, balance, 'docketed' as outcome, null::jsonb as tally from cases
            where company_id = $1 and collection = 'boardReview.docketed')`
        : '(select * from agenda_items where company_id = $1 and meeting_id = $2)';
    const rows = await this.database.query<ItemRow>(
      `select c.id as case, c.customer, k.name as "customerName", r.document, r.currency, a.balance, c.due_on as "dueOn", business_date(c.company_id) as today,
         a.outcome, a.tally, said.entries as said
       from ${source} a
       join cases c on c.company_id = a.company_id and c.id = a.case_id
       join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
       join customers k on k.company_id = c.company_id and k.customer = c.customer
       left join lateral (
         select jsonb_agg(entry order by j.seq) as entries from case_journal j cross join jsonb_array_elements(j.entries) entry
         where j.company_id = a.company_id and j.case_id = a.case_id and j.entries @> jsonb_build_array(jsonb_build_object('meeting', $2::text))
           and entry ->> 'type' in ('voteCast', 'recused')) said on a.outcome <> 'docketed'
       where ${scope}
       order by sum(a.balance) over (partition by c.customer) desc, c.customer, a.balance desc, c.id`,
      values,
    );
    return rows.map(({ said, dueOn, today, tally, ...row }) => ({
      ...row,
      overdueDays: daysBetween(dueOn, today),
      tally: (apiJson(tally) ?? null) as object | null,
      votes: ofType(said, 'voteCast').map((vote) => (row.outcome === 'open' ? visibleVote(vote, person.login) : vote)),
      recusals: ofType(said, 'recused'),
    }));
  }
}

/** What the journal's entries say, without what is the same for all of them. */
function ofType(said: ItemRow['said'], wanted: string): { person: string }[] {
  return (said ?? []).filter(({ type }) => type === wanted).map(({ type: _, meeting: _meeting, ...fact }) => fact);
}
