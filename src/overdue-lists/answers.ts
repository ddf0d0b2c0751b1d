import { Injectable } from '@nestjs/common';
import type { BusinessDate } from '../../workflows/calendar/dates.js';
import { formatAmount } from '../../workflows/money.js';
import { type ListRefusal, refuseAnswer, refuseObjection } from '../../workflows/overdue-list/refusals.js';
import type { Objection, RowState } from '../../workflows/overdue-list/row.js';
import { businessDate } from '../cases/circumstances.js';
import { type CurrentPerson, ownsCase } from '../people/current-person.js';
import type { Tx } from '../platform/database/database.js';
import { Problem } from '../platform/errors/problem.js';
import { findList } from './found-list.js';
import { type HeldRow, heldRows } from './held-rows.js';
import { agreeWhenDone } from './list-agreement.js';
import { recordEvents } from './list-events.js';
import type { KeptObjection } from './list-rows.js';
import { endNotices, tellOfRow } from './row-notices.js';

/** What an owner says to a row: an objection, or that it is right. */
export interface Answered {
  readonly row: string;
  readonly objection?: Objection;
}

export type AnswerOutcome =
  | { readonly row: string; readonly state: RowState }
  | { readonly row: string; readonly status: number; readonly refused: ListRefusal };

type Taken = { readonly row: HeldRow; readonly objection?: KeptObjection };

/** Owners confirm their rows of a published list, or object. */
@Injectable()
export class Answers {
  /**
   * Many in one pass, each answered by itself.
   * @throws Problem 404 `list.unknown`; 400 for an owner named who is nobody
   */
  async give(tx: Tx, person: CurrentPerson, listId: string, answers: readonly Answered[]): Promise<AnswerOutcome[]> {
    const list = await findList(tx, person, listId, { hold: true });
    await refuseStrangers(tx, answers);
    const on = await businessDate(tx, list.company);
    const rows = await heldRows(
      tx,
      person,
      list,
      answers.map(({ row }) => row),
    );
    const taken = new Map<string, Taken>();
    const outcomes = answers.map(({ row: id, objection }): AnswerOutcome => {
      const row = rows.get(id);
      if (!row) return { row: id, status: 404, refused: { key: 'list_row.unknown', facts: { row: id } } };
      const refused = refuse(person, list.company, taken.has(id) ? { ...row, state: 'confirmed' } : row, on, objection);
      if (refused) return { row: id, status: 409, refused };
      taken.set(id, { row, ...(objection && { objection: kept(objection, person.login, on) }) });
      return { row: id, state: objection ? 'objected' : 'confirmed' };
    });
    await write(tx, { companyId: list.company, list: list.id, month: list.month }, { by: person.login, on }, [...taken.values()]);
    return outcomes;
  }
}

function refuse(person: CurrentPerson, companyId: string, row: HeldRow, on: BusinessDate, objection: Objection | undefined) {
  const refused = refuseAnswer(row, on, ownsCase(person, companyId, row.owner));
  return refused ?? (objection && refuseObjection(row, objection));
}

function kept({ reason, note, balanceCents, owner }: Objection, by: string, on: BusinessDate): KeptObjection {
  return {
    ...{ by, on, reason, note },
    ...(balanceCents !== undefined && { balance: formatAmount(balanceCents) }),
    ...(owner !== undefined && { owner }),
  };
}

async function write(
  tx: Tx,
  list: { companyId: string; list: string; month: string },
  by: { by: string; on: BusinessDate },
  taken: readonly Taken[],
): Promise<void> {
  if (taken.length === 0) return;
  const { companyId } = list;
  await tx.query(
    `update overdue_list_rows r set state = case when a.objection is null then 'confirmed' else 'objected' end, objection = a.objection
     from jsonb_to_recordset($2::jsonb) as a (id bigint, objection jsonb) where r.company_id = $1 and r.id = a.id`,
    [companyId, JSON.stringify(taken.map(({ row, objection }) => ({ id: row.id, objection })))],
    'lists.answer',
  );
  await recordEvents(
    tx,
    list,
    by,
    taken.map(({ row, objection }) => ({
      kind: objection ? 'objected' : 'confirmed',
      row: row.id,
      ...(objection && { facts: factsOf(objection) }),
    })),
  );
  await endNotices(
    tx,
    companyId,
    'list_row_waiting',
    taken.map(({ row }) => row.caseId),
  );
  for (const { row, objection } of taken)
    if (objection)
      await tellOfRow(tx, companyId, {
        ...{ kind: 'list_row_objected', caseId: row.caseId, on: by.on, recipients: ['role:ar_clerk'] },
        facts: { month: list.month, note: objection.note },
      });
  await agreeWhenDone(tx, list, by);
}

function factsOf({ reason, note, balance, owner }: KeptObjection) {
  return { reason, note, balance, owner };
}

async function refuseStrangers(tx: Tx, answers: readonly Answered[]): Promise<void> {
  const named = answers.flatMap(({ objection }) => (objection?.owner === undefined ? [] : [objection.owner]));
  if (named.length > 0) await requireActive(tx, named);
}

/** @throws Problem 400 `request.invalid` for a login that is nobody's, or that of somebody who has left */
export async function requireActive(tx: Tx, logins: readonly string[]): Promise<void> {
  const [unknown] = await tx.query<{ login: string }>(
    'select login from unnest($1::text[]) login where not exists (select from people p where p.login = login.login and p.active) limit 1',
    [logins],
    'lists.strangers',
  );
  if (unknown) throw new Problem(400, 'request.invalid', {}, [{ field: 'owner', code: 'person', facts: { login: unknown.login } }]);
}
