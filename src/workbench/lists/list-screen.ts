import { Injectable } from '@nestjs/common';
import { type ListStatus, objectionReasons, rowStates } from '../../../workflows/overdue-list/row.js';
import { businessDate } from '../../cases/circumstances.js';
import type { ListEvent } from '../../overdue-lists/list-events.js';
import type { RowView } from '../../overdue-lists/list-rows.js';
import { OverdueLists } from '../../overdue-lists/overdue-lists.js';
import { ListsQuery, RowsQuery } from '../../overdue-lists/overdue-lists.shapes.js';
import { type PossibleSteps, possibleSteps } from '../../overdue-lists/possible-steps.js';
import { type CurrentPerson, rolesIn } from '../../people/current-person.js';
import { Names } from '../../people/names.js';
import type { SignedInRequest } from '../../people/signed-in-request.js';
import { Database } from '../../platform/database/database.js';
import { Frame } from '../frame.js';
import { readForm, type ToldRefusal } from '../refused-form.js';

/** What somebody typed into a row, and why it was not taken. */
export interface SentRow {
  form: 'answer' | 'accept' | 'reject' | 'settle';
  typed: Record<string, string>;
  told?: ToldRefusal;
}

/** What was sent and not taken, by row; `told` for a step with the whole list. */
export interface SentToList {
  rows?: ReadonlyMap<string, SentRow>;
  told?: ToldRefusal;
}

interface ShownRow extends RowView {
  may: PossibleSteps;
  sent?: SentRow;
  proposed: { side: string; name: string; outcome: string; note: string }[];
}

const rowsOnPage = 100;
const filters = ['state', 'owner', 'customer', 'difference', 'after'] as const;

/** The monthly lists on the screen. */
@Injectable()
export class ListScreen {
  constructor(
    private readonly frame: Frame,
    private readonly lists: OverdueLists,
    private readonly names: Names,
    private readonly database: Database,
  ) {}

  async all(request: SignedInRequest, person: CurrentPerson, after?: string, told?: ToldRefusal): Promise<string> {
    const looking = await this.frame.around(request, person);
    const { company } = looking.frame;
    if (!company) return this.frame.render('lists/lists', looking, {});
    const query = await readForm(ListsQuery, { company: company.id, limit: 24, ...(after !== undefined && { after }) });
    const page = await this.lists.page(person, query);
    const summaries = await this.lists.summaries(
      person,
      company.id,
      page.items.map(({ id }) => id),
    );
    return this.frame.render('lists/lists', looking, {
      company,
      items: page.items.map((list) => {
        const summary = summaries.get(list.id);
        return { ...list, ...summary, open: openOf(summary?.states ?? []), ...lateness(list, company.businessDate) };
      }),
      next: page.next,
      mayDraft: rolesIn(person, company.id).includes('ar_clerk'),
      told,
    });
  }

  /** @param asked the filters, as they stand in the address */
  async one(
    request: SignedInRequest,
    person: CurrentPerson,
    id: string,
    asked: Record<string, unknown>,
    sent: SentToList = {},
  ): Promise<string> {
    const looking = await this.frame.around(request, person);
    const list = await this.lists.read(person, id);
    const wished = Object.fromEntries(filters.flatMap((name) => (asked[name] ? [[name, asked[name]]] : [])));
    const query = await readForm(RowsQuery, { ...wished, limit: rowsOnPage });
    const page = await this.lists.rows(person, id, query);
    const today = await businessDate(this.database, list.company);
    const known = await this.names.of([
      list.draftedBy,
      list.publishedBy ?? '',
      ...list.events.map(({ by }) => by),
      ...page.items.flatMap(proposers),
    ]);
    const name = (login: string | null) => known.get(login ?? '') ?? login;
    const rows = page.items.map(
      (row): ShownRow =>
        shown(row, {
          may: possibleSteps(person, { ...list, status: list.status as ListStatus }, row, today),
          sent: sent.rows?.get(row.id),
          name,
        }),
    );
    const isClerk = rolesIn(person, list.company).includes('ar_clerk');
    const answering = rows.filter(({ may }) => may.answer).length;
    return this.frame.render('lists/list', looking, {
      list: { ...list, ...lateness(list, today), waiting: countOf(list.states, 'waiting'), open: openOf(list.states) },
      tabs: rowStates.flatMap((state) => {
        const rowsIn = countOf(list.states, state);
        return rowsIn > 0 ? [{ state, rows: rowsIn, isHere: query.state === state }] : [];
      }),
      isAll: query.state === undefined,
      query: wished,
      rows,
      answering: answering > 0 ? answering : undefined,
      deciding: rows.some(({ may }) => may.decide || may.settle.length > 0),
      next: page.next,
      gone: (await this.lists.gone(person, id, { limit: 50 })).items,
      isDraft: list.status === 'draft',
      isClerk,
      events: list.events.map((event) => ({ ...event, name: event.by === 'clock' ? undefined : name(event.by), ...changesOf(event) })),
      reasons: objectionReasons,
      people: rows.some(({ may }) => may.answer || may.decide) ? await this.names.ofCompany(list.company) : [],
      told: sent.told,
      refusedRows: [...(sent.rows?.values() ?? [])].filter(({ told }) => told).length || undefined,
    });
  }
}

function shown(
  row: RowView,
  { may, sent, name }: { may: PossibleSteps; sent: SentRow | undefined; name: (login: string | null) => string | null },
): ShownRow {
  const proposed = Object.entries(row.proposals).flatMap(([side, said]) =>
    said ? [{ side, name: name(said.by) ?? said.by, outcome: said.outcome, note: said.note }] : [],
  );
  return { ...row, may, ...(sent && { sent }), proposed };
}

function proposers({ proposals }: RowView): string[] {
  return Object.values(proposals).map(({ by }) => by);
}

function countOf(states: readonly { state: string; rows: number }[], wanted: string): number {
  return states.find(({ state }) => state === wanted)?.rows ?? 0;
}

function openOf(states: readonly { state: string; rows: number }[]): number {
  return countOf(states, 'waiting') + countOf(states, 'objected') + countOf(states, 'disagreed');
}

/** Published after its day, or not published when it is over. */
function lateness({ publishBy, publishedOn }: { publishBy: string; publishedOn: string | null }, today: string): { isLate: boolean } {
  return { isLate: (publishedOn ?? today) > publishBy };
}

function changesOf({ kind, facts }: { kind: ListEvent['kind'] | string; facts: Record<string, unknown> }): {
  changes?: Record<string, unknown>;
} {
  return kind === 'drafted' && facts.added !== undefined ? { changes: facts } : {};
}
