import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { refuseDraft } from '../../workflows/overdue-list/refusals.js';
import type { ListStatus } from '../../workflows/overdue-list/row.js';
import { lastMonthOver, type Month, publishBy, snapshotDay } from '../../workflows/overdue-list/terms.js';
import { businessDate } from '../cases/circumstances.js';
import { RulesInForce } from '../cases/rules-in-force.js';
import { requireRole } from '../people/allow-roles.js';
import type { CurrentPerson } from '../people/current-person.js';
import type { Tx } from '../platform/database/database.js';
import { bePatient } from '../platform/database/patient.js';
import { Problem } from '../platform/errors/problem.js';
import { draftRows } from './drafting-sql.js';
import { recordEvents } from './list-events.js';

/** What a new draft changed against the one before it. */
export interface DraftChanges {
  added: number;
  removed: number;
  changed: number;
  /** The first of them, in the list's order. */
  rows: { case: string; document: string; before: string | null; after: string | null }[];
}

export interface Drafted {
  id: string;
  isNew: boolean;
  changes: DraftChanges;
}

interface Found {
  id: string;
  month: Month;
  status: ListStatus;
}

const changesShown = 100;

/** Drafts of the monthly list: by the night of the first, and anew by an AR clerk until it is published. */
@Injectable()
export class ListDrafts {
  constructor(private readonly rules: RulesInForce) {}

  /** @param month left out: the last that is over @throws Problem 404, 403; 409 `list.…` */
  async draftAnew(tx: Tx, person: CurrentPerson, companyId: string, month: Month | undefined): Promise<Drafted> {
    requireRole(person, companyId, 'ar_clerk');
    await lockListsOf(tx, companyId);
    const today = await businessDate(tx, companyId);
    const asked = month ?? lastMonthOver(today);
    const [known] = await tx.query<Found>('select id, month, status from overdue_lists where company_id = $1 and month = $2', [
      companyId,
      asked,
    ]);
    const refused = refuseDraft(asked, today, known, await lastPublished(tx, companyId));
    if (refused) throw new Problem(409, refused.key, refused.facts);
    return this.write(tx, { companyId, month: asked, known: today, on: today, by: person.login }, known?.id);
  }

  /** What was entered after the list's day is left to the clerk, so that a night that is run late drafts what it would have in time. */
  async draftAtNight(tx: Tx, companyId: string, month: Month, on: BusinessDate): Promise<void> {
    await lockListsOf(tx, companyId);
    const day = snapshotDay(month);
    const [known] = await tx.query(
      `select from companies c where c.id = $1 and (c.opening_on is null or c.opening_on > $2
         or exists (select from overdue_lists l where l.company_id = $1 and l.month >= $3))`,
      [companyId, day, month],
      'lists.drafted_before',
    );
    if (!known) await this.write(tx, { companyId, month, known: day, on, by: 'clock' }, undefined);
  }

  private async write(
    tx: Tx,
    { companyId, month, known, on, by }: { companyId: string; month: Month; known: BusinessDate; on: BusinessDate; by: string },
    before: string | undefined,
  ): Promise<Drafted> {
    await bePatient(tx);
    const { policy } = await this.rules.on(companyId, on, tx);
    const last = await lastListBefore(tx, companyId, month);
    const values = [companyId, last?.id ?? null, on, by];
    const [list] =
      before === undefined
        ? await tx.query<{ id: string; version: number }>(
            `insert into overdue_lists (company_id, last_list, drafted_on, drafted_by, month, snapshot_on, publish_by)
             values ($1, $2::bigint, $3, $4, $5, $6, $7) returning id, version`,
            [...values, month, snapshotDay(month), publishBy(month, policy)],
          )
        : await tx.query<{ id: string; version: number }>(
            `update overdue_lists set last_list = $2::bigint, drafted_on = $3, drafted_by = $4, version = version + 1
             where company_id = $1 and id = $5::bigint returning id, version`,
            [...values, before],
          );
    if (!list) throw new Error(`the draft of ${month} is gone`);
    await takeAway(tx, companyId, list.id);
    // Of rows that were written just now the planner knows nothing, and would compare all with all.
    await tx.query(`select set_config('enable_nestloop', 'off', true)`);
    await tx.query(draftRows, [companyId, list.id, snapshotDay(month), known, last?.id ?? null, last?.snapshotOn ?? null]);
    const changes = await changesSince(tx, companyId, list.id);
    const { added, removed, changed } = changes;
    const facts = { version: list.version, ...(before !== undefined && { added, removed, changed }) };
    await recordEvents(tx, { companyId, list: list.id }, { by, on }, [{ kind: 'drafted', facts }]);
    return { id: list.id, isNew: before === undefined, changes };
  }
}

/** Of a company one list at a time is drafted or published. */
export async function lockListsOf(tx: Tx, companyId: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('overdue lists of ' || $1, 0))`, [companyId], 'lists.lock');
}

export async function lastPublished(tx: Pick<Tx, 'query'>, companyId: string): Promise<Month | undefined> {
  const [row] = await tx.query<{ month: Month | null }>(
    `select max(month) as month from overdue_lists where company_id = $1 and status <> 'draft'`,
    [companyId],
    'lists.last_published',
  );
  return row?.month ?? undefined;
}

async function lastListBefore(tx: Tx, companyId: string, month: Month): Promise<{ id: string; snapshotOn: BusinessDate } | undefined> {
  const [last] = await tx.query<{ id: string; snapshotOn: BusinessDate }>(
    `select id, snapshot_on as "snapshotOn" from overdue_lists where company_id = $1 and month < $2 and status <> 'draft' order by month desc limit 1`,
    [companyId, month],
    'lists.last',
  );
  return last;
}

/** The rows of the draft before stay at hand for comparison. */
async function takeAway(tx: Tx, companyId: string, list: string): Promise<void> {
  await tx.query(
    'create temp table draft_before (case_id bigint primary key, document text, balance numeric(18, 2), owner text) on commit drop',
  );
  await tx.query(
    'insert into draft_before select case_id, document, balance, owner from overdue_list_rows where company_id = $1 and list_id = $2::bigint',
    [companyId, list],
  );
  for (const table of ['overdue_list_gone', 'overdue_list_rows'])
    await tx.query(`delete from ${table} where company_id = $1 and list_id = $2::bigint`, [companyId, list]);
}

async function changesSince(tx: Tx, companyId: string, list: string): Promise<DraftChanges> {
  const compared = `
    from draft_before b
    full join (select id, case_id, document, balance, owner from overdue_list_rows where company_id = $1 and list_id = $2::bigint) n using (case_id)
    where b.balance is distinct from n.balance or b.owner is distinct from n.owner`;
  const [counts] = await tx.query<Omit<DraftChanges, 'rows'>>(
    `select (count(*) filter (where b.balance is null))::int as added, (count(*) filter (where n.balance is null))::int as removed,
       (count(*) filter (where b.balance is not null and n.balance is not null))::int as changed ${compared}`,
    [companyId, list],
  );
  const rows = await tx.query<DraftChanges['rows'][number]>(
    `select case_id as case, coalesce(n.document, b.document) as document, b.balance as before, n.balance as after ${compared}
     order by n.id nulls first, case_id limit ${changesShown}`,
    [companyId, list],
  );
  return { ...(counts ?? { added: 0, removed: 0, changed: 0 }), rows };
}
