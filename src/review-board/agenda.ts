import { Injectable } from '@nestjs/common';
import { daysBetween } from '../../workflows/calendar/dates.js';
import { type Ballots, seatStates } from '../../workflows/collection-case/board.js';
import type { Entry, Json } from '../../workflows/collection-case/entries.js';
import { seats } from '../../workflows/review-board/seats.js';
import { apiJson } from '../cases/api-json.js';
import { visibleVote } from '../cases/hidden-votes.js';
import { Boards } from '../people/boards.js';
import type { CurrentPerson } from '../people/current-person.js';
import { longestPage, type Page, pageOf } from '../people/paging.js';
import { caseScope } from '../people/scope.js';
import { Database } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { agendaKeyOf, agendaOrder, inAgendaOrder, readAgendaKey, writeAgendaKey } from './agenda-order.js';
import type { AgendaItem, AgendaPage, AgendaQuery, MeetingAnswer, MeetingRow, MeetingsQuery } from './meetings.shapes.js';
import { hasPart } from './part.js';

const meetingColumns = `id, company_id as company, kind, status, planned_on as "plannedOn", put_off_from as "putOffFrom", deadline, called_on as "calledOn", called_by as "calledBy",
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
  owner: string;
  /** Of an open item, as JSON. */
  evidence: string | null;
  round: string | null;
  ownersManager: string | null;
}

/** Of a page: what the customer's items come to, which it is ordered by. */
type PageRow = ItemRow & { together: string };

interface SaidRow {
  case: string;
  said: (Entry & { person: string })[];
}

/** What was voted and declared about an item. */
export type Said = Pick<AgendaItem, 'votes' | 'recusals'>;

/** A meeting without what was said about its items: as much as a page about all of them needs. */
export type MeetingOutline = Omit<MeetingAnswer, 'agenda' | 'agendaNext'> & { agenda: Omit<AgendaItem, keyof Said>[] };

/** Meetings as a person may see them: everybody with a part in the company's cases, each with the items of their rows. */
@Injectable()
export class Agenda {
  constructor(
    private readonly database: Database,
    private readonly boards: Boards,
  ) {}

  /** Newest first. */
  async page({ company, limit, after }: MeetingsQuery, person: CurrentPerson): Promise<Page<MeetingRow>> {
    if (!hasPart(person, company)) throw new Problem(404, 'company.unknown', { company });
    const rows = await this.database.query<MeetingRow>(
      `select ${meetingColumns} from meetings where company_id = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
      [company, after ?? null, limit + 1],
    );
    return pageOf(rows, limit, ({ id }) => id);
  }

  /** With its agenda's first page. @throws Problem 404 `meeting.unknown` */
  async read(id: string, person: CurrentPerson): Promise<MeetingAnswer> {
    const { agenda: all, ...meeting } = await this.outline(id, person);
    const shown = all.slice(0, longestPage);
    const last = shown.at(-1);
    const agendaNext = all.length > longestPage && last !== undefined ? agendaKeyOf(last, all) : null;
    return { ...meeting, agenda: await this.withSaid(meeting, shown, person), agendaNext };
  }

  /** In the order of `read`. @throws Problem 404 `meeting.unknown`, 400 for an `after` that no page ends with */
  async agendaPage(id: string, { limit, after }: AgendaQuery, person: CurrentPerson): Promise<AgendaPage> {
    const meeting = await this.meeting(id, person);
    const key = after === undefined ? undefined : readAgendaKey(after);
    const values: unknown[] = [meeting.company, id];
    const scope = caseScope(person, 'c', values);
    const value = (one: unknown) => `$${values.push(one)}`;
    const [together, customer, balance, caseId] = key ?? [];
    const behind = key
      ? `where (${agendaOrder}) > (-${value(together)}::numeric, ${value(customer)} collate "C", -${value(balance)}::numeric, ${value(caseId)}::bigint)`
      : '';
    const rows = await this.database.query<PageRow>(
      `with item as (
         select c.id, c.customer, a.balance, a.outcome, a.tally, sum(a.balance) over (partition by c.customer) as together
         from ${sourceOf(meeting)} a join cases c on c.company_id = a.company_id and c.id = a.case_id where ${scope}),
       shown as (select * from item i ${behind} order by ${agendaOrder} limit ${value(limit + 1)})
       select ${itemColumns}, i.together
       from (select business_date($1) as today offset 0) day cross join shown i
       cross join lateral (select i.id as case_id, i.balance, i.outcome, i.tally) a
       join cases c on c.company_id = $1 and c.id = i.id ${besideItem}
       order by ${agendaOrder}`,
      values,
    );
    const page = pageOf(rows, limit, (row) => writeAgendaKey([row.together, row.customer, row.balance, row.case]));
    const items = itemsOf(
      page.items.map(({ together: _, ...row }) => row),
      await this.away(meeting, await this.held(meeting)),
      person,
    );
    return { items: await this.withSaid(meeting, items, person), next: page.next };
  }

  /** About one item of a meeting that the person has read. */
  async said(meeting: MeetingRow, item: MeetingOutline['agenda'][number], person: CurrentPerson): Promise<Said> {
    return saidOf(item, await this.saidIn(meeting, [item.case]), person);
  }

  /** @throws Problem 404 `meeting.unknown` */
  async outline(id: string, person: CurrentPerson): Promise<MeetingOutline> {
    const meeting = await this.meeting(id, person);
    const held = await this.held(meeting);
    const agenda = await this.items(meeting, person, await this.away(meeting, held));
    return { ...meeting, seats: held, agenda, progress: progressOf(agenda), leftOut: await this.leftOut(meeting, person) };
  }

  private async meeting(id: string, person: CurrentPerson): Promise<MeetingRow> {
    const [meeting] = await this.database.query<MeetingRow>(`select ${meetingColumns} from meetings where id = $1`, [id]);
    if (!meeting || !hasPart(person, meeting.company)) throw new Problem(404, 'meeting.unknown', { meeting: id });
    return meeting;
  }

  private held({ company, id }: MeetingRow): Promise<MeetingAnswer['seats']> {
    return this.database.query(
      `select b.seat, b.member, b.deputy, n.person as named
       from (select seat, member, deputy from meeting_roll where company_id = $1 and meeting_id = $2
             union all
             select seat, member, deputy from board_seats where company_id = $1
               and not exists (select from meeting_roll where company_id = $1 and meeting_id = $2)) b
       left join meeting_seats n on n.company_id = $1 and n.seat = b.seat and n.meeting_id = $2 order by b.seat`,
      [company, id],
    );
  }

  private async withSaid(meeting: MeetingRow, items: MeetingOutline['agenda'], person: CurrentPerson): Promise<AgendaItem[]> {
    const said = await this.saidIn(
      meeting,
      items.map((item) => item.case),
    );
    return items.map((item) => ({ ...item, ...saidOf(item, said, person) }));
  }

  private async saidIn({ company, id }: MeetingRow, cases: readonly string[]): Promise<Map<string, SaidRow['said']>> {
    const rows = await this.database.query<SaidRow>(
      `select a.case_id as case, jsonb_agg(entry order by j.seq) as said
       from agenda_items a
       join case_journal j on j.company_id = a.company_id and j.case_id = a.case_id
         and j.entries @> jsonb_build_array(jsonb_build_object('meeting', $2::text))
       cross join jsonb_array_elements(j.entries) entry
       where a.company_id = $1 and a.meeting_id = $2::bigint and a.case_id = any ($3::bigint[]) and entry ->> 'type' in ('voteCast', 'recused')
       group by a.case_id`,
      [company, id, cases],
    );
    return new Map(rows.map(({ case: about, said }) => [about, said]));
  }

  private away({ company, status }: MeetingRow, held: MeetingAnswer['seats']): Promise<string[]> {
    if (status !== 'open') return Promise.resolve([]);
    return this.boards.away([...new Set(held.flatMap(({ member, deputy }) => [member, ...(deputy === null ? [] : [deputy])]))], company);
  }

  private leftOut({ company, id }: MeetingRow, person: CurrentPerson): Promise<MeetingAnswer['leftOut']> {
    const values: unknown[] = [company, id];
    const scope = caseScope(person, 'c', values);
    return this.database.query(
      `select l.case_id as case, l.code, l.facts from meeting_left_out l join cases c on c.company_id = l.company_id and c.id = l.case_id
       where l.company_id = $1 and l.meeting_id = $2 and ${scope} order by l.case_id`,
      values,
    );
  }

  /** Before the opening: what is docketed by now. Sorted here, as the database would carry each item's ballots along. */
  private async items(meeting: MeetingRow, person: CurrentPerson, away: readonly string[]): Promise<MeetingOutline['agenda']> {
    const values: unknown[] = [meeting.company, meeting.id];
    const scope = caseScope(person, 'c', values);
    const rows = await this.database.query<ItemRow>(
      `select ${itemColumns}
       from (select business_date($1) as today offset 0) day cross join ${sourceOf(meeting)} a
       join cases c on c.company_id = a.company_id and c.id = a.case_id ${besideItem}
       where ${scope}`,
      values,
    );
    return itemsOf(inAgendaOrder(rows), away, person);
  }
}

/** Items of the meeting $2 of the company $1. */
function sourceOf({ status }: MeetingRow): string {
  return status === 'called'
    ? `(select company_id, $2::bigint as meeting_id, id as case_id, balance, 'docketed' as outcome, null::jsonb as tally from cases
        where company_id = $1 and collection = 'boardReview.docketed')`
    : '(select * from agenda_items where company_id = $1 and meeting_id = $2)';
}

/** Of items a, their cases c and what `besideItem` joins. */
const itemColumns = `c.id as case, c.customer, k.name as "customerName", r.document, r.currency, a.balance, c.due_on as "dueOn", day.today, a.outcome, a.tally,
  c.owner, case when a.outcome = 'open' then c.snapshot #>> '{context,evidence}' end as evidence,
  case when a.outcome = 'open' then c.snapshot #>> '{context,round}' end as round,
  t.manager as "ownersManager"`;

const besideItem = `
  join receivables r on r.company_id = c.company_id and r.id = c.receivable_id
  join customers k on k.company_id = c.company_id and k.customer = c.customer
  left join team_members m on m.login = c.owner
  left join teams t on t.id = m.team_id`;

function itemsOf(rows: readonly ItemRow[], away: readonly string[], person: CurrentPerson): MeetingOutline['agenda'] {
  const seatsIn = seatsReader(away, person);
  return rows.map(({ dueOn, today, tally, owner, evidence, round, ownersManager, ...row }) => ({
    ...row,
    seats: round === null ? [] : seatsIn({ owner, ownersManager, evidence: evidence ?? '[]', round }),
    overdueDays: daysBetween(dueOn, today),
    tally: (apiJson(tally) ?? null) as object | null,
  }));
}

type Seats = AgendaItem['seats'];

interface Circumstances extends Pick<ItemRow, 'owner' | 'ownersManager'> {
  evidence: string;
  round: string;
}

/** Most items of a long agenda stand alike: what was found for one holds for the others. */
function seatsReader(away: readonly string[], { login }: CurrentPerson): (of: Circumstances) => Seats {
  const known = new Map<string, Seats>();
  return ({ owner, ownersManager, evidence, round }) => {
    const key = [owner, ownersManager, evidence, round].join('\n');
    const found = known.get(key);
    if (found) return found;
    const ballots = { caseId: '', owner, evidence: JSON.parse(evidence), round: JSON.parse(round) } as Ballots;
    const states = seatStates(ballots, { away, ...(ownersManager !== null && { ownersManager }) });
    const stand = states.map(({ seat, sits, state }) => ({ seat, sits: sits ?? null, state, mine: sits === login }));
    known.set(key, stand);
    return stand;
  };
}

function progressOf(agenda: MeetingOutline['agenda']): MeetingAnswer['progress'] {
  const states = agenda.flatMap((item) => item.seats);
  const count = (seat: string, wanted: string) => states.filter((one) => one.seat === seat && one.state === wanted).length;
  return {
    items: agenda.length,
    open: agenda.filter(({ outcome }) => outcome === 'open').length,
    mine: agenda.filter((item) => item.seats.some(({ mine, state }) => mine && state === 'missing')).length,
    seats: seats.map((seat) => ({
      seat,
      voted: count(seat, 'voted'),
      missing: count(seat, 'missing'),
      recused: count(seat, 'recused'),
      vacant: count(seat, 'vacant'),
    })),
  };
}

function saidOf(
  { case: about, outcome }: MeetingOutline['agenda'][number],
  said: Map<string, SaidRow['said']>,
  { login }: CurrentPerson,
): Said {
  const entries = said.get(about) ?? [];
  return {
    votes: ofType(entries, 'voteCast').map((vote) => (outcome === 'open' ? visibleVote(vote, login) : vote)),
    recusals: ofType(entries, 'recused'),
  };
}

/** What the journal's entries say, without what is the same for all of them. */
function ofType(said: SaidRow['said'], wanted: string): { person: string }[] {
  return said.filter(({ type }) => type === wanted).map(({ type: _, meeting: _meeting, ...fact }) => fact);
}
